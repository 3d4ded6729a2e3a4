import { Failure } from '../values/failure.js'
import { Typed } from '../values/type-name.js'
import {
  type CelMap,
  Double,
  Duration,
  entriesOf,
  isMap,
  isPlainObject,
  lookup,
  Optional,
  sizeOfMap,
  Timestamp,
  TypeValue,
  Uint,
} from '../values/values.js'
import { charge } from './meter.js'

/** The number or bigint of any numeric value, exactly; undefined for anything else. */
export function numeric(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Double) return value.$double
  return value instanceof Uint ? value.$uint : undefined
}

/**
 * CEL equality: numbers by value whatever their types, values of other different types never, lists and maps deeply.
 * Costs a unit per element. What equals an error, as data may hold one in place of an unknown value, is not known.
 */
export function equal(a: unknown, b: unknown): boolean | Failure {
  if (a instanceof Failure) return a
  if (typeof a === 'string' || typeof a === 'boolean' || a === null) return a === b || unlessUnknown(b)
  const x = numeric(a)
  if (x !== undefined) {
    const y = numeric(b)
    // biome-ignore lint/suspicious/noDoubleEquals: compares a number and a bigint by their exact mathematical values
    return (y !== undefined && x == y) || unlessUnknown(b)
  }
  if (typeof b !== 'object' || b === null) return false
  if (b instanceof Failure) return b
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b)
  if (isMap(a)) return isMap(b) && equalMaps(a, b)
  return equalObjects(a, b)
}

function unlessUnknown(value: unknown): false | Failure {
  return value instanceof Failure && value
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean | Failure {
  if (a.length !== b.length) return false
  const over = charge(a.length)
  if (over) return over
  for (let i = 0; i < a.length; i++) {
    const same = equal(a[i], b[i])
    if (same !== true) return same
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
    if (same !== true) return same
  }
  return true
}

function equalObjects(a: unknown, b: object): boolean | Failure {
  if (a instanceof Timestamp) return b instanceof Timestamp && a.$epochNanos === b.$epochNanos
  if (a instanceof Duration) return b instanceof Duration && a.$nanos === b.$nanos
  if (a instanceof TypeValue) return b instanceof TypeValue && a.$type === b.$type
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i])
  }
  if (a instanceof Optional) {
    if (!(b instanceof Optional)) return false
    if (a.$some === undefined || b.$some === undefined) return a.$some === b.$some
    return equal(a.$some, b.$some)
  }
  if (a instanceof Typed) return b instanceof Typed && a.$typeName === b.$typeName && a.$equals(b)
  return !isPlainObject(a) && a === b
}
