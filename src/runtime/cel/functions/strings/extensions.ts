import type { CelFunction } from '../../../model/index.js'
import { trimSpace } from '../../../white-space.js'
import { charge, chargeString } from '../../evaluation/meter.js'
import { Failure, failure } from '../../values/failure.js'
import { quote } from '../../values/quote.js'
import { goEscapes } from './go-quote.js'
import { indexIn, lastIndexIn, splitAt } from './search.js'

type Int = number | bigint

/** Characters of a text: itself when UTF-16 units are code points, otherwise an array of code points. */
type Characters = string | readonly string[]

const surrogates = /[\ud800-\udfff]/
const charactersOf = (text: string): Characters => (surrogates.test(text) ? Array.from(text) : text)
const sliceOf = (characters: Characters, from: number, to: number): string =>
  typeof characters === 'string' ? characters.slice(from, to) : characters.slice(from, to).join('')

/** Costs a unit for 64 characters. */
function metered<A extends readonly unknown[], R>(run: (text: string, ...args: A) => R) {
  return (text: string, ...args: A): R | Failure => charge(text.length >> 6) ?? run(text, ...args)
}

const outOfRange = (index: Int): Failure => failure('index-out-of-range', `index out of range: ${index}`)

function charAt(text: string, index: Int): string | Failure {
  const characters = charactersOf(text)
  return index < 0 || index > characters.length ? outOfRange(index) : (characters[Number(index)] ?? '')
}

function substring(text: string, from: Int, to?: Int): string | Failure {
  const characters = charactersOf(text)
  const end = to ?? characters.length
  if (from < 0 || from > characters.length) return outOfRange(from)
  if (end < 0 || end > characters.length) return outOfRange(end)
  if (from > end)
    return failure('invalid-argument', `the substring would end at ${end}, before its start ${from}`)
  return sliceOf(characters, Number(from), Number(end))
}

function indexOf(text: string, part: string, from: Int = 0): Int | Failure {
  if (part === '') return from
  const characters = charactersOf(text)
  if (from < 0 || from > characters.length) return outOfRange(from)
  const start = typeof characters === 'string' ? Number(from) : sliceOf(characters, 0, Number(from)).length
  return codePointIndex(text, characters, indexIn(text, part, start))
}

function lastIndexOf(text: string, part: string, from?: Int): Int | Failure {
  const characters = charactersOf(text)
  if (from !== undefined && (from < 0 || from > characters.length)) return outOfRange(from)
  if (part === '') return from ?? characters.length
  const limit = from === undefined ? characters.length : Number(from)
  const start = typeof characters === 'string' ? limit : sliceOf(characters, 0, limit).length
  return codePointIndex(text, characters, lastIndexIn(text, part, start))
}

/** In API servers of Kubernetes an index behind the end is none where the string could be found, but no mistake. */
function inKubernetes(run: typeof indexOf): typeof indexOf {
  return (text, part, from) => {
    if (from === undefined) return run(text, part)
    if (from < 0) return outOfRange(from)
    const { length } = charactersOf(text)
    if (part === '') return from < length ? from : length
    return from < length ? run(text, part, from) : -1
  }
}
const indexOfInKubernetes = metered(inKubernetes(indexOf))
const lastIndexOfInKubernetes = metered(inKubernetes(lastIndexOf))

/** An index of UTF-16 units as one of code points. */
function codePointIndex(text: string, characters: Characters, at: number | Failure): number | Failure {
  if (typeof at !== 'number' || at < 0 || typeof characters === 'string') return at
  return Array.from(text.slice(0, at)).length
}

function replace(text: string, old: string, by: string, limit: Int = -1): string | Failure {
  const parts = old === '' ? ['', ...text, ''] : splitAt(text, old)
  if (parts instanceof Failure) return parts
  const times = limit < 0 ? parts.length - 1 : Math.min(Number(limit), parts.length - 1)
  const over = charge(parts.length >> 4) ?? chargeString(text.length + times * (by.length - old.length))
  if (over) return over
  const rest = parts.slice(times + 1)
  return parts.slice(0, times + 1).join(by) + (rest.length > 0 ? old + rest.join(old) : '')
}

function split(text: string, separator: string, limit: Int = -1): readonly string[] | Failure {
  const most = limit < 0 ? Infinity : Number(limit)
  if (most === 0) return []
  if (most === 1 && separator !== '') return [text]
  const parts = separator === '' ? [...text] : splitAt(text, separator)
  if (parts instanceof Failure) return parts
  const over = charge(parts.length)
  if (over) return over
  if (parts.length <= most) return parts
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)]
}

