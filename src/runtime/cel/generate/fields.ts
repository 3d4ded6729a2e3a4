import type { Node } from '../syntax/ast.js'
import { aTypeName } from '../values/type-name.js'
import { doubleOf, mapKey, TypeValue } from '../values/values.js'
import { failPaying } from './cost.js'
import { type Emitter, type Fail, type Locals, notChecked, notObject, type Operand } from './emitter.js'

/** A name: a variable of a macro or of the scope, or a type. */
export function genName(emitter: Emitter, node: Node, locals: Locals, fail: Fail): Operand {
  const { emit, temp, constant, site, literal, unknown } = emitter
  const meaning = emitter.options.checked.meanings[node.id]
  if (meaning?.kind === 'type') return literal(typeValue(meaning.name))
  if (meaning?.kind === 'local' || meaning?.kind === 'variable') emitter.spend(emitter.plan?.start(node) ?? 0)
  if (meaning?.kind === 'local') {
    const local = locals.get(meaning.name) as Operand
    if (local.isData && emitter.options.careful) emit(`if (${local.js} instanceof E) ${fail(local.js)}`)
    return local
  }
  if (meaning?.kind === 'unknown') return unknown(node, meaning.message, fail)
  if (meaning?.kind !== 'variable') return unknown(node, notChecked, fail)
  const t = temp()
  const name = constant(meaning.name)
  emit(`${t} = s[${name}]`)
  emit(
    `if (${t} === undefined || ${t} instanceof E) { ${t} = root(${t}, ${name}, ${site(node, node)}); if (${t} instanceof E) ${fail(t)} }`,
  )
  return { js: t }
}

/** A field selection, or a name with dots. */
export function genSelect(
  emitter: Emitter,
  node: Node & { kind: 'select' },
  locals: Locals,
  fail: Fail,
): Operand {
  const { constant, site, assign, gen, lookups } = emitter
  if (emitter.options.checked.meanings[node.id])
    return { ...genName(emitter, node, locals, fail), root: 'undefined' }
  emitter.spend(emitter.plan?.start(node) ?? 0)
  const operand = gen(node.operand, locals, fail)
  const name = constant(node.field)
  const where = `${site(node, node.operand)}${rootOf(emitter, operand)}`
  if (node.optional) {
    const js = assign(`${lookups.selectOptional}(${operand.js}, ${name}, ${where})`, fail)
    return payIfPresent(emitter, { js })
  }
  const slow = `${lookups.select}(${operand.js}, ${name}, ${where})`
  if (isOptional(emitter, node.operand)) return payIfPresent(emitter, { js: assign(slow, fail) })
  emitter.spend(1)
  return { ...readField(emitter, node, operand, node.field, slow, fail), root: operand.root ?? operand.js }
}

/** `operand[name]` of a document's object when that is safe to try, otherwise and if it is not there the slow way. */
function readField(
  emitter: Emitter,
  node: Node & { kind: 'select' | 'index' },
  operand: Operand,
  field: string,
  slow: string,
  fail: Fail,
): Operand {
  const { emit, temp, constant, assign, isSafeName, isLazy } = emitter
  if (!isSafeName(field)) return { js: assign(slow, fail) }
  const t = temp()
  const lazy = isLazy(node.operand) ? ` || ${t} instanceof E` : ''
  emit(`if (${notObject(operand)} || (${t} = ${operand.js}[${constant(field)}]) === undefined${lazy})`)
  emit(`{ ${t} = ${slow}; if (${t} instanceof E) ${fail(t)} }`)
  return { js: t }
}

/** An index: `list[i]`, `map[key]`. */
export function genIndex(
  emitter: Emitter,
  node: Node & { kind: 'index' },
  locals: Locals,
  fail: Fail,
): Operand {
  const { emit, temp, site, assign, gen, plan, lookups } = emitter
  emitter.spend(plan?.start(node) ?? 0)
  const operand = gen(node.operand, locals, fail)
  const where = `${site(node, node.operand)}${rootOf(emitter, operand)}`
  const args = (key: Operand): string => `(${operand.js}, ${key.js}, ${where})`
  const root = operand.root ?? operand.js
  if (isOptional(emitter, node.operand)) return genOptionalIndex(emitter, node, operand, args, locals, fail)
  const key = gen(node.index, locals, node.optional ? fail : failPaying(plan, 1, fail))
  if (emitter.options.kubernetes && key.literal && mapKey(key.literal.value) === undefined)
    if (doubleOf(key.literal.value) === undefined)
      emitter.problem({
        message: `${aTypeName(key.literal.value)} cannot be an index`,
        start: node.index.start,
        end: node.index.end,
      })
  if (node.optional)
    return payIfPresent(emitter, { js: assign(`${lookups.indexOptional}${args(key)}`, fail) })
  emitter.spend(1)
  if (typeof key.literal?.value === 'string') {
    const slow = `${lookups.index}${args(key)}`
    return { ...readField(emitter, node, operand, key.literal.value, slow, fail), root }
  }
  const t = temp()
  emit(`if (!Array.isArray(${operand.js}) || typeof ${key.js} !== 'number'`)
  emit(
    ` || (${t} = ${operand.js}[${key.js}]) === undefined${emitter.options.careful ? ` || ${t} instanceof E` : ''})`,
  )
  emit(`{ ${t} = ${lookups.index}${args(key)}; if (${t} instanceof E) ${fail(t)} }`)
  return { js: t, root }
}

/**
 * Whether a chain may have ended before this: only what is there is paid for then. An optional that a chain comes upon on
 * its way does not end it.
 */
export function isOptional({ plan, options }: Emitter, operand: Node): boolean {
  if (!plan) return false
  let link = operand
  while ((link.kind === 'select' || link.kind === 'index') && !options.checked.meanings[link.id]) {
    if (link.optional) return true
    link = link.operand
  }
  const begins = link.kind !== 'select' && link.kind !== 'index'
  return begins && options.checked.types[link.id]?.name === 'optional_type'
}

/** The last argument of a lookup of an API server, which tells an optional that a chain began with from one on its way. */
export function rootOf({ options }: Emitter, { root }: Operand): string {
  return options.kubernetes && root ? `, ${root}` : ''
}

function payIfPresent({ plan, emit }: Emitter, optional: Operand): Operand {
  if (plan)
    emit(`if (${optional.js} instanceof Optional && ${optional.js}.$some !== undefined) spent.units++`)
  return optional
}

/** An index of what may not be there; then its key is not evaluated. */
function genOptionalIndex(
  emitter: Emitter,
  node: Node & { kind: 'index' },
  operand: Operand,
  args: (key: Operand) => string,
  locals: Locals,
  fail: Fail,
): Operand {
  const { emit, temp, gen, lookups } = emitter
  const t = temp()
  emit(`if (${operand.js} instanceof Optional && ${operand.js}.$some === undefined) ${t} = none`)
  emit('else {')
  const key = gen(node.index, locals, fail)
  emit(`${t} = ${node.optional ? lookups.indexOptional : lookups.index}${args(key)}`)
  emit(`if (${t} instanceof E) ${fail(t)}`)
  emit('}')
  return payIfPresent(emitter, { js: t })
}

const typeValues = new Map<string, TypeValue>()
function typeValue(name: string): TypeValue {
  const found = typeValues.get(name) ?? new TypeValue(name)
  typeValues.set(name, found)
  return found
}
