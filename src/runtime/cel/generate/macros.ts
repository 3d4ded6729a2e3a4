import { costOfSorting } from '../functions/costs.js'
import type { Call, Node } from '../syntax/ast.js'
import type { Macro } from '../syntax/macros.js'
import { turnOf } from '../trace/steps.js'
import { chargeOf, failPaying, pay, staticTypes } from './cost.js'
import { type Emitter, type Fail, type Locals, notChecked, notObject, type Operand } from './emitter.js'
import { isOptional, rootOf } from './fields.js'

/** A macro, compiled in place: loops are loops of the program. */
export function genMacro(emitter: Emitter, node: Call, macro: Macro, locals: Locals, fail: Fail): Operand {
  const { emit, temp, constant, site, isSafeName, isLazy, gen, plan, lookups } = emitter
  if (macro.kind === 'has') {
    const [arg] = node.args
    if (arg?.kind !== 'select') return emitter.unknown(node, notChecked, fail)
    const operand = gen(arg.operand, locals, fail)
    const t = temp()
    const mayBeAbsent = isOptional(emitter, arg.operand)
    if (!mayBeAbsent) emitter.spend(plan?.has(node) ?? 0)
    const slow = `{ ${t} = ${lookups.has}(${operand.js}, ${constant(arg.field)}, ${site(node, arg.operand)}${rootOf(emitter, operand)}); if (${t} instanceof E) ${fail(t)} }`
    if (isSafeName(arg.field) && !isLazy(arg.operand)) {
      emit(`if (!(${notObject(operand)}) && ${operand.js}[${constant(arg.field)}] !== undefined) ${t} = true`)
      emit(
        `else if (!(${notObject(operand)}) && prototypeOf(${operand.js}) === ObjectPrototype) ${t} = false`,
      )
      emit(`else ${slow}`)
    } else emit(slow)
    if (mayBeAbsent && plan) emit(`if (${t} === true) spent.units += ${plan.has(node)}`)
    return { js: t, bool: true }
  }
  if (macro.kind === 'bind') {
    const [name, value, body] = node.args as [Node & { kind: 'ident' }, Node, Node]
    return gen(body, new Map(locals).set(name.name, gen(value, locals, fail)), fail)
  }
  if (macro.kind === 'optMap' || macro.kind === 'optFlatMap')
    return genOptionalMap(emitter, node, macro.kind === 'optMap', locals, fail)
  const target = node.target as Node
  const range = gen(target, locals, macro.kind === 'sortBy' ? failPaying(plan, 3, fail) : fail)
  return genLoop(emitter, node, macro, range, locals, fail)
}

/** `x.optMap(v, e)`, which to an API server is `x.hasValue() ? optional.of(e of x.value()) : optional.none()`. */
function genOptionalMap(emitter: Emitter, node: Call, wraps: boolean, locals: Locals, fail: Fail): Operand {
  const { emit, temp, site, gen, plan } = emitter
  const [name, body] = node.args as [Node & { kind: 'ident' }, Node]
  const before = plan && temp()
  if (before) emit(`${before} = spent.units`)
  const range = gen(node.target as Node, locals, failPaying(plan, 1, fail))
  if (before) emit(`${before} = spent.units - ${before}`)
  emitter.spend(1)
  const t = temp()
  emit(
    `if (!(${range.js} instanceof Optional)) ${fail(`notOptional(${range.js}, ${site(node, node.target)})`)}`,
  )
  if (plan) emit(`if (${range.js}.$some === undefined) { ${t} = none; spent.units++ }`)
  else emit(`if (${range.js}.$some === undefined) ${t} = none`)
  emit('else {')
  if (before) emit(pay(`${before} + ${wraps ? 2 : 1}`))
  const value = gen(body, new Map(locals).set(name.name, { js: `${range.js}.$some` }), fail)
  emit(`${t} = ${wraps ? `new Optional(${value.js})` : value.js}`)
  emit('}')
  return { js: t }
}

function genLoop(
  emitter: Emitter,
  node: Call,
  macro: Macro & { variables: 1 | 2 },
  range: Operand,
  locals: Locals,
  fail: Fail,
): Operand {
  const { emit, temp, site } = emitter
  const where = site(node, node.target)
  const failPaid = macro.kind === 'sortBy' ? failPaying(emitter.plan, 3, fail) : fail
  const names = node.args.slice(0, macro.variables).map((name) => (name as Node & { kind: 'ident' }).name)
  const body = node.args.slice(macro.variables)
  const list = temp()
  emit(`${list} = Array.isArray(${range.js}) ? ${range.js} : elements(${range.js}, ${where})`)
  emit(`if (${list} instanceof E) ${failPaid(list)}`)
  const values = macro.variables === 2 ? temp() : list
  if (values !== list) emit(`${values} = valuesOf(${range.js})`)
  const i = temp()
  const element = temp()
  const inner = new Map(locals)
  if (macro.variables === 2) {
    const key = temp()
    inner.set(names[0] as string, { js: key })
    inner.set(names[1] as string, { js: element, isData: true })
    return genSteps(emitter, node, macro, body, inner, fail, {
      list,
      range,
      i,
      where,
      step: `${key} = Array.isArray(${range.js}) ? ${i} : ${list}[${i}]; ${element} = ${values}[${i}]`,
      element,
    })
  }
  inner.set(names[0] as string, { js: element, isData: true })
  return genSteps(emitter, node, macro, body, inner, fail, {
    list,
    range,
    i,
    where,
    step: `${element} = ${list}[${i}]`,
    element,
  })
}

