import { compareStrings } from '../../evaluation/comparison.js'
import { charge, longestString } from '../../evaluation/meter.js'
import { Failure, failure } from '../../values/failure.js'
import { quote } from '../../values/quote.js'
import { formatTimestamp } from '../../values/time-text.js'
import { withoutTrailing } from '../../values/trailing.js'
import { aTypeName } from '../../values/type-name.js'
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
import { bytesToString, doubleText, secondsText } from '../conversions.js'
import { fixedDecimal, plainDecimal, scientificDecimal } from './decimal.js'
import { goQuoted } from './go-quote.js'

type Text = string | Failure

/** A piece of a format: text as it is, or a value with its verb and the number before it. */
type Piece = string | { readonly verb: string; readonly number: bigint }

const clause = /%(?:(%)|(?:\.(\d+))?([sdfebxXo])|)/g

function pieces(pattern: string): readonly Piece[] | Failure {
  const found: Piece[] = []
  let from = 0
  for (const match of pattern.matchAll(clause)) {
    const [whole, percent, number, verb] = match
    found.push(pattern.slice(from, match.index))
    from = match.index + whole.length
    if (!percent && verb === undefined) {
      const shown = pattern.slice(match.index, match.index + 8)
      return failure('invalid-argument', `no such format: ${quote(shown)}; a percent sign is written %%`)
    }
    const asked = BigInt(number ?? 6)
    if (asked > 2n ** 63n - 1n)
      return failure('invalid-argument', `not a number of decimals: ${quote(whole.slice(0, 40))}`)
    found.push(percent ? '%' : { verb: verb as string, number: asked })
  }
  found.push(pattern.slice(from))
  return found
}

/**
 * `format` as API servers of Kubernetes have it: version 1 of cel-go's formatter, in American English. Texts in lists and
 * maps are quoted, %f groups thousands, %e writes powers of ten in superscript and takes its number for a width.
 */
export function format(pattern: string, args: readonly unknown[]): Text {
  const parts = pieces(pattern)
  if (parts instanceof Failure) return parts
  let next = 0
  let result = ''
  for (const part of parts) {
    if (typeof part !== 'string' && next >= args.length)
      return failure('index-out-of-range', `the format wants more values: there are ${args.length}`)
    const text = typeof part === 'string' ? part : written(part, args[next++])
    if (typeof text !== 'string') return text
    result += text
    if (result.length > longestString)
      return failure('budget', `a string would be longer than ${longestString} characters`)
  }
  return charge(parts.length + (result.length >> 6)) ?? result
}

/** What is wrong with a format and the values that it gets, all of them literals. */
export function mistakeIn(pattern: unknown, args: unknown): string | undefined {
  if (typeof pattern !== 'string' || !Array.isArray(args)) return undefined
  const parts = pieces(pattern)
  const text = format(pattern, args)
  if (text instanceof Failure) return text.message
  const wanted = parts instanceof Failure ? 0 : parts.filter((part) => typeof part !== 'string').length
  return args.length > wanted ? `the format takes fewer values: ${wanted}, not ${args.length}` : undefined
}

const wrongType = (verb: string, value: unknown, wanted: string): Failure =>
  failure('invalid-argument', `%${verb} is for ${wanted}, not for ${aTypeName(value)}`)

function written({ verb, number }: Exclude<Piece, string>, value: unknown): Text {
  switch (verb) {
    case 's':
      return plain(value)
    case 'd':
      return integer(value)?.toString() ?? wrongType(verb, value, 'ints and uints')
    case 'f':
      return floating(verb, value, (of) => fixed(of, number))
    case 'e':
      return floating(verb, value, (of) => scientific(of, number))
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0'
      return integer(value)?.toString(2) ?? wrongType(verb, value, 'ints, uints and bools')
    case 'o':
      return integer(value)?.toString(8) ?? wrongType(verb, value, 'ints and uints')
    default: {
      const text =
        typeof value === 'string' || value instanceof Uint8Array
          ? Buffer.from(value as string).toString('hex')
          : integer(value)?.toString(16)
      if (text === undefined) return wrongType(verb, value, 'ints, uints, strings and bytes')
      return verb === 'X' ? text.toUpperCase() : text
    }
  }
}

