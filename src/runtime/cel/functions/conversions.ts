import { charge } from '../evaluation/meter.js'
import { int64, timestampOf, uint64 } from '../values/bounded.js'
import { type Failure, failure } from '../values/failure.js'
import { quote } from '../values/quote.js'
import { formatNanos, formatTimestamp, parseDuration, parseTimestamp } from '../values/time-text.js'
import { typeName } from '../values/type-name.js'
import { type Duration, double, doubleOf, type Timestamp, TypeValue, type Uint } from '../values/values.js'
import type { BuiltIn } from './built-in.js'
import { plainDecimal, shortestDecimal } from './strings/decimal.js'

type Int = number | bigint
const second = 1_000_000_000n

const wrong = (what: string, text: string): Failure =>
  failure('invalid-argument', `not ${what}: ${quote(text.slice(0, 80))}`)

/** The whole part of a double between two others, both excluded: at the edge it may have been rounded up to it. */
function integerOf(value: unknown, what: string, below: number, above: number): bigint | Failure {
  const number = doubleOf(value) as number
  if (number > below && number < above) return BigInt(Math.trunc(number))
  return failure('overflow', `${doubleText(value)} does not fit into ${what}`)
}

function doubleToInt(value: unknown): unknown {
  const number = integerOf(value, 'an int', -(2 ** 63), 2 ** 63)
  return typeof number === 'bigint' ? int64(number) : number
}

function doubleToUint(value: unknown): unknown {
  const number = integerOf(value, 'a uint', -Number.MIN_VALUE, 2 ** 64)
  return typeof number === 'bigint' ? uint64(number) : number
}

/** The text of a double as Go writes it: `0.5`, `1e+06`. */
export function doubleText(value: unknown): string {
  const number = doubleOf(value) as number
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '+Inf' : '-Inf'
  return shortestDecimal(number)
}

/** A duration's seconds as API servers of Kubernetes write them: those of the nearest double. */
export function secondsText({ $nanos }: Duration): string {
  return `${plainDecimal(Number($nanos / second) + Number($nanos % second) / 1e9)}s`
}

/** UTF-8 text. */
export function bytesToString(bytes: Uint8Array): string | Failure {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return failure('invalid-argument', 'the bytes are not UTF-8 text')
  }
}

/** Costs a unit for 64 characters. */
const metered =
  <R>(run: (text: string) => R) =>
  (text: string): R | Failure =>
    charge(text.length >> 6) ?? run(text)

const booleans: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
])

const parseBool = (text: string): boolean | Failure =>
  Object.hasOwn(booleans, text) ? (booleans[text] as boolean) : wrong('a bool', text)

const exponentOrNot = '(?:[eE][-+]?\\d+)?'
const decimalDouble = new RegExp(`^[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)${exponentOrNot}$`)
const hexDouble = /^([-+]?)0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?[pP]([-+]?\d+)$/

/** Without single underscores between digits, or behind `0x`; undefined where others are left. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes('_')) return text
  const hex = /^[-+]?0[xX]/.test(text)
  const plain = text.replace(hex ? /(?<=[\da-fA-F]|^[-+]?0[xX])_(?=[\da-fA-F])/g : /(?<=\d)_(?=\d)/g, '')
  return plain.includes('_') ? undefined : plain
}

/** The double nearest to a hexadecimal one; undefined without digits. */
function hexNumber([, sign, whole = '', fraction = '', exponent]: readonly string[]): number | undefined {
  if (whole + fraction === '') return undefined
  const power = Math.max(-5_000, Math.min(5_000, Number(exponent))) - 4 * fraction.length
  const half = Math.trunc(power / 2)
  const number = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** half * 2 ** (power - half)
  return sign === '-' ? -number : number
}

/** Reads a double as Go does: `1.5`, `1e3`, `0x1p-2`, `Inf`, `1_000`. */
function parseDouble(written: string): unknown {
  const text = withoutUnderscores(written)
  if (text === undefined) return wrong('a double', written)
  if (/^[-+]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^nan$/i.test(text)) return Number.NaN
  const hex = hexDouble.exec(text)
  if (!hex && !decimalDouble.test(text)) return wrong('a double', text)
  const number = hex ? hexNumber(hex) : Number(text)
  if (number === undefined) return wrong('a double', text)
  return Number.isFinite(number)
    ? double(number)
    : failure('overflow', `${quote(text.slice(0, 80))} does not fit into a double`)
}

/** Reads an int. */
export function parseInt64(text: string): Int | Failure {
  return /^[-+]?\d+$/.test(text) ? int64(shortInteger(text)) : wrong('an int', text)
}

/** The integer that a text says, or some other one beyond 64 bits when it has too many digits. */
function shortInteger(text: string): bigint {
  const digits = text.replace(/^[-+]?0*/, '').slice(0, 21)
  return BigInt(text.startsWith('-') ? `-${digits || 0}` : digits)
}

const identity = (value: unknown): unknown => value

