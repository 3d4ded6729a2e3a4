import { at, Failure, failure, type Site } from '../values/failure.js'
import { typeName } from '../values/type-name.js'
import { Duration, doubleOf, isMap, lookup, Timestamp } from '../values/values.js'
import { equal, numeric } from './equality.js'
import { charge } from './meter.js'
import { noOverload } from './mismatch.js'

/** `a < b` and its kin: below, equal to or above zero, NaN when unordered; a failure for what has no order. */
function order(a: unknown, b: unknown): number | Failure {
  let [x, y] = [numeric(a), numeric(b)]
  if (doubleOf(a) !== undefined && y !== undefined) y = Number(y)
  if (doubleOf(b) !== undefined && x !== undefined) x = Number(x)
  // An int is compared with a double as a double, as cel-go does. NaN is neither below nor above nor equal.
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x >= y ? 0 : Number.NaN
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Timestamp && b instanceof Timestamp)
    return Number(a.$epochNanos > b.$epochNanos) - Number(a.$epochNanos < b.$epochNanos)
  if (a instanceof Duration && b instanceof Duration)
    return Number(a.$nanos > b.$nanos) - Number(a.$nanos < b.$nanos)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  return failure('no-such-overload', '')
}

/** By code points, as CEL orders strings: UTF-16 puts surrogates before U+E000…U+FFFF. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

type Comparison = (a: unknown, b: unknown, site: Site) => boolean | Failure

/** The ordering operators; `unordered` is what NaN gives. */
export function orderings(
  unordered: false | Failure,
): Readonly<Record<'less' | 'lessEqual' | 'greater' | 'greaterEqual', Comparison>> {
  const comparison =
    (operator: string, holds: (order: number) => boolean): Comparison =>
    (a, b, site) => {
      const result = order(a, b)
      if (result instanceof Failure) return noOverload(operator, a, b, site)
      if (Number.isNaN(result)) return unordered && at(unordered, site)
      return holds(result)
    }
  return {
    less: comparison('<', (order) => order < 0),
    lessEqual: comparison('<=', (order) => order <= 0),
    greater: comparison('>', (order) => order > 0),
    greaterEqual: comparison('>=', (order) => order >= 0),
  }
}

export const { less, lessEqual, greater, greaterEqual } = orderings(false)

/** Below, equal to or above zero as a comes before b or not, NaN when unordered; a failure when the two have no order. */
export function compare(a: unknown, b: unknown): number | Failure {
  const result = order(a, b)
  return result instanceof Failure
    ? failure('no-such-overload', `${typeName(a)} and ${typeName(b)} have no order`)
    : result
}

/** `a == b`. */
export function equals(a: unknown, b: unknown, site: Site): boolean | Failure {
  const result = equal(a, b)
  return result instanceof Failure ? at(result, site) : result
}

/** `a != b`. */
export function differs(a: unknown, b: unknown, site: Site): boolean | Failure {
  const same = equals(a, b, site)
  return same instanceof Failure ? same : !same
}

/** `a in b`, by an equality. */
export function containsBy(equal: (a: unknown, b: unknown) => boolean | Failure): Comparison {
  return (a, b, site) => {
    if (Array.isArray(b)) {
      const over = charge(b.length >> 2)
      if (over) return at(over, site)
      if (typeof a === 'string')
        return b.includes(a) || b.find((element) => element instanceof Failure) || false
      for (const element of b) {
        const same = equal(a, element)
        if (same !== false) return same instanceof Failure ? at(same, site) : true
      }
      return false
    }
    if (isMap(b)) return lookup(b, a) !== undefined
    return noOverload('in', a, b, site)
  }
}

/** `a in b`. */
export const contains = containsBy(equal)