function integer(value: unknown): bigint | undefined {
  if (isInt(value)) return BigInt(value)
  return value instanceof Uint ? value.$uint : undefined
}

/** `%s`. */
function plain(value: unknown): Text {
  if (typeof value === 'string') return value
  if (value === null || typeof value === 'boolean') return String(value)
  const whole = integer(value)
  if (whole !== undefined) return String(whole)
  if (doubleOf(value) !== undefined) return doubleText(value)
  if (value instanceof Uint8Array) return bytesToString(value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return secondsText(value)
  if (value instanceof TypeValue) return value.$type
  if (Array.isArray(value)) return list(value)
  if (isMap(value)) return map(value)
  return failure('no-such-overload', `cannot format ${aTypeName(value)}`)
}

function list(values: readonly unknown[]): Text {
  const over = charge(values.length)
  if (over) return over
  const parts: string[] = []
  for (const value of values) {
    const part = inner(value)
    if (typeof part !== 'string') return part
    parts.push(part)
  }
  return `[${parts.join(', ')}]`
}

function map(of: Parameters<typeof entriesOf>[0]): Text {
  const entries = entriesOf(of)
  const over = charge(entries.length)
  if (over) return over
  const parts: (readonly [string, string])[] = []
  for (const [key, value] of entries) {
    if (typeof key !== 'string' && typeof key !== 'boolean' && integer(key) === undefined)
      return failure('no-such-overload', `cannot format ${aTypeName(key)} as the key of a map`)
    const [k, v] = [inner(key), inner(value)]
    if (typeof k !== 'string') return k
    if (typeof v !== 'string') return v
    parts.push([k, v])
  }
  parts.sort(([a], [b]) => compareStrings(a, b))
  return `{${parts.map(([k, v]) => `${k}:${v}`).join(', ')}}`
}

/** A value inside of a list or a map. */
function inner(value: unknown): Text {
  const number = doubleOf(value)
  if (number !== undefined)
    return Number.isFinite(number) ? fixedDecimal(number, 6) : `"${doubleText(value)}"`
  const text = plain(value)
  if (typeof text !== 'string') return text
  if (typeof value === 'string') return goQuoted(text)
  if (value instanceof Uint8Array) return `b${goQuoted(text)}`
  if (value instanceof Timestamp) return `timestamp("${text}")`
  return value instanceof Duration ? `duration("${text}")` : text
}

const numbersInText: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity }

function floating(verb: string, value: unknown, write: (number: number) => Text): Text {
  const number =
    typeof value === 'string' && Object.hasOwn(numbersInText, value) ? numbersInText[value] : doubleOf(value)
  return number === undefined ? wrongType(verb, value, 'doubles') : write(number)
}

function special(number: number): string | undefined {
  if (Number.isNaN(number)) return 'NaN'
  return Number.isFinite(number) ? undefined : number > 0 ? '∞' : '-∞'
}

/** The most decimals that a double has. */
const mostDecimals = 1_074

/** Go's printer keeps the most decimals in 16 bits, negative for as many as it needs, and the fewest in 8 bits. */
function fixed(number: number, asked: bigint): Text {
  const known = special(number)
  if (known !== undefined) return known
  const most = Number(BigInt.asIntN(16, asked))
  const fewest = Number(BigInt.asUintN(8, asked))
  const plus = number === 0 ? 0 : number
  const text = most < 0 ? plainDecimal(plus) : fixedDecimal(plus, Math.min(most, mostDecimals))
  const [whole = '', fraction = ''] = text.split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  const decimals =
    fraction.slice(0, fewest).padEnd(fewest, '0') + withoutTrailing(fraction.slice(fewest), '0')
  return decimals === '' ? grouped : `${grouped}.${decimals}`
}

const superscript: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789-'].map((character, i) => [character, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻'][i] as string]),
)

function scientific(number: number, asked: bigint): Text {
  const width = Number(BigInt.asUintN(16, asked))
  const known = special(number)
  if (known !== undefined) return known.padStart(width)
  const [digits, exponent = ''] = scientificDecimal(number === 0 ? 0 : number, 6).split('e')
  const power = [...exponent].map((character) => superscript[character] ?? '').join('')
  return `${digits}×10${power}`.padStart(width)
}
