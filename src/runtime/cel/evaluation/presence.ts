import { hasTextsOnlyAsKeys } from '../values/decoded.js'
import { Failure, type Site } from '../values/failure.js'
import { aTypeName } from '../values/type-name.js'
import { isMap, lookup, mapKey, none, Optional } from '../values/values.js'
import { noKey } from './go-maps.js'
import { index, indexNumber, select } from './lookup.js'

/**
 * Selection as API servers do it: what has no fields has none of them, instead of an error as the specification says.
 * Only lists have indexes, and err for anything else. A chain that begins with an optional goes on inside it; an optional
 * that it comes upon, in a variable of the policy, a map or a list, is a value without fields.
 */

/** The value under a key; undefined when it is absent. */
function found(operand: unknown, key: unknown, site: Site, root: unknown): unknown {
  const of = operand instanceof Optional && root instanceof Optional ? operand.$some : operand
  if (of === undefined || of instanceof Failure) return of
  if (key instanceof Failure) return key
  if (Array.isArray(of)) {
    const i = indexNumber(key)
    if (i === undefined)
      return new Failure('invalid-argument', `a list is indexed by int, not by ${aTypeName(key)}`, site)
    return i >= 0 && i < of.length ? of[i] : undefined
  }
  if (hasTextsOnlyAsKeys(of) && typeof key !== 'string') return noKey(key, site)
  if (typeof key !== 'number' && mapKey(key) === undefined)
    return new Failure('no-such-overload', `${aTypeName(key)} cannot be a map key`, site)
  return isMap(of) ? lookup(of, key) : undefined
}

/** `has(operand.name)`. */
export function isPresent(
  operand: unknown,
  name: string,
  site: Site,
  root: unknown = operand,
): boolean | Failure {
  const value = found(operand, name, site, root)
  return value instanceof Failure ? value : value !== undefined
}

/** `operand.?name`, `operand[?key]`. */
export function whatIsPresent(
  operand: unknown,
  key: unknown,
  site: Site,
  root: unknown = operand,
): Optional | Failure {
  const value = found(operand, key, site, root)
  return value === undefined ? none : value instanceof Failure ? value : new Optional(value)
}

/** `operand.name`: once something is optional, all that is selected from it is. */
export function selectPresent(operand: unknown, name: string, site: Site, root: unknown = operand): unknown {
  if (!(operand instanceof Optional)) return select(operand, name, site)
  return root instanceof Optional ? whatIsPresent(operand, name, site) : withoutFields(site)
}

/** `operand[key]`. */
export function indexPresent(operand: unknown, key: unknown, site: Site, root: unknown = operand): unknown {
  if (!(operand instanceof Optional)) return index(operand, key, site)
  return root instanceof Optional ? whatIsPresent(operand, key, site) : withoutFields(site)
}

function withoutFields(site: Site): Failure {
  const message = `${site.operand} is an optional, which an API server looks into only where it is the result of a call: ${site.operand}.value()`
  return new Failure('no-such-key', message, site)
}