function join(list: readonly string[], separator = ''): string | Failure {
  let length = Math.max(0, list.length - 1) * separator.length
  for (const text of list) length += text.length
  return charge(list.length) ?? chargeString(length) ?? list.join(separator)
}

const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
const upperAscii = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())

/** The cel-go rules: only these escapes; unpaired surrogates become the replacement character. */
function quoted(text: string): string | Failure {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be escaped
  const body = text.toWellFormed().replace(/[\u0007\b\f\n\r\t\v\\"]/g, (c) => goEscapes[c] as string)
  return chargeString(body.length) ?? `"${body}"`
}

/** String functions of cel-go's extension library, version 2. Indexes count code points. */
export const stringExtensions: readonly CelFunction[] = [
  {
    name: 'charAt',
    overloads: { 'string.charAt(int): string': metered(charAt) },
    doc: 'The character at an index; empty just behind the last one.',
    since: 'base',
    examples: [['"hello".charAt(4)', '"o"']],
  },
  {
    name: 'indexOf',
    overloads: {
      'string.indexOf(string): int': metered(indexOf),
      'string.indexOf(string, int): int': metered(indexOf),
    },
    inKubernetes: { 'string.indexOf(string, int): int': indexOfInKubernetes },
    doc: 'Where the other string first stands, from the given index on; -1 when it does not.',
    since: 'base',
    examples: [
      ['"hello mellow".indexOf("ello")', '1'],
      ['"hello mellow".indexOf("ello", 2)', '7'],
    ],
  },
  {
    name: 'lastIndexOf',
    overloads: {
      'string.lastIndexOf(string): int': metered(lastIndexOf),
      'string.lastIndexOf(string, int): int': metered(lastIndexOf),
    },
    inKubernetes: { 'string.lastIndexOf(string, int): int': lastIndexOfInKubernetes },
    doc: 'Where the other string last stands, not after the given index; -1 when it does not.',
    since: 'base',
    examples: [['"hello mellow".lastIndexOf("ello")', '7']],
  },
  {
    name: 'join',
    overloads: { 'list<string>.join(): string': join, 'list<string>.join(string): string': join },
    doc: 'The strings of the list in one, with the separator between them.',
    since: 'base',
    examples: [['["a", "b"].join(", ")', '"a, b"']],
  },
  {
    name: 'lowerAscii',
    overloads: { 'string.lowerAscii(): string': metered(lowerAscii) },
    doc: 'With the letters A to Z in lower case.',
    since: 'base',
    examples: [['"TaCoCÆt".lowerAscii()', '"tacocÆt"']],
  },
  {
    name: 'upperAscii',
    overloads: { 'string.upperAscii(): string': metered(upperAscii) },
    doc: 'With the letters a to z in upper case.',
    since: 'base',
    examples: [['"tcp".upperAscii()', '"TCP"']],
  },
  {
    name: 'strings.quote',
    overloads: { 'strings.quote(string): string': metered(quoted) },
    doc: 'The string in double quotes, escaped so that it can stand in a message.',
    since: '1.29',
    examples: [['strings.quote("a\\tb")', quote('"a\\tb"')]],
  },
  {
    name: 'replace',
    overloads: {
      'string.replace(string, string): string': replace,
      'string.replace(string, string, int): string': replace,
    },
    doc: 'With the first string replaced by the second, everywhere or as many times as given.',
    since: 'base',
    examples: [
      ['"a-b-c".replace("-", ".")', '"a.b.c"'],
      ['"a-b-c".replace("-", ".", 1)', '"a.b-c"'],
    ],
  },
  {
    name: 'split',
    overloads: {
      'string.split(string): list<string>': metered(split),
      'string.split(string, int): list<string>': metered(split),
    },
    doc: 'The parts between the separators, at most as many as given.',
    since: 'base',
    examples: [['"a/b/c".split("/", 2)', '["a", "b/c"]']],
  },
  {
    name: 'substring',
    overloads: {
      'string.substring(int): string': metered(substring),
      'string.substring(int, int): string': metered(substring),
    },
    doc: 'From the first index up to, and without, the second.',
    since: 'base',
    examples: [['"tacocat".substring(0, 4)', '"taco"']],
  },
  {
    name: 'trim',
    overloads: { 'string.trim(): string': metered(trimSpace) },
    doc: 'Without white space at both ends.',
    since: 'base',
    examples: [['"  trim ".trim()', '"trim"']],
  },
  {
    name: 'reverse',
    overloads: { 'string.reverse(): string': metered((text) => Array.from(text).reverse().join('')) },
    doc: 'The characters in reverse order.',
    since: 'policytest',
    examples: [['"gums".reverse()', '"smug"']],
  },
]
