import type { DefinedFunction, Scope } from '../api.js'
import type { Overload } from '../check/function-index.js'
import { callDefined } from '../evaluation/defined.js'
import { costOfCall } from '../functions/costs.js'
import { type Call, childrenOf, type Node } from '../syntax/ast.js'
import { Failure } from '../values/failure.js'
import { unknownIn } from '../values/unknown.js'
import { chargeOf, genOperands, pay, staticTypes } from './cost.js'
import { dispatcher, guarded, type Implementation } from './dispatch.js'
import { type Emitter, type Fail, type Locals, notChecked, type Operand } from './emitter.js'
import { genMacro } from './macros.js'

/** A call of a function or method. */
export function genCall(emitter: Emitter, node: Call, locals: Locals, fail: Fail): Operand {
  const { emit, temp, constant, site, literal, unknown } = emitter
  const meaning = emitter.options.checked.meanings[node.id]
  if (meaning?.kind === 'macro') return genMacro(emitter, node, meaning.macro, locals, fail)
  if (meaning?.kind !== 'call') {
    // Never runs: it shows the mistakes in literals inside.
    emit('if (false) {')
    for (const inside of childrenOf(node)) emitter.gen(inside, locals, fail)
    emit('}')
    return unknown(node, meaning?.kind === 'unknown' ? meaning.message : notChecked, fail)
  }
  const nodes = meaning.method ? [node.target as Node, ...node.args] : node.args
  const present = overloadWith('present', meaning.overloads, nodes.length)?.of.present
  if (present) return genOptionalOr(emitter, node, present, locals, fail)
  const [first] = meaning.overloads
  if (first?.defines) return genDefined(emitter, node, first, first.defines, locals, fail)
  const isFree = emitter.plan?.isConstant(node) ?? true
  const cost = isFree
    ? 0
    : costOfCall(nameOf(meaning.overloads), meaning.method, nodes.map(staticTypes(emitter)))
  const charge = chargeOf(emitter, cost)
  const isPaidByResult = typeof cost !== 'number' && cost.ofResult === true
  if (nodes.length === 0) emitter.spend(typeof cost === 'number' ? cost : 1)
  const operands = genOperands(emitter, nodes, locals, fail, charge, {
    afterwards: isPaidByResult,
    decide: meaning.overloads.length > 1,
  })
  const implementation = whereKnown(
    emitter,
    nameOf(meaning.overloads),
    implementationOf(emitter, node, meaning.overloads, operands),
  )
  if ('value' in implementation) return literal(implementation.value)
  if ('known' in implementation) return { js: constant(implementation.known) }
  const where = site(node, nodes[0])
  const args = operands.map((operand) => operand.js).join(', ')
  const t = temp()
  if (isPaidByResult && typeof charge !== 'number') {
    emit(`${t} = ${constant(implementation.call)}(${args})`)
    emit(
      pay(
        charge(
          operands.map(({ js }) => js),
          t,
        ),
      ),
    )
    emit(`if (${t} instanceof E) ${fail(`at(${t}, ${where})`)}`)
    return { js: t }
  }
  const slow = `{ ${t} = ${constant(implementation.call)}(${args}); if (${t} instanceof E) ${fail(`at(${t}, ${where})`)} }`
  const fast = inline(overloadWith('inline', meaning.overloads, nodes.length), operands, t)
  emit(fast ? `${fast} else ${slow}` : slow)
  const returns = meaning.overloads.every((overload) => overload.returns.name === 'bool')
  return returns ? { js: t, bool: true } : { js: t }
}

/** A call of a function that is defined in CEL: its program runs in the scope of the caller. */
function genDefined(
  emitter: Emitter,
  node: Call,
  overload: Overload,
  defined: DefinedFunction,
  locals: Locals,
  fail: Fail,
): Operand {
  const { temp, emit, constant, site, gen, options } = emitter
  const operands = node.args.map((arg) => gen(arg, locals, fail).js)
  const args = `[${operands.join(', ')}]`
  const call = guarded(overload, options.opaque, (scope, values) =>
    callDefined(defined, scope as Scope, values),
  )
  const t = temp()
  emit(`${t} = ${constant(call)}(s, ${args})`)
  emit(`if (${t} instanceof E) ${fail(`at(${t}, ${site(node, undefined)})`)}`)
  return { js: t, args, ...(overload.returns.name === 'bool' && { bool: true }) }
}