function genSteps(
  emitter: Emitter,
  node: Call,
  macro: Macro,
  body: readonly Node[],
  locals: Locals,
  fail: Fail,
  loop: { list: string; range: Operand; i: string; where: string; step: string; element: string },
): Operand {
  const { emit, temp, label, site, assign, gen, genBool, plan, spend } = emitter
  const { list, i, where, step, element } = loop
  const t = temp()
  const next = label()
  const open = (): void => {
    emit(`${next}: for (${i} = 0; ${i} < ${list}.length; ${i}++) {`)
    emit(`if (--meter.left < 0) return over(${where})`)
    if (plan) emit(pay('0'))
    emit(step)
    if (emitter.options.tracing) emit(`trace(${turnOf(node)}, ${i})`)
  }
  const condition = body[0] as Node
  // What a macro collects goes on being computed, and paid for, after an error.
  const error = plan ? temp() : ''
  const failStep: Fail = plan
    ? (e) => `{ ${error} ??= ${e}; if (${error}.code === 'budget') return ${error}; continue ${next} }`
    : fail
  const failAfter = (): void => {
    if (plan) emit(`if (${error} !== undefined) ${fail(error)}`)
  }
  const collect = (): void => {
    if (plan) emit(`${error} = undefined`)
  }
  switch (macro.kind) {
    case 'all':
    case 'exists': {
      const decisive = macro.kind === 'exists'
      const error = temp()
      spend(1)
      emit(`${t} = ${!decisive}; ${error} = undefined`)
      open()
      spend(decisive ? 4 : 3)
      const sink: Fail = (e) =>
        `{ ${error} ??= ${e}; if (${error}.code === 'budget') return ${error}; continue ${next} }`
      const value = genBool(condition, locals, sink)
      // Whether it is decided is asked when the next element comes.
      const asked = plan ? `if (${i} + 1 < ${list}.length) spent.units += ${decisive ? 3 : 2}; ` : ''
      emit(`if (${value} === ${decisive}) { ${t} = ${decisive}; ${error} = undefined; ${asked}break }`)
      emit('}')
      emit(`if (${error} !== undefined) ${fail(error)}`)
      return { js: t, bool: true }
    }
    case 'existsOne': {
      spend(2)
      collect()
      emit(`${t} = 0`)
      open()
      const counted = plan ? `{ ${t}++; spent.units += 2 }` : `${t}++`
      emit(`if (${genBool(condition, locals, failStep)}) ${counted}`)
      emit('}')
      failAfter()
      emit(`${t} = ${t} === 1`)
      return { js: t, bool: true }
    }
    case 'filter': {
      spend(1)
      collect()
      emit(`${t} = []`)
      open()
      emit(
        `if (${genBool(condition, locals, failStep)}) { ${plan ? 'spent.units += 13; ' : ''}${t}.push(${element}) }`,
      )
      emit('}')
      failAfter()
      return { js: t }
    }
    case 'map': {
      spend(1)
      collect()
      emit(`${t} = []`)
      open()
      if (body.length === 2) emit(`if (!${genBool(condition, locals, failStep)}) continue`)
      const value = body.at(-1) as Node
      spend(plan?.isConstant(value) ? 2 : 12)
      // An element that is made and kept costs a unit beside its turn of the loop.
      emit(`meter.left--; ${t}.push(${gen(value, locals, failStep).js})`)
      emit('}')
      failAfter()
      return { js: t }
    }
    case 'transformMap':
    case 'transformMapEntry': {
      const keysAndValues = temp()
      spend(1)
      collect()
      emit(`${keysAndValues} = []`)
      open()
      if (body.length === 2) emit(`if (!${genBool(condition, locals, failStep)}) continue`)
      if (plan && macro.kind === 'transformMap')
        emit(`if (${error} !== undefined) { spent.units++; continue }`)
      spend(macro.kind === 'transformMap' ? 3 : 2)
      const made = gen(body.at(-1) as Node, locals, failStep)
      if (macro.kind === 'transformMap') {
        const key = locals.get((node.args[0] as Node & { kind: 'ident' }).name) as Operand
        emit(`${keysAndValues}.push(${key.js}, ${made.js})`)
      } else {
        emit(`${t} = pushEntries(${keysAndValues}, ${made.js}, ${where})`)
        emit(`if (${t} instanceof E) ${failStep(t)}`)
      }
      emit('}')
      failAfter()
      const build = emitter.options.kubernetes ? 'insertedMap' : 'mapLiteral'
      return { js: assign(`${build}(${keysAndValues}, ${site(node, undefined)})`, fail) }
    }
    case 'sortBy': {
      spend(3)
      collect()
      emit(`${t} = []`)
      open()
      spend(plan?.isConstant(condition) ? 2 : 12)
      emit(`${t}.push(${gen(condition, locals, failStep).js})`)
      emit('}')
      // An API server counts the sorting, too, before it finds that there are no keys.
      if (plan) emit(`if (${error} !== undefined) ${failPaying(plan, 1, fail)(error)}`)
      if (plan) {
        emit(paySorting(emitter, condition, t))
        emit(`if (!Array.isArray(${loop.range.js})) ${fail(`notList(${loop.range.js}, ${where})`)}`)
      }
      return { js: assign(`sortByKeys(${list}, ${t})`, (error) => fail(`at(${error}, ${where})`)) }
    }
    default:
      throw new Error(`macro ${node.name} is not compiled`)
  }
}

function paySorting(emitter: Emitter, key: Node, keys: string): string {
  const type = staticTypes(emitter)(key)
  const charge = chargeOf(emitter, costOfSorting.when?.([type]) ? costOfSorting : 1)
  return pay(typeof charge === 'number' ? String(charge) : charge([keys]))
}