/** Conversions between types. */
export const conversions: readonly BuiltIn[] = [
  {
    name: 'bool',
    overloads: { 'bool(bool): bool': identity, 'bool(string): bool': metered(parseBool) },
    doc: 'The value as a bool: `"true"`, `"t"`, `"1"` and their opposites.',
    since: 'base',
    strict: true,
    examples: [['bool("true")', 'true']],
  },
  {
    name: 'bytes',
    overloads: {
      'bytes(bytes): bytes': identity,
      'bytes(string): bytes': metered((text) => new TextEncoder().encode(text)),
    },
    doc: 'The text as UTF-8.',
    since: 'base',
    strict: true,
    examples: [['size(bytes("é"))', '2']],
  },
  {
    name: 'double',
    overloads: {
      'double(double): double': identity,
      // No int is -0.
      'double(int): double': (value: Int) => double(Number(value) + 0),
      'double(uint): double': (value: Uint) => double(Number(value.$uint)),
      'double(string): double': metered(parseDouble),
    },
    doc: 'The value as a double.',
    since: 'base',
    strict: true,
    examples: [['double("1.5")', '1.5']],
  },
  {
    name: 'duration',
    overloads: {
      'duration(google.protobuf.Duration): google.protobuf.Duration': identity,
      'duration(string): google.protobuf.Duration': parseDuration,
    },
    doc: 'Reads a span of time: `1h30m`, `1.5s`, `250ms`, `-2h`.',
    since: 'base',
    strict: true,
    examples: [
      ['duration("1h30m").getMinutes()', '90'],
      ['duration("1d")', 'error: not a duration: "1d"; write 1h30m, 1.5s or 250ms'],
    ],
    constant: true,
  },
  {
    name: 'dyn',
    overloads: { 'dyn(dyn): dyn': identity },
    kubernetes: { 'dyn(dyn): dyn': ['dyn(T): dyn'] },
    doc: 'The value with its static type forgotten.',
    since: 'base',
    strict: true,
    examples: [['dyn(1) == dyn("1")', 'false']],
  },
  {
    name: 'int',
    overloads: {
      'int(int): int': identity,
      'int(uint): int': (value: Uint) => int64(value.$uint),
      'int(double): int': doubleToInt,
      'int(string): int': metered(parseInt64),
      'int(google.protobuf.Timestamp): int': (time: Timestamp) =>
        int64((time.$epochNanos - (((time.$epochNanos % second) + second) % second)) / second),
      'int(google.protobuf.Duration): int': (duration: Duration) => int64(duration.$nanos),
    },
    doc: 'The value as an int; doubles are truncated, timestamps are seconds since 1970, durations nanoseconds.',
    since: 'base',
    strict: true,
    examples: [
      ['int("22")', '22'],
      ['int(-1.9)', '-1'],
      ['int("22/tcp")', 'error: not an int: "22/tcp"'],
    ],
  },
  {
    name: 'string',
    overloads: {
      'string(string): string': identity,
      'string(int): string': (value: Int) => String(Object.is(value, -0) ? 0 : value),
      'string(uint): string': (value: Uint) => String(value.$uint),
      'string(double): string': doubleText,
      'string(bool): string': (value: boolean) => String(value),
      'string(bytes): string': (bytes: Uint8Array) => charge(bytes.length >> 6) ?? bytesToString(bytes),
      'string(google.protobuf.Timestamp): string': formatTimestamp,
      'string(google.protobuf.Duration): string': formatNanos,
    },
    inKubernetes: { 'string(google.protobuf.Duration): string': secondsText },
    doc: 'The value as text.',
    since: 'base',
    strict: true,
    examples: [
      ['string(22)', '"22"'],
      ['string(duration("90m"))', '"5400s"'],
    ],
  },
  {
    name: 'timestamp',
    overloads: {
      'timestamp(google.protobuf.Timestamp): google.protobuf.Timestamp': identity,
      'timestamp(string): google.protobuf.Timestamp': parseTimestamp,
      'timestamp(int): google.protobuf.Timestamp': (seconds: Int) => timestampOf(BigInt(seconds) * second),
    },
    doc: 'Reads an RFC 3339 timestamp, or seconds since 1970.',
    since: 'base',
    strict: true,
    examples: [['timestamp("2026-01-31T08:00:00+01:00")', 'timestamp("2026-01-31T08:00:00+01:00")']],
    constant: true,
  },
  {
    name: 'type',
    overloads: { 'type(dyn): type': (value: unknown) => new TypeValue(typeName(value)) },
    kubernetes: { 'type(dyn): type': ['type(T): type<T>'] },
    doc: 'The type of the value.',
    since: 'base',
    strict: true,
    examples: [['type(1) == int', 'true']],
  },
  {
    name: 'uint',
    overloads: {
      'uint(uint): uint': identity,
      'uint(int): uint': (value: Int) => uint64(BigInt(value)),
      'uint(double): uint': doubleToUint,
      'uint(string): uint': metered((text) =>
        /^\d+$/.test(text) ? uint64(shortInteger(text)) : wrong('a uint', text),
      ),
    },
    doc: 'The value as an unsigned int.',
    since: 'base',
    strict: true,
    examples: [['uint("7")', '7u']],
  },
]
