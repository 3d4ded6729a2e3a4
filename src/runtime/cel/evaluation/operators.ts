import { at, Failure, failure, type Site } from '../values/failure.js'
import { typeName } from '../values/type-name.js'
import {
  CelMap,
  Double,
  Duration,
  double,
  doubleOf,
  entriesOf,
  int,
  isInt,
  isMap,
  isPlainObject,
  lookup,
  type MapKey,
  mapKey,
  none,
  Optional,
  Timestamp,
  Uint,
} from '../values/values.js'
import { equal, numeric } from './equality.js'
import { charge, longestString } from './meter.js'

/*
 * The operators on any two values. Compiled code handles the common case inline and comes here for the rest, so these
 * are complete in themselves: every type, every error. They return a value or a Failure and never throw.
 */

/** The value of a variable of the scope; its own error, or one that says that nothing was given for it. */
export function root(value: unknown, name: string, site: Site): unknown {
  if (value instanceof Failure) return value
  if (value === undefined) {
    return new Failure('unknown', `there is no value for '${name}'`, site.start, site.end)
  }
  return value
}

/** `operand.name`. */
export function select(operand: unknown, name: string, site: Site): unknown {
  if (isMap(operand)) {
    const value = lookup(operand, name)
    if (value !== undefined && typeof value !== 'function') return value
    return new Failure('no-such-key', `no such key '${name}' in ${site.operand}`, site.start, site.end)
  }
  if (operand instanceof Optional) return selectOptional(operand, name, site)
  if (operand instanceof Failure) return operand
  return new Failure(
    'no-such-key',
    `no such key '${name}' in ${site.operand}, which is ${aTypeName(operand)}`,
    site.start,
    site.end,
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
    site.start,
    site.end,
  )
}

