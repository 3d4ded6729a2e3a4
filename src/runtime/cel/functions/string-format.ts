import { type Failure, failure } from '../failure.js'
import { charge, longestString } from '../meter.js'
import { compareStrings } from '../operators.js'
import type { CelFunction } from '../table.js'
import { formatNanos, formatTimestamp } from '../time.js'
import { typeName } from '../typename.js'
import { Duration, doubleOf, entriesOf, isInt, isMap, Timestamp, TypeValue, Uint } from '../values.js'

type Text = string | Failure

/** `%s`: any value as text; lists and maps with their elements as text. */
function plain(value: unknown): Text {
  if (typeof value === 'string') return value
  if (value === null || typeof value === 'boolean') return String(value)
  const number = doubleOf(value)
  if (number !== undefined) return doublePlain(number)
  if (isInt(value)) return String(Object.is(value, -0) ? 0 : value)
  if (value instanceof Uint) return String(value.$uint)
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatNanos(value)
  if (value instanceof TypeValue) return value.$type
  if (Array.isArray(value)) {
    const parts = plainAll(value)
    return typeof parts === 'string' || !Array.isArray(parts) ? (parts as Failure) : `[${parts.join(', ')}]`
  }
  if (isMap(value)) return plainMap(value)
  return failure('no-such-overload', `cannot format a value of type ${typeName(value)}`)
}

function plainAll(values: readonly unknown[]): readonly string[] | Failure {
  const over = charge(values.length)
  if (over) return over
  const parts: string[] = []
  for (const value of values) {
    const part = plain(value)
    if (typeof part !== 'string') return part
    parts.push(part)
  }
  return parts
}

function plainMap(map: Parameters<typeof entriesOf>[0]): Text {
  const parts: (readonly [string, string])[] = []
  for (const [key, value] of entriesOf(map)) {
    const [k, v] = [plain(key), plain(value)]
    if (typeof k !== 'string') return k
    if (typeof v !== 'string') return v
    parts.push([k, v])
  }
  parts.sort(([a], [b]) => compareStrings(a, b))
  return `{${parts.map(([k, v]) => `${k}: ${v}`).join(', ')}}`
}

function special(number: number): string | undefined {
  if (Number.isNaN(number)) return 'NaN'
  if (number === Infinity) return 'Infinity'
  return number === -Infinity ? '-Infinity' : undefined
}

function doublePlain(number: number): string {
  return special(number) ?? String(number)
}

function integer(value: unknown): bigint | undefined {
  if (isInt(value)) return BigInt(value)
  return value instanceof Uint ? value.$uint : undefined
}

const wrongType = (verb: string, value: unknown, wanted: string): Failure =>
  failure('invalid-argument', `%${verb} is for ${wanted}, not for ${typeName(value)}`)

function decimal(value: unknown): Text {
  const number = doubleOf(value)
  if (number !== undefined) return special(number) ?? wrongType('d', value, 'integers')
  const whole = integer(value)
  return whole === undefined ? wrongType('d', value, 'integers') : String(whole)
}

function inBase(verb: string, value: unknown): Text {
  const radix = verb === 'b' ? 2 : verb === 'o' ? 8 : 16
  if (verb === 'b' && typeof value === 'boolean') return value ? '1' : '0'
  if (radix === 16 && (typeof value === 'string' || value instanceof Uint8Array)) {
    return cased(verb, Buffer.from(value as string).toString('hex'))
  }
  const whole = integer(value)
  const wanted =
    radix === 16 ? 'integers, strings and bytes' : verb === 'b' ? 'integers and bools' : 'integers'
  return whole === undefined ? wrongType(verb, value, wanted) : cased(verb, whole.toString(radix))
}

const cased = (verb: string, text: string): string => (verb === 'X' ? text.toUpperCase() : text)

function floating(verb: string, value: unknown, precision: number): Text {
  const number = doubleOf(value) ?? (integer(value) === undefined ? undefined : Number(integer(value)))
  if (number === undefined) return wrongType(verb, value, 'numbers')
  const known = special(number)
  if (known) return known
  if (verb === 'f') return fixed(number, precision)
  return number.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2')
}

/** With so many decimals. JavaScript rounds exact halves up; CEL, like IEEE 754, to the even digit. */
function fixed(number: number, precision: number): string {
  if (Math.abs(number) >= 1e21) return `${BigInt(number)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`
  const rounded = number.toFixed(precision)
  const exact = number.toFixed(Math.min(100, precision + 60))
  const rest = exact.slice(exact.indexOf('.') + 1 + precision)
  if (!/^50*$/.test(rest) || Number(rounded.at(-1)) % 2 === 0) return rounded
  const end = exact.indexOf('.') + (precision > 0 ? precision + 1 : 0)
  return exact.slice(0, end)
}

const clause = /%(?:\.(\d{1,3}))?(.?)/gsu

function format(pattern: string, args: readonly unknown[]): Text {
  let next = 0
  let result = ''
  let from = 0
  for (const match of pattern.matchAll(clause)) {
    const [whole, precision, verb = ''] = match
    result += pattern.slice(from, match.index)
    from = match.index + whole.length
    if (verb === '%' && precision === undefined) {
      result += '%'
      continue
    }
    const text = clauseText(verb, precision, args, next++)
    if (typeof text !== 'string') return text
    result += text
    if (result.length > longestString)
      return failure('budget', `a string would be longer than ${longestString} characters`)
  }
  return charge(result.length >> 6) ?? result + pattern.slice(from)
}

function clauseText(verb: string, precision: string | undefined, args: readonly unknown[], i: number): Text {
  const decimals = Number(precision ?? 6)
  if (!'sdbxXofe'.includes(verb) || verb === '')
    return failure('invalid-argument', `no such format: %${verb}`)
  if (decimals > 100) return failure('invalid-argument', 'at most 100 decimals')
  if (i >= args.length)
    return failure('index-out-of-range', `no value for format clause ${i + 1}: there are ${args.length}`)
  const value = args[i]
  if (verb === 's') return plain(value)
  if (verb === 'd') return decimal(value)
  return verb === 'f' || verb === 'e' ? floating(verb, value, decimals) : inBase(verb, value)
}

/** Formatting. */
export const stringFormat: readonly CelFunction[] = [
  {
    name: 'format',
    overloads: { 'string.format(list<dyn>): string': format },
    doc: 'The string with `%s` (any value), `%d`, `%f`, `%e`, `%b`, `%o`, `%x`, `%X` replaced by the values in turn; `%.2f` sets the decimals, `%%` is a percent sign.',
    since: '1.29',
    examples: [
      ['"port %d of %s is open".format([22, "10.0.0.1"])', '"port 22 of 10.0.0.1 is open"'],
      ['"%.1f%%".format([99.55])', '"99.5%"'],
    ],
  },
]
