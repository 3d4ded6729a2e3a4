import { at, Failure, type Site } from '../values/failure.js'
import { aTypeName } from '../values/type-name.js'
import { doubleOf, isMap, lookup, mapKey, none, Optional } from '../values/values.js'
import { numeric } from './equality.js'

/** The value of a variable of the scope; its own error, or one that says that nothing was given for it. */
export function root(value: unknown, name: string, site: Site): unknown {
  if (value instanceof Failure) return at(value, site)
  if (value === undefined) {
    return new Failure('unknown', `there is no value for '${name}'`, site)
  }
  return value
}

/** `operand.name`. */
export function select(operand: unknown, name: string, site: Site): unknown {
  if (isMap(operand)) {
    const value = lookup(operand, name)
    if (value !== undefined && typeof value !== 'function') return value
    return new Failure('no-such-key', `no such key '${name}' in ${site.operand}`, site)
  }
  if (operand instanceof Optional) return selectOptional(operand, name, site)
  if (operand instanceof Failure) return operand
  const hint = name === 'length' ? `; in CEL: ${site.operand}.size()` : ''
  return new Failure(
    'no-such-key',
    `no such key '${name}' in ${site.operand}, which is ${aTypeName(operand)}${hint}`,
    site,
  )
}

/** `operand.?name`. */
export function selectOptional(operand: unknown, name: string, site: Site): unknown {
  const of = operand instanceof Optional ? operand.$some : operand
  if (of === undefined) return none
  if (!isMap(of)) return select(of, name, site)
  const value = lookup(of, name)
  return value === undefined ? none : value instanceof Failure ? value : new Optional(value)
}

/** `has(operand.name)`. */
export function has(operand: unknown, name: string, site: Site): boolean | Failure {
  if (isMap(operand)) {
    const value = lookup(operand, name)
    return value instanceof Failure ? value : value !== undefined
  }
  if (operand instanceof Optional)
    return operand.$some !== undefined && has(operand.$some, name, site) === true
  if (operand instanceof Failure) return operand
  return new Failure(
    'no-such-overload',
    `has() looks for '${name}' in ${site.operand}, which is ${aTypeName(operand)}`,
    site,
  )
}

/** `operand[key]`. */
export function index(operand: unknown, key: unknown, site: Site): unknown {
  if (Array.isArray(operand)) {
    const i = indexNumber(key)
    if (i === undefined)
      return new Failure('invalid-argument', `a list is indexed by int, not by ${aTypeName(key)}`, site)
    if (i >= 0 && i < operand.length) return operand[i]
    return new Failure(
      'index-out-of-range',
      `index ${i} is out of range: ${site.operand} has ${operand.length} elements`,
      site,
    )
  }
  if (isMap(operand)) {
    const shown = mapKey(key) ?? doubleOf(key)
    const value = shown === undefined ? undefined : lookup(operand, key)
    if (value !== undefined && typeof value !== 'function') return value
    if (mapKey(key) === undefined)
      return new Failure('no-such-overload', `${aTypeName(key)} cannot be a map key`, site)
    const text = typeof shown === 'string' ? `'${shown}'` : String(shown)
    return new Failure('no-such-key', `no such key ${text} in ${site.operand}`, site)
  }
  if (operand instanceof Optional) return indexOptional(operand, key, site)
  if (operand instanceof Failure) return operand
  return new Failure(
    'no-such-overload',
    `${site.operand} is ${aTypeName(operand)} and cannot be indexed`,
    site,
  )
}

/** `operand[?key]`. */
export function indexOptional(operand: unknown, key: unknown, site: Site): unknown {
  const of = operand instanceof Optional ? operand.$some : operand
  if (of === undefined) return none
  const value = index(of, key, site)
  if (!(value instanceof Failure)) return new Optional(value)
  return value.code === 'no-such-key' || value.code === 'index-out-of-range' ? none : value
}

/** The place that a key stands for in a list; undefined when it is no whole number. */
export function indexNumber(key: unknown): number | undefined {
  const number = numeric(key)
  return number !== undefined && (typeof number === 'bigint' || Number.isInteger(number))
    ? Number(number)
    : undefined
}
