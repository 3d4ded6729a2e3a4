import type { SourceRange } from '../api.js'
import { durationOf, int64, timestampOf, uint64 } from '../values/bounded.js'
import { at, Failure } from '../values/failure.js'
import { typeName } from '../values/type-name.js'
import { Duration, double, doubleOf, isInt, Timestamp, Uint } from '../values/values.js'
import { charge, chargeString } from './meter.js'
import { noOverload } from './mismatch.js'

type Arithmetic = (a: unknown, b: unknown, range?: SourceRange) => unknown

const arithmetic =
  (
    operator: string,
    integers: (a: bigint, b: bigint) => bigint,
    doubles: ((a: number, b: number) => number) | undefined,
    others: (a: unknown, b: unknown, range?: SourceRange) => unknown = () => undefined,
  ): Arithmetic =>
  (a, b, range) => {
    const divides = operator === '/' || operator === '%'
    if (isInt(a) && isInt(b)) {
      if (divides && Number(b) === 0) return divisionByZero(operator, range)
      return int64(integers(BigInt(a), BigInt(b)), range)
    }
    if (a instanceof Uint && b instanceof Uint) {
      if (divides && b.$uint === 0n) return divisionByZero(operator, range)
      return uint64(integers(a.$uint, b.$uint), range)
    }
    if (doubles) {
      const x = doubleOf(a)
      const y = doubleOf(b)
      if (x !== undefined && y !== undefined) return double(doubles(x, y))
    }
    return others(a, b, range) ?? noOverload(operator, a, b, range)
  }

function divisionByZero(operator: string, range?: SourceRange): Failure {
  return new Failure('division-by-zero', operator === '/' ? 'division by zero' : 'modulus by zero', range)
}

/** `a + b`: numbers, strings, bytes, lists, times. */
export const add = arithmetic(
  '+',
  (a, b) => a + b,
  (a, b) => a + b,
  concatenate,
)
/** `a - b`: numbers and times. */
export const subtract = arithmetic(
  '-',
  (a, b) => a - b,
  (a, b) => a - b,
  subtractTimes,
)
export const multiply = arithmetic(
  '*',
  (a, b) => a * b,
  (a, b) => a * b,
)
export const divide = arithmetic(
  '/',
  (a, b) => a / b,
  (a, b) => a / b,
)
// The quotient of the smallest int and -1 does not fit into 64 bits, so there is no remainder either.
export const modulo = arithmetic('%', (a, b) => (b === -1n && a === -(2n ** 63n) ? -a : a % b), undefined)

/** `-a`. */
export function negate(a: unknown, range?: SourceRange): unknown {
  if (isInt(a)) return int64(-BigInt(a), range)
  const number = doubleOf(a)
  if (number !== undefined) return double(-number)
  return a instanceof Failure
    ? a
    : new Failure('no-such-overload', `no operator '-' for ${typeName(a)}`, range)
}

function concatenate(a: unknown, b: unknown, range?: SourceRange): unknown {
  if (typeof a === 'string' && typeof b === 'string') {
    const over = chargeString(a.length + b.length)
    return over ? at(over, range) : a + b
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const over = charge(a.length + b.length)
    return over ? at(over, range) : [...a, ...b]
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    const over = charge((a.length + b.length) >> 4)
    if (over) return at(over, range)
    const joined = new Uint8Array(a.length + b.length)
    joined.set(a)
    joined.set(b, a.length)
    return joined
  }
  if (a instanceof Timestamp && b instanceof Duration)
    return timestampOf(a.$epochNanos + b.$nanos, range, a.$offset)
  if (a instanceof Duration && b instanceof Timestamp)
    return timestampOf(b.$epochNanos + a.$nanos, range, b.$offset)
  if (a instanceof Duration && b instanceof Duration) return durationOf(a.$nanos + b.$nanos, range)
  return undefined
}

function subtractTimes(a: unknown, b: unknown, range?: SourceRange): unknown {
  if (a instanceof Timestamp && b instanceof Timestamp)
    return durationOf(a.$epochNanos - b.$epochNanos, range)
  if (a instanceof Timestamp && b instanceof Duration)
    return timestampOf(a.$epochNanos - b.$nanos, range, a.$offset)
  if (a instanceof Duration && b instanceof Duration) return durationOf(a.$nanos - b.$nanos, range)
  return undefined
}