/** `operand[key]`. */
export function index(operand: unknown, key: unknown, site: Site): unknown {
  if (Array.isArray(operand)) {
    const i = indexNumber(key)
    if (i === undefined)
      return new Failure(
        'invalid-argument',
        `a list is indexed by int, not by ${aTypeName(key)}`,
        site.start,
        site.end,
      )
    if (i >= 0 && i < operand.length) return operand[i]
    return new Failure(
      'index-out-of-range',
      `index ${i} is out of range: ${site.operand} has ${operand.length} elements`,
      site.start,
      site.end,
    )
  }
  if (isMap(operand)) {
    const value = lookup(operand, key)
    if (value !== undefined && typeof value !== 'function') return value
    const shown = mapKey(key)
    if (shown === undefined)
      return new Failure('no-such-overload', `${aTypeName(key)} cannot be a map key`, site.start, site.end)
    const text = typeof shown === 'string' ? `'${shown}'` : String(shown)
    return new Failure('no-such-key', `no such key ${text} in ${site.operand}`, site.start, site.end)
  }
  if (operand instanceof Optional) return indexOptional(operand, key, site)
  if (operand instanceof Failure) return operand
  return new Failure(
    'no-such-overload',
    `${site.operand} is ${aTypeName(operand)} and cannot be indexed`,
    site.start,
    site.end,
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

function indexNumber(key: unknown): number | undefined {
  const number = numeric(key)
  return number !== undefined && (typeof number === 'bigint' || Number.isInteger(number))
    ? Number(number)
    : undefined
}

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

/** Whether an error of one operand, or of the pair, stands in the way. */
function noOverload(operator: string, a: unknown, b: unknown, site: Site): Failure {
  if (a instanceof Failure) return a
  if (b instanceof Failure) return b
  return new Failure(
    'no-such-overload',
    `no operator '${operator}' for ${typeName(a)} and ${typeName(b)}`,
    site.start,
    site.end,
  )
}

type Comparison = (a: unknown, b: unknown, site: Site) => boolean | Failure

const comparison =
  (operator: string, holds: (order: number) => boolean): Comparison =>
  (a, b, site) => {
    const result = order(a, b)
    return result instanceof Failure ? noOverload(operator, a, b, site) : holds(result)
  }

/** The ordering operators. */
export const less = comparison('<', (order) => order < 0)
export const lessEqual = comparison('<=', (order) => order <= 0)
export const greater = comparison('>', (order) => order > 0)
export const greaterEqual = comparison('>=', (order) => order >= 0)

/** Whether a comes before b; a failure when the two have no order. */
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

/** `a in b`. */
export function contains(a: unknown, b: unknown, site: Site): boolean | Failure {
  if (Array.isArray(b)) {
    const over = charge(b.length >> 2)
    if (over) return at(over, site)
    if (typeof a === 'string') return b.includes(a)
    for (const element of b) {
      const same = equal(a, element)
      if (same !== false) return same instanceof Failure ? at(same, site) : true
    }
    return false
  }
  if (isMap(b)) return lookup(b, a) !== undefined
  return noOverload('in', a, b, site)
}

const maxInt = 2n ** 63n - 1n
const minInt = -(2n ** 63n)
const maxUint = 2n ** 64n - 1n

/** An int of 64 bits, or the overflow. */
export function int64(value: bigint, site?: Site): number | bigint | Failure {
  if (value >= minInt && value <= maxInt) return int(value)
  return new Failure(
    'overflow',
    `integer overflow: ${value} does not fit into 64 bits`,
    site?.start,
    site?.end,
  )
}

/** A uint of 64 bits, or the overflow. */
export function uint64(value: bigint, site?: Site): Uint | Failure {
  if (value >= 0n && value <= maxUint) return new Uint(value)
  return new Failure(
    'overflow',
    `unsigned integer overflow: ${value} does not fit into 64 bits`,
    site?.start,
    site?.end,
  )
}

type Arithmetic = (a: unknown, b: unknown, site: Site) => unknown

const arithmetic =
  (
    operator: string,
    integers: (a: bigint, b: bigint) => bigint,
    doubles: ((a: number, b: number) => number) | undefined,
    others: (a: unknown, b: unknown, site: Site) => unknown = () => undefined,
  ): Arithmetic =>
  (a, b, site) => {
    const divides = operator === '/' || operator === '%'
    if (isInt(a) && isInt(b)) {
      if (divides && Number(b) === 0) return divisionByZero(operator, site)
      return int64(integers(BigInt(a), BigInt(b)), site)
    }
    if (a instanceof Uint && b instanceof Uint) {
      if (divides && b.$uint === 0n) return divisionByZero(operator, site)
      return uint64(integers(a.$uint, b.$uint), site)
    }
    if (doubles) {
      const x = doubleOf(a)
      const y = doubleOf(b)
      if (x !== undefined && y !== undefined) return double(doubles(x, y))
    }
    return others(a, b, site) ?? noOverload(operator, a, b, site)
  }

function divisionByZero(operator: string, site: Site): Failure {
  return new Failure(
    'division-by-zero',
    operator === '/' ? 'division by zero' : 'modulus by zero',
    site.start,
    site.end,
  )
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
export const modulo = arithmetic('%', (a, b) => a % b, undefined)

/** `-a`. */
export function negate(a: unknown, site: Site): unknown {
  if (isInt(a)) return int64(-BigInt(a), site)
  const number = doubleOf(a)
  if (number !== undefined) return double(-number)
  return a instanceof Failure
    ? a
    : new Failure('no-such-overload', `no operator '-' for ${typeName(a)}`, site.start, site.end)
}

/** Timestamps of the years 1 to 9999, as CEL has them; durations of ±315,576,000,000 seconds. */
export function timestampOf(nanos: bigint, site?: Site): Timestamp | Failure {
  if (nanos >= -62135596800_000_000_000n && nanos <= 253402300799_999_999_999n) return new Timestamp(nanos)
  return new Failure(
    'overflow',
    'timestamp overflow: the year is not between 1 and 9999',
    site?.start,
    site?.end,
  )
}
export function durationOf(nanos: bigint, site?: Site): Duration | Failure {
  if (nanos >= minInt && nanos <= maxInt) return new Duration(nanos)
  return new Failure('overflow', 'duration overflow: longer than 292 years', site?.start, site?.end)
}

function concatenate(a: unknown, b: unknown, site: Site): unknown {
  if (typeof a === 'string' && typeof b === 'string') {
    const length = a.length + b.length
    if (length > longestString)
      return new Failure(
        'budget',
        `a string would be longer than ${longestString} characters`,
        site.start,
        site.end,
      )
    const over = charge(length >> 6)
    return over ? at(over, site) : a + b
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const over = charge(a.length + b.length)
    return over ? at(over, site) : [...a, ...b]
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    const over = charge((a.length + b.length) >> 4)
    if (over) return at(over, site)
    const joined = new Uint8Array(a.length + b.length)
    joined.set(a)
    joined.set(b, a.length)
    return joined
  }
  if (a instanceof Timestamp && b instanceof Duration) return timestampOf(a.$epochNanos + b.$nanos, site)
  if (a instanceof Duration && b instanceof Timestamp) return timestampOf(b.$epochNanos + a.$nanos, site)
  if (a instanceof Duration && b instanceof Duration) return durationOf(a.$nanos + b.$nanos, site)
  return undefined
}

function subtractTimes(a: unknown, b: unknown, site: Site): unknown {
  if (a instanceof Timestamp && b instanceof Timestamp) return durationOf(a.$epochNanos - b.$epochNanos, site)
  if (a instanceof Timestamp && b instanceof Duration) return timestampOf(a.$epochNanos - b.$nanos, site)
  if (a instanceof Duration && b instanceof Duration) return durationOf(a.$nanos - b.$nanos, site)
  return undefined
}

/** What a macro goes over when it is not a list: the keys of a map. */
export function elements(range: unknown, site: Site): readonly unknown[] | Failure {
  if (Array.isArray(range)) return range
  if (range instanceof CelMap) return [...range.$entries.values()].map(([key]) => key)
  if (isPlainObject(range)) return Object.keys(range)
  if (range instanceof Failure) return range
  return new Failure(
    'no-such-overload',
    `${site.operand} is ${aTypeName(range)}, not a list or a map`,
    site.start,
    site.end,
  )
}

/** What a two-variable macro goes over: the values, beside the keys of {@link elements}. */
export function valuesOf(range: unknown): readonly unknown[] {
  if (Array.isArray(range)) return range
  return range instanceof CelMap
    ? [...range.$entries.values()].map(([, value]) => value)
    : Object.values(range as object)
}

/** The error of a condition that is not a bool. */
export function notBool(value: unknown, site: Site): Failure {
  if (value instanceof Failure) return value
  return new Failure(
    'no-such-overload',
    `expected a bool but got ${aTypeName(value)}: ${site.operand}`,
    site.start,
    site.end,
  )
}

/** The error of something that should have been an optional. */
export function notOptional(value: unknown, site: Site): Failure {
  if (value instanceof Failure) return value
  return new Failure(
    'no-such-overload',
    `expected an optional but got ${aTypeName(value)}: ${site.operand}`,
    site.start,
    site.end,
  )
}

/** A map from the keys and values of a literal; duplicate keys are an error. */
export function mapLiteral(keysAndValues: readonly unknown[], site: Site): CelMap | Failure {
  const entries = new Map<MapKey, readonly [unknown, unknown]>()
  for (let i = 0; i < keysAndValues.length; i += 2) {
    const key = keysAndValues[i]
    const k = key instanceof Double || doubleOf(key) !== undefined ? undefined : mapKey(key)
    if (k === undefined)
      return new Failure('no-such-overload', `${aTypeName(key)} cannot be a map key`, site.start, site.end)
    if (entries.has(k))
      return new Failure('duplicate-key', `the key ${String(k)} is there twice`, site.start, site.end)
    entries.set(k, [key, keysAndValues[i + 1]])
  }
  return new CelMap(entries)
}

/** Adds the entries of a map to a flat list of keys and values. */
export function pushEntries(keysAndValues: unknown[], map: unknown, site: Site): Failure | undefined {
  if (map instanceof Failure) return map
  if (!(map instanceof CelMap) && !isPlainObject(map)) {
    return new Failure('no-such-overload', `${aTypeName(map)} is not a map of entries`, site.start, site.end)
  }
  for (const [key, value] of entriesOf(map)) keysAndValues.push(key, value)
  return undefined
}

/** "a string", "an int". */
export function aTypeName(value: unknown): string {
  const name = value === null ? 'null' : typeName(value)
  return value === null ? name : /^[aeiou]/.test(name) && name !== 'uint' ? `an ${name}` : `a ${name}`
}
