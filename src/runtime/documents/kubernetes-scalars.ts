import { isUtf8 } from 'node:buffer'

/**
 * How kubectl and the API server read scalars: sigs.k8s.io/yaml turns YAML 1.1 into JSON, and Kubernetes' decoder takes
 * a number that JSON writes as an integer of 64 bits as int, any other as double. Recorded answers:
 * testdata/kubernetes/1.37/yaml.ndjson.
 */

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
])

const longestWord = [...words.keys()].reduce((longest, { length }) => Math.max(longest, length), 0)

/** A scalar before it becomes JSON: integers are bigint, floats are numbers. */
export type Resolved = null | boolean | bigint | number | string

/** What an unquoted scalar is. What does not fit is text: an integer of more than 64 bits, `12e4567`. */
export function resolvePlain(text: string): Resolved {
  // Most are longer than a word, and begin with a letter.
  if (text.length > longestWord && text.charCodeAt(0) > 0x39) return text
  const word = words.get(text)
  if (word !== undefined) return word as Resolved
  if (text.startsWith('.')) return pointFloat(text) ?? text
  if (!/^[-+0-9]/.test(text)) return text
  const digits = text.replaceAll('_', '')
  return integer(digits) ?? float(digits) ?? oddBinary(digits) ?? text
}

/** What a scalar with a tag of YAML is, quoted or not; undefined when it is no such value. */
export function resolveTagged(tag: string, text: string): Resolved | undefined {
  if (tag === 'str') return text
  if (tag === 'binary') return base64Text(text)
  if (tag === 'timestamp') return isTimestamp(text) ? text : undefined
  const value = resolvePlain(text)
  switch (tag) {
    case 'null':
      return value === null ? null : undefined
    case 'bool':
      return typeof value === 'boolean' ? value : undefined
    case 'int':
      return typeof value === 'bigint' ? value : undefined
    case 'float':
      if (typeof value === 'bigint') return value <= largestInteger ? Number(value) : undefined
      return typeof value === 'number' ? value : undefined
    default:
      return undefined
  }
}

/**
 * The value of a scalar as Kubernetes' decoder hands it on: an int is a safe integer or a bigint, any other number a
 * double. Undefined for what JSON cannot say: NaN and the infinities.
 */
export function decoded(value: Resolved): unknown {
  if (typeof value === 'bigint') return fits(value) ? small(value) : Number(value)
  if (typeof value !== 'number') return value
  if (!Number.isFinite(value)) return undefined
  // JSON writes a whole double below 1e21 without a point or an exponent, so it is an int again if it fits.
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return value
  const whole = BigInt(String(value))
  return fits(whole) ? small(whole) : value
}

/** A key as text: `on` is `true`, `0x10` is `16`, `1.20` is `1.2`. Undefined for what kubectl refuses as a key. */
export function keyOf(value: Resolved): string | undefined {
  if (value === null) return undefined
  if (typeof value === 'bigint') return value <= largestInteger ? String(value) : undefined
  return typeof value === 'number' ? floatKey(value) : String(value)
}

const largestInteger = 2n ** 63n - 1n

function fits(value: bigint): boolean {
  return value <= largestInteger && value >= -largestInteger - 1n
}

function small(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Decimal, `0x`, `0b`, `0o` and, with a leading zero, octal; within 64 bits, above 2^63-1 without a sign. */
function integer(digits: string): bigint | undefined {
  const [, sign = '', body = ''] = /^([-+]?)(.*)$/s.exec(digits) ?? []
  const written = /^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body
  if (!/^(?:0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(written)) return undefined
  const significant = written.replace(/^(?:0[xXoObB])?0*/, '')
  if (significant.length > 64) return undefined
  const value = sign === '-' ? -BigInt(written) : BigInt(written)
  return fits(value) || (sign === '' && value < 2n ** 64n) ? value : undefined
}

function float(digits: string): number | undefined {
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(digits)
    ? finite(Number(digits))
    : undefined
}

/** A float that begins with a point; here underscores stand between digits only. */
function pointFloat(text: string): number | undefined {
  return /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/.test(text)
    ? finite(Number(text.replaceAll('_', '')))
    : undefined
}

/** `0b-1` is -1: the sign behind the prefix is what is left of an old way to write binary numbers. */
function oddBinary(digits: string): bigint | undefined {
  const [, sign, body = ''] = /^0b([-+])([01]+)$/.exec(digits) ?? []
  if (sign === undefined || body.replace(/^0+/, '').length > 64) return undefined
  const value = sign === '-' ? -BigInt(`0b${body}`) : BigInt(`0b${body}`)
  return fits(value) ? value : undefined
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

/** Go's shortest text of a float of 32 bits, which is how sigs.k8s.io/yaml writes a key that is a float. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf'
  const sign = single < 0 || Object.is(single, -0) ? '-' : ''
  const size = Math.abs(single)
  for (let precision = 0; precision < 9; precision++) {
    const [mantissa = '', exponent = '0'] = size.toExponential(precision).split('e')
    if (Math.fround(Number(`${mantissa}e${exponent}`)) !== size) continue
    const power = Number(exponent)
    if (power >= -4 && power < 6)
      return sign + Number(`${mantissa}e${exponent}`).toFixed(Math.max(precision - power, 0))
    return `${sign}${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return sign + String(size)
}

/** The text in base64, in which line breaks do not count. */
function base64Text(text: string): string | undefined {
  const written = text.replaceAll(/[\r\n]/g, '')
  if (written.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(written)) return undefined
  const bytes = Buffer.from(written, 'base64')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

/** A date, or a date with a time, as Go reads them. It stays text. */
function isTimestamp(text: string): boolean {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/.exec(
      text,
    )
  if (match === null) return false
  const [year, month, day, ...clock] = match.slice(1).map((part) => Number(part ?? 0))
  if (month === undefined || day === undefined || year === undefined) return false
  const [hour, minute, second] = match[4] === undefined ? clock.slice(3) : clock
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= last
  return isDay && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60
}