function nameOf(overloads: readonly Overload[]): string {
  return overloads[0]?.of.name ?? ''
}

/** The everyday case of a call, where its function has one: `if (…) t = …;` */
function inline(overload: Overload | undefined, operands: readonly Operand[], t: string): string | undefined {
  const fast = overload?.of.inline?.(operands)
  return fast && `if (${fast.condition}) ${t} = ${fast.value};`
}

/** The overload for this number of arguments, the receiver counted, whose function brings JavaScript of its own. */
function overloadWith(
  trait: 'inline' | 'present',
  overloads: readonly Overload[],
  args: number,
): Overload | undefined {
  return overloads.find(
    ({ of, receiver, params }) => of[trait] && params.length + (receiver ? 1 : 0) === args,
  )
}

/**
 * What a call runs: a value when all of it is known now, otherwise a function of its arguments. `known` is a value, too,
 * but no constant to API servers.
 */
function implementationOf(
  emitter: Emitter,
  node: Call,
  overloads: readonly Overload[],
  operands: readonly Operand[],
): { value: unknown } | { known: unknown } | { call: Implementation } {
  const of = overloads[0]?.of
  const literals = operands.map((operand) => operand.literal?.value)
  const { opaque, kubernetes } = emitter.options
  const call = dispatcher(overloads, opaque)
  // API servers compute conversions of constants when they compile.
  const folded = kubernetes !== undefined && of?.strict === true && operands.length === 1
  if ((folded || of?.constant) && operands.every((operand) => operand.literal)) {
    const value = call(...literals)
    if (!(value instanceof Failure)) return folded || !kubernetes ? { value } : { known: value }
    if (folded || !kubernetes) emitter.problem({ message: value.message, start: node.start, end: node.end })
  }
  const prepared = operands.some((operand) => operand.literal)
    ? of?.prepare?.(literals, kubernetes !== undefined)
    : undefined
  if (!prepared) return { call }
  if ('call' in prepared) return { call: prepared.call as Implementation }
  if (kubernetes && !of?.strict) return { call }
  const at = node.args.find((arg) => arg.kind === 'literal') ?? node
  emitter.problem({ message: prepared.mistake, start: at.start, end: at.end })
  return { call }
}

/** What asks of its arguments no more than how many there are, or looks for unknown values itself. */
const lookInside: readonly string[] = ['size', 'ruleset']

/** A function looks at all of its arguments: with something unknown inside, nobody knows what it gives. */
function whereKnown<I extends ReturnType<typeof implementationOf>>(
  { options }: Emitter,
  name: string,
  implementation: I,
): I {
  if (!options.careful || !('call' in implementation) || lookInside.includes(name)) return implementation
  const { call } = implementation
  const isData = (value: unknown) => !options.opaque.some((type) => type.is(value))
  return {
    ...implementation,
    call: (...args: readonly unknown[]) => unknownIn(args.filter(isData)) ?? call(...args),
  }
}

/** `optional.or(…)` and its kin: the argument is evaluated only when the optional is absent. */
function genOptionalOr(
  emitter: Emitter,
  node: Call,
  present: (optional: string) => string,
  locals: Locals,
  fail: Fail,
): Operand {
  const { emit, temp, site, gen } = emitter
  const target = gen(node.target as Node, locals, fail)
  const t = temp()
  emit(
    `if (!(${target.js} instanceof Optional)) ${fail(`notOptional(${target.js}, ${site(node, node.target)})`)}`,
  )
  emit(`if (${target.js}.$some !== undefined) ${t} = ${present(target.js)}`)
  emit('else {')
  emit(`${t} = ${gen(node.args[0] as Node, locals, fail).js}`)
  emit('}')
  return { js: t }
}
