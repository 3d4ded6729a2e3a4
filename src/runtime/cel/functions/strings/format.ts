import type { CelFunction } from '../../../model/index.js'
import { compareStrings } from '../../evaluation/comparison.js'
import { charge, meter } from '../../evaluation/meter.js'
import { Failure, failure } from '../../values/failure.js'
import { quote } from '../../values/quote.js'
import { formatNanos, formatTimestamp } from '../../values/time-text.js'
import { typeName } from '../../values/type-name.js'
import {
  Duration,
  doubleOf,
  entriesOf,
  isInt,
  isMap,
  Timestamp,
  TypeValue,
  Uint,
} from '../../values/values.js'
import { fixedDecimal, plainDecimal, scientificDecimal } from './decimal.js'
import { format as formatInKubernetes, mistakeIn } from './kubernetes-format.js'

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

const doublePlain = (number: number): string => special(number) ?? plainDecimal(number)

function integer(value: unknown): bigint | undefined {
  if (isInt(value)) return BigInt(value)
  return value instanceof Uint ? value.$uint : undefined
}

const wrongType = (verb: string, value: unknown, wanted: string): Failure =>
  failure('invalid-argument', `%${verb} is for ${wanted}, not for ${typeName(value)}`)

function decimal(value: unknown): Text {
  const number = doubleOf(value)
  if (number !== undefined) return doublePlain(number)
  const whole = integer(value)
  return whole === undefined ? wrongType('d', value, 'numbers') : String(whole)
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

function floating(verb: string, value: unknown, decimals: number): Text {
  const number = doubleOf(value) ?? (integer(value) === undefined ? undefined : Number(integer(value)))
  if (number === undefined) return wrongType(verb, value, 'numbers')
  return (
    special(number) ?? (verb === 'f' ? fixedDecimal(number, decimals) : scientificDecimal(number, decimals))
  )
}

/** A piece of a format: text as it is, or a value with its verb. */
type Piece = string | { readonly verb: string; readonly decimals: number }

const clause = /%(?:\.(\d*))?(.?)/gsu
const verbs = 'sdfebxXo'

function pieces(pattern: string): readonly Piece[] | Failure {
  const found: Piece[] = []
  let from = 0
  for (const match of pattern.matchAll(clause)) {
    const [whole, precision, verb = ''] = match
    found.push(pattern.slice(from, match.index))
    from = match.index + whole.length
    const percent = verb === '%' && precision === undefined
    const decimals = precision === undefined ? 6 : Number(precision)
    if (!percent && (verb === '' || !verbs.includes(verb)))
      return failure('invalid-argument', `no such format: ${quote(whole)}; a percent sign is written %%`)
    if (precision === '' || decimals > 1000 || (precision !== undefined && !'fe'.includes(verb)))
      return failure('invalid-argument', `not a number of decimals: ${quote(whole)}; write %.2f or %.2e`)
    found.push(percent ? '%' : { verb, decimals })
  }
  found.push(pattern.slice(from))
  return found
}

function fill(parts: readonly Piece[], args: readonly unknown[]): Text {
  let next = 0
  let result = ''
  for (const part of parts) {
    const text = typeof part === 'string' ? part : written(part, args, next++)
    if (typeof text !== 'string') return text
    result += text
    if (result.length > meter.longest)
      return failure('budget', `a string would be longer than ${meter.longest} characters`)
  }
  return charge(parts.length + (result.length >> 6)) ?? result
}

function written({ verb, decimals }: Exclude<Piece, string>, args: readonly unknown[], i: number): Text {
  if (i >= args.length)
    return failure('index-out-of-range', `the format wants more values: there are ${args.length}`)
  const value = args[i]
  if (verb === 's') return plain(value)
  if (verb === 'd') return decimal(value)
  return verb === 'f' || verb === 'e' ? floating(verb, value, decimals) : inBase(verb, value)
}

function format(pattern: string, args: readonly unknown[]): Text {
  const parts = pieces(pattern)
  return parts instanceof Failure ? parts : fill(parts, args)
}

/** Formatting. */
export const stringFormat: readonly CelFunction[] = [
  {
    name: 'format',
    overloads: { 'string.format(list<dyn>): string': format },
    inKubernetes: { 'string.format(list<dyn>): string': formatInKubernetes },
    doc: 'The string with each of these replaced by the next value: `%s` any value as text, `%d` a number, `%f` and `%e` a number with six decimals (`%.2f`: with two), `%b`, `%o` and `%x` or `%X` a number to base 2, 8 or 16, `%x` also a string or bytes. `%%` is a percent sign.',
    since: '1.29',
    examples: [
      ['"port %d of %s is open".format([22, "10.0.0.1"])', '"port 22 of 10.0.0.1 is open"'],
      ['"%.1f%%".format([99.55])', '"99.5%"'],
      ['"%s".format([{"b": [1, 2.5], "a": "x"}])', '"{a: x, b: [1, 2.5]}"'],
      ['"%y".format([1])', 'error: no such format: "%y"; a percent sign is written %%'],
    ],
    prepare([pattern, args], inKubernetes) {
      if (inKubernetes) {
        const mistake = mistakeIn(pattern, args)
        return mistake === undefined ? undefined : { mistake }
      }
      const parts = typeof pattern === 'string' ? pieces(pattern) : undefined
      return parts instanceof Failure ? { mistake: parts.message } : undefined
    },
  },
]
