import type { Call, Node } from '../syntax/ast.js'
import type { Macro } from '../syntax/macros.js'
import { type Emitter, type Fail, type Locals, notObject, type Operand } from './emitter.js'

/** A macro, compiled in place: loops are loops of the program. */
export function genMacro(emitter: Emitter, node: Call, macro: Macro, locals: Locals, fail: Fail): Operand {
  const { emit, temp, constant, site, isSafeName, isLazy, gen, lookups } = emitter
  if (macro.kind === 'has') {
    const arg = node.args[0] as Node & { kind: 'select' }
    const operand = gen(arg.operand, locals, fail)
    const t = temp()
    const slow = `{ ${t} = ${lookups.has}(${operand.js}, ${constant(arg.field)}, ${site(node, arg.operand)}); if (${t} instanceof E) ${fail(t)} }`
    if (isSafeName(arg.field) && !isLazy(arg.operand)) {
      emit(`if (!(${notObject(operand)}) && ${operand.js}[${constant(arg.field)}] !== undefined) ${t} = true`)
      emit(
        `else if (!(${notObject(operand)}) && prototypeOf(${operand.js}) === ObjectPrototype) ${t} = false`,
      )
      emit(`else ${slow}`)
    } else emit(slow)
    return { js: t, bool: true }
  }
  if (macro.kind === 'bind') {
    const [name, value, body] = node.args as [Node & { kind: 'ident' }, Node, Node]
    return gen(body, new Map(locals).set(name.name, gen(value, locals, fail)), fail)
  }
  const range = gen(node.target as Node, locals, fail)
  if (macro.kind === 'optMap' || macro.kind === 'optFlatMap') {
    const [name, body] = node.args as [Node & { kind: 'ident' }, Node]
    const t = temp()
    emit(
      `if (!(${range.js} instanceof Optional)) ${fail(`notOptional(${range.js}, ${site(node, node.target)})`)}`,
    )
    emit(`if (${range.js}.$some === undefined) ${t} = none`)
    emit('else {')
    const value = gen(body, new Map(locals).set(name.name, { js: `${range.js}.$some` }), fail)
    emit(`${t} = ${macro.kind === 'optMap' ? `new Optional(${value.js})` : value.js}`)
    emit('}')
    return { js: t }
  }
  return genLoop(emitter, node, macro, range, locals, fail)
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
  const names = node.args.slice(0, macro.variables).map((name) => (name as Node & { kind: 'ident' }).name)
  const body = node.args.slice(macro.variables)
  const list = temp()
  emit(`${list} = Array.isArray(${range.js}) ? ${range.js} : elements(${range.js}, ${where})`)
  emit(`if (${list} instanceof E) ${fail(list)}`)
  const values = macro.variables === 2 ? temp() : list
  if (values !== list) emit(`${values} = valuesOf(${range.js})`)
  const i = temp()
  const element = temp()
  const inner = new Map(locals)
  if (macro.variables === 2) {
    const key = temp()
    inner.set(names[0] as string, { js: key })
    inner.set(names[1] as string, { js: element })
    return genSteps(emitter, node, macro, body, inner, fail, {
      list,
      range,
      i,
      where,
      step: `${key} = Array.isArray(${range.js}) ? ${i} : ${list}[${i}]; ${element} = ${values}[${i}]`,
      element,
    })
  }
  inner.set(names[0] as string, { js: element })
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
  const { emit, temp, label, site, assign, gen, genBool } = emitter
  const { list, range, i, where, step, element } = loop
  const t = temp()
  const next = label()
  const open = (): void => {
    emit(`${next}: for (${i} = 0; ${i} < ${list}.length; ${i}++) {`)
    emit(`if (--meter.left < 0) return over(${where})`)
    emit(step)
  }
  const condition = body[0] as Node
  switch (macro.kind) {
    case 'all':
    case 'exists': {
      const decisive = macro.kind === 'exists'
      const error = temp()
      emit(`${t} = ${!decisive}; ${error} = undefined`)
      open()
      const sink: Fail = (e) =>
        `{ ${error} ??= ${e}; if (${error}.code === 'budget') return ${error}; continue ${next} }`
      const value = genBool(condition, locals, sink)
      emit(`if (${value} === ${decisive}) { ${t} = ${decisive}; ${error} = undefined; break }`)
      emit('}')
      emit(`if (${error} !== undefined) ${fail(error)}`)
      return { js: t, bool: true }
    }
    case 'existsOne':
      emit(`${t} = 0`)
      open()
      emit(`if (${genBool(condition, locals, fail)}) ${t}++`)
      emit('}')
      emit(`${t} = ${t} === 1`)
      return { js: t, bool: true }
    case 'filter': {
      const indexes = temp()
      emit(
        `${t} = []; ${indexes} = ${list} === ${range.js} && typeof ${list}[0] !== 'object' ? [] : undefined`,
      )
      open()
      emit(
        `if (${genBool(condition, locals, fail)}) { ${t}.push(${element}); if (${indexes} !== undefined) ${indexes}.push(${i}) }`,
      )
      emit('}')
      emit(`if (${indexes} !== undefined) remember(${t}, ${list}, ${indexes})`)
      return { js: t }
    }
    case 'map': {
      emit(`${t} = []`)
      open()
      if (body.length === 2) emit(`if (!${genBool(condition, locals, fail)}) continue`)
      // An element that is made and kept costs a unit beside its turn of the loop.
      emit(`meter.left--; ${t}.push(${gen(body.at(-1) as Node, locals, fail).js})`)
      emit('}')
      return { js: t }
    }
    case 'transformMap':
    case 'transformMapEntry': {
      const keysAndValues = temp()
      emit(`${keysAndValues} = []`)
      open()
      if (body.length === 2) emit(`if (!${genBool(condition, locals, fail)}) continue`)
      const made = gen(body.at(-1) as Node, locals, fail)
      if (macro.kind === 'transformMap') {
        const key = locals.get((node.args[0] as Node & { kind: 'ident' }).name) as Operand
        emit(`${keysAndValues}.push(${key.js}, ${made.js})`)
      } else {
        emit(`${t} = pushEntries(${keysAndValues}, ${made.js}, ${where})`)
        emit(`if (${t} instanceof E) ${fail(t)}`)
      }
      emit('}')
      const build = emitter.options.kubernetes ? 'insertedMap' : 'mapLiteral'
      return { js: assign(`${build}(${keysAndValues}, ${site(node, undefined)})`, fail) }
    }
    case 'sortBy': {
      emit(`${t} = []`)
      open()
      emit(`${t}.push(${gen(condition, locals, fail).js})`)
      emit('}')
      return { js: assign(`sortByKeys(${list}, ${t})`, (error) => fail(`at(${error}, ${where})`)) }
    }
    default:
      throw new Error(`macro ${node.name} is not compiled`)
  }
}
