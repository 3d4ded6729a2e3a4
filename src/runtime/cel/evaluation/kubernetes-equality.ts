import { Failure, failure } from '../values/failure.js'
import { Typed, typeName } from '../values/type-name.js'
import { type CelMap, entriesOf, isMap, lookup, Optional, sizeOfMap } from '../values/values.js'
import { numeric, equal as specified } from './equality.js'
import { charge } from './meter.js'

/**
 * Equality in API servers of Kubernetes. It differs from CEL's specification in three ways: an int or uint and a double
 * are compared as doubles; a value of Kubernetes' own types has no equality with what is of another type; and lists and
 * maps are equal unless some element differs, so that elements without an equality count as equal.
 */
export function equal(a: unknown, b: unknown): boolean | Failure {
  if (typeof a === 'string' || typeof a === 'boolean' || a === null || b === null) return a === b
  const x = numeric(a)
  if (x !== undefined) {
    const y = numeric(b)
    if (y === undefined) return false
    return typeof x === typeof y ? x === y : Number(x) === Number(y)
  }
  if (a instanceof Typed) {
    if (b instanceof Typed && a.$comparesWith(b)) return a.$equals(b)
    return failure('no-such-overload', `no operator '==' for ${typeName(a)} and ${typeName(b)}`)
  }
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b)
  if (isMap(a)) return isMap(b) && equalMaps(a, b)
  if (a instanceof Optional && b instanceof Optional && a.$some !== undefined && b.$some !== undefined)
    return equal(a.$some, b.$some)
  return specified(a, b)
}

/** Whether two values are equal where one without an equality is just another one. */
export function isEqual(a: unknown, b: unknown): boolean | Failure {
  const same = equal(a, b)
  return same instanceof Failure && same.code !== 'budget' ? false : same
}

/** Whether the answer decides that a list or a map is not equal to another one. */
const decides = (same: boolean | Failure): boolean =>
  same === false || (same instanceof Failure && same.code === 'budget')

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean | Failure {
  if (a.length !== b.length) return false
  const over = charge(a.length)
  if (over) return over
  for (let i = 0; i < a.length; i++) {
    const same = equal(a[i], b[i])
    if (decides(same)) return same
  }
  return true
}

type AnyMap = CelMap | Readonly<Record<string, unknown>>

function equalMaps(a: AnyMap, b: AnyMap): boolean | Failure {
  const size = sizeOfMap(a)
  if (size !== sizeOfMap(b)) return false
  const over = charge(size)
  if (over) return over
  for (const [key, value] of entriesOf(a)) {
    const other = lookup(b, key)
    if (other === undefined) return false
    const same = equal(value, other)
    if (decides(same)) return same
  }
  return true
}
