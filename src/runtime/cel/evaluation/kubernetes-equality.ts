import { decodedAs } from '../values/decoded.js'
import { Failure, failure } from '../values/failure.js'
import { Typed, typeName } from '../values/type-name.js'
import { type CelMap, entriesOf, isMap, lookup, Optional, sizeOfMap } from '../values/values.js'
import { numeric, equal as specified } from './equality.js'
import { charge } from './meter.js'

/**
 * Equality in API servers of Kubernetes. It differs from CEL's specification in four ways: an int or uint and a double
 * are compared as doubles; a value of Kubernetes' own types has no equality with what is of another type; lists and
 * maps are equal unless some element differs, so that elements without an equality count as equal; and lists and maps of
 * objects of built-in kinds have no equality with other values, but are equal only where all elements are.
 */
export function equal(a: unknown, b: unknown): boolean | Failure {
  if (typeof a === 'string' || typeof a === 'boolean' || a === null || b === null) return a === b
  const x = numeric(a)
  if (x !== undefined) {
    const y = numeric(b)
    if (y === undefined) return false
    return typeof x === typeof y ? x === y : Number(x) === Number(y)
  }
  if (a instanceof Typed) return b instanceof Typed && a.$comparesWith(b) ? a.$equals(b) : noEquality(a, b)
  if (Array.isArray(a)) return Array.isArray(b) ? equalLists(a, b) : decodedAs(a) ? noEquality(a, b) : false
  if (isMap(a)) return isMap(b) ? equalMaps(a, b) : decodedAs(a) ? noEquality(a, b) : false
  if (a instanceof Optional && b instanceof Optional && a.$some !== undefined && b.$some !== undefined)
    return equal(a.$some, b.$some)
  return specified(a, b)
}

function noEquality(a: unknown, b: unknown): Failure {
  return failure('no-such-overload', `no operator '==' for ${typeName(a)} and ${typeName(b)}`)
}

/** Whether two values are equal where one without an equality is just another one. */
export function isEqual(a: unknown, b: unknown): boolean | Failure {
  const same = equal(a, b)
  return same instanceof Failure && same.code !== 'budget' ? false : same
}

/** The answer where two elements settle that a list or a map is not equal to another one; undefined to go on. */
function settled(container: object, a: unknown, b: unknown): boolean | Failure | undefined {
  const as = decodedAs(container)
  const isBare = b === null && typeof a === 'object' && a !== null && decodedAs(a) !== undefined
  const same = as === 'struct' && isBare ? noEquality(a, b) : equal(a, b)
  if (same === true) return undefined
  if (same === false || same.code === 'budget' || as === 'struct') return same
  return as === undefined ? undefined : false
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean | Failure {
  if (a.length !== b.length) return false
  const over = charge(a.length)
  if (over) return over
  for (let i = 0; i < a.length; i++) {
    const answer = settled(a, a[i], b[i])
    if (answer !== undefined) return answer
  }
  return true
}

type AnyMap = CelMap | Readonly<Record<string, unknown>>

function equalMaps(a: AnyMap, b: AnyMap): boolean | Failure {
  return decodedAs(a) === 'struct' && decodedAs(b) === 'struct' ? equalStructs(a, b) : equalByEntry(a, b)
}

/** Two structs always compare, and to them a list or a map that was not given is an empty one. */
function equalStructs(a: AnyMap, b: AnyMap): boolean | Failure {
  const same = equalByEntry(a, b, (value, other) => isNothing(value) && isNothing(other))
  return same instanceof Failure && same.code !== 'budget' ? false : same
}

function isNothing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === null
  return decodedAs(value) === 'list or map' && Object.keys(value).length === 0
}

function equalByEntry(
  a: AnyMap,
  b: AnyMap,
  alike: (value: unknown, other: unknown) => boolean = () => false,
): boolean | Failure {
  const size = sizeOfMap(a)
  if (size !== sizeOfMap(b)) return false
  const over = charge(size)
  if (over) return over
  for (const [key, value] of entriesOf(a)) {
    const other = lookup(b, key)
    if (other === undefined) return false
    if (alike(value, other)) continue
    const answer = settled(a, value, other)
    if (answer !== undefined) return answer
  }
  return true
}
