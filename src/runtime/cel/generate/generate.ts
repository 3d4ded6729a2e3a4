import { mapOfAnyKeys } from '../evaluation/go-maps.js'
import type { Node } from '../syntax/ast.js'
import { Failure } from '../values/failure.js'
import { genCall } from './calls.js'
import { genAbsorbing } from './cost.js'
import { planCosts } from './cost-plan.js'
import {
  type Emitter,
  type Fail,
  type Generated,
  type GenerateOptions,
  type Locals,
  type Operand,
  startEmitter,
} from './emitter.js'
import { genIndex, genName, genSelect } from './fields.js'
import { genBinary } from './operators.js'

/** Compiles a checked expression. */
export function generate(root: Node, options: GenerateOptions): Generated {
  const plan = options.kubernetes && planCosts(root, options.source, options.checked)
  const emitter = startEmitter(options, plan, genNode)
  const args = options.args.map((name, i): [string, Operand] => [name, { js: `args[${i}]` }])
  return emitter.finish(emitter.gen(root, new Map(args), (error) => `return ${error}`))
}

function genNode(emitter: Emitter, node: Node, locals: Locals, fail: Fail): Operand {
  const { emit, temp, site, literal, assign, gen, genBool } = emitter
  switch (node.kind) {
    case 'literal':
      emitter.spend(emitter.plan?.unary(node) ?? 0)
      return literal(node.value)
    case 'ident':
      return genName(emitter, node, locals, fail)
    case 'select':
      return genSelect(emitter, node, locals, fail)
    case 'index':
      return genIndex(emitter, node, locals, fail)
    case 'call':
      return genCall(emitter, node, locals, fail)
    case 'list':
      return genList(emitter, node, locals, fail)
    case 'map':
      return genMap(emitter, node, locals, fail)
    case 'conditional': {
      const condition = gen(node.condition, locals, fail)
      const t = temp()
      emit(`if (${condition.js} === true) {`)
      emit(`${t} = ${gen(node.whenTrue, locals, fail).js}`)
      emit(condition.bool ? '} else {' : `} else if (${condition.js} === false) {`)
      emit(`${t} = ${gen(node.whenFalse, locals, fail).js}`)
      emit(
        condition.bool
          ? '}'
          : `} else ${fail(`notBool(${condition.js}, ${site(node.condition, node.condition)})`)}`,
      )
      return { js: t }
    }
    case 'and':
    case 'or':
      return genLogic(emitter, node.kind === 'and', node.operands, locals, fail)
    case 'not': {
      emitter.spend(emitter.plan?.unary(node) ?? 0)
      const operand = genBool(node.operand, locals, fail)
      const t = temp()
      emit(`${t} = !${operand}`)
      return { js: t, bool: true }
    }
    case 'negate':
      emitter.spend(emitter.plan?.unary(node) ?? 0)
      return {
        js: assign(`negate(${gen(node.operand, locals, fail).js}, ${site(node, node.operand)})`, fail),
      }
    case 'binary':
      return genBinary(emitter, node, locals, fail)
  }
}

function genMap(emitter: Emitter, node: Node & { kind: 'map' }, locals: Locals, fail: Fail): Operand {
  const { emit, temp, site, literal, assign, gen } = emitter
  const { kubernetes, tracing } = emitter.options
  emitter.spend(30)
  const entries = node.entries.map(({ key, value, optional }) => {
    const [k, v] = [gen(key, locals, fail), gen(value, locals, fail)]
    return { k, v, value, optional }
  })
  if (kubernetes && !tracing && entries.every(({ k, v, optional }) => k.literal && v.literal && !optional)) {
    const constants = entries.flatMap(({ k, v }) => [k.literal?.value, v.literal?.value])
    const map = mapOfAnyKeys(constants, { start: node.start, end: node.end, operand: '' })
    if (!(map instanceof Failure)) return literal(map)
  }
  const t = temp()
  const absent = kubernetes ? `else ${t}.push(KEY, undefined)` : ''
  emit(`${t} = []`)
  for (const { k, v, value, optional } of entries) {
    if (optional)
      emit(
        `if (${v.js} instanceof Optional) { if (${v.js}.$some !== undefined) ${t}.push(${k.js}, ${v.js}.$some); ${absent.replace('KEY', k.js)} } else ${fail(`notOptional(${v.js}, ${site(value, value)})`)}`,
      )
    else emit(`${t}.push(${k.js}, ${v.js})`)
  }
  const build = kubernetes ? 'mapOfAnyKeys' : 'mapLiteral'
  return { js: assign(`${build}(${t}, ${site(node, undefined)})`, fail) }
}

function genList(emitter: Emitter, node: Node & { kind: 'list' }, locals: Locals, fail: Fail): Operand {
  const { emit, temp, site, literal, gen } = emitter
  emitter.spend(10)
  const operands = node.elements.map(({ value, optional }) => ({
    operand: gen(value, locals, fail),
    value,
    optional,
  }))
  if (!emitter.options.tracing && operands.every(({ operand, optional }) => operand.literal && !optional)) {
    return literal(Object.freeze(operands.map(({ operand }) => operand.literal?.value)))
  }
  const t = temp()
  if (operands.every(({ optional }) => !optional)) {
    emit(`${t} = [${operands.map(({ operand }) => operand.js).join(', ')}]`)
    return { js: t }
  }
  emit(`${t} = []`)
  for (const { operand, value, optional } of operands) {
    if (!optional) emit(`${t}.push(${operand.js})`)
    else
      emit(
        `if (${operand.js} instanceof Optional) { if (${operand.js}.$some !== undefined) ${t}.push(${operand.js}.$some) } else ${fail(`notOptional(${operand.js}, ${site(value, value)})`)}`,
      )
  }
  return { js: t }
}

function genLogic(
  emitter: Emitter,
  and: boolean,
  operands: readonly Node[],
  locals: Locals,
  fail: Fail,
): Operand {
  const { emit, temp, label, genBool } = emitter
  const { tracing } = emitter.options
  const t = temp()
  const end = label()
  const decisive = and ? 'false' : 'true'
  const errors: string[] = []
  emit(`${end}: {`)
  for (const [i, node] of operands.entries()) {
    const decide = (operand: string): void =>
      emit(`if (${operand} === ${decisive}) { ${t} = ${decisive}; break ${end} }`)
    const isLast = i === operands.length - 1
    if (isLast && !tracing) {
      decide(genBool(node, locals, fail))
      continue
    }
    const error = temp()
    genAbsorbing(emitter, error, (failHere) => decide(genBool(node, locals, failHere)))
    if (tracing) emit(`if (${error} !== undefined) trace(${node.id}, ${error})`)
    // The last one fails first, whatever happened before.
    if (isLast) emit(`if (${error} !== undefined) ${fail(error)}`)
    else errors.push(error)
  }
  for (const error of errors) emit(`if (${error} !== undefined) ${fail(error)}`)
  emit(`${t} = ${!(decisive === 'true')}`)
  emit('}')
  return { js: t, bool: true }
}
