import type { Meaning } from '../check/check.js'
import type { Overload } from '../check/function-index.js'
import type { Call, Node } from '../syntax/ast.js'
import { Failure } from '../values/failure.js'
import { dispatcher, type Implementation } from './dispatch.js'
import type { Emitter, Fail, Locals, Operand } from './emitter.js'
import { genMacro } from './macros.js'

/** A call of a function or method. */
export function genCall(emitter: Emitter, node: Call, locals: Locals, fail: Fail): Operand {
  const { emit, temp, constant, site, literal, unknown, gen } = emitter
  const meaning = emitter.options.checked.meanings[node.id] as Meaning
  if (meaning.kind === 'macro') return genMacro(emitter, node, meaning.macro, locals, fail)
  if (meaning.kind === 'unknown') return unknown(node, meaning.message, fail)
  if (meaning.kind !== 'call') throw new Error('an unchecked call')
  if (meaning.method && (node.name === 'or' || node.name === 'orValue'))
    return genOptionalOr(emitter, node, locals, fail)
  const nodes = meaning.method ? [node.target as Node, ...node.args] : node.args
  const operands = nodes.map((arg) => gen(arg, locals, fail))
  const implementation = implementationOf(emitter, node, meaning.overloads, operands)
  if ('value' in implementation) return literal(implementation.value)
  const where = site(node, nodes[0])
  const args = operands.map((operand) => operand.js).join(', ')
  const t = temp()
  const slow = `{ ${t} = ${constant(implementation.call)}(${args}); if (${t} instanceof E) ${fail(`at(${t}, ${where})`)} }`
  const fast = inline(node.name, meaning, operands, t)
  emit(fast ? `${fast} else ${slow}` : slow)
  const returns = meaning.overloads.every((overload) => overload.returns.name === 'bool')
  return returns ? { js: t, bool: true } : { js: t }
}

/** The cases of everyday functions that are a JavaScript operation: `if (…) t = …;` */
function inline(
  name: string,
  meaning: Meaning & { kind: 'call' },
  operands: readonly Operand[],
  t: string,
): string | undefined {
  const [a, b] = operands.map((operand) => operand.js)
  if (meaning.method && operands.length === 2 && ['startsWith', 'endsWith'].includes(name)) {
    const strings = operands.flatMap((operand) =>
      typeof operand.literal?.value === 'string' ? [] : [`typeof ${operand.js} === 'string'`],
    )
    if (strings.length === 0) return undefined
    return `if (${strings.join(' && ')}) ${t} = ${a}.${name}(${b});`
  }
  if (meaning.method && name === 'contains' && operands.length === 2) {
    return `if (typeof ${a} === 'string' && typeof ${b} === 'string' && ${a}.length < 1024) ${t} = ${a}.includes(${b});`
  }
  if (name === 'size' && operands.length === 1) return `if (Array.isArray(${a})) ${t} = ${a}.length;`
  if (name === 'string' && operands.length === 1)
    return `if (Number.isSafeInteger(${a})) ${t} = String(${a});`
  return undefined
}

/** What a call runs: a value when all of it is known now, otherwise a function of its arguments. */
function implementationOf(
  emitter: Emitter,
  node: Call,
  overloads: readonly Overload[],
  operands: readonly Operand[],
): { value: unknown } | { call: Implementation } {
  const of = overloads[0]?.of
  const literals = operands.map((operand) => operand.literal?.value)
  const call = dispatcher(overloads, emitter.options.opaque)
  if (of?.constant && operands.every((operand) => operand.literal)) {
    const value = call(...literals)
    if (!(value instanceof Failure)) return { value }
    emitter.problem({ message: value.message, start: node.start, end: node.end })
  }
  const prepared = operands.some((operand) => operand.literal) ? of?.prepare?.(literals) : undefined
  if (prepared instanceof Failure) {
    const at = node.args.find((arg) => arg.kind === 'literal') ?? node
    emitter.problem({ message: prepared.message, start: at.start, end: at.end })
  }
  return { call: typeof prepared === 'function' ? (prepared as Implementation) : call }
}

function genOptionalOr(emitter: Emitter, node: Call, locals: Locals, fail: Fail): Operand {
  const { emit, temp, site, gen } = emitter
  const target = gen(node.target as Node, locals, fail)
  const t = temp()
  emit(
    `if (!(${target.js} instanceof Optional)) ${fail(`notOptional(${target.js}, ${site(node, node.target)})`)}`,
  )
  emit(
    `if (${target.js}.$some !== undefined) ${t} = ${node.name === 'or' ? target.js : `${target.js}.$some`}`,
  )
  emit('else {')
  emit(`${t} = ${gen(node.args[0] as Node, locals, fail).js}`)
  emit('}')
  return { js: t }
}
