import { type Failure, failure } from '../failure.js'
import { charge, longestString } from '../meter.js'
import type { CelFunction } from '../table.js'

/** Kubernetes' strings library; positions count code points. */
export const extendedStrings: readonly CelFunction[] = [
  {
    name: 'charAt',
    overloads: { 'string.charAt(int): string': charAt },
    doc: 'The character at a position, counted from 0; the empty string right behind the last.',
    since: '1.29',
    examples: [
      ['"tacocat".charAt(3)', '"o"'],
      ['"tacocat".charAt(7)', '""'],
    ],
  },
  {
    name: 'indexOf',
    overloads: {
      'string.indexOf(string): int': (text: string, part: string) => indexOf(text, part, 0),
      'string.indexOf(string, int): int': indexOf,
    },
    doc: 'Position of the first occurrence (from a position on), or -1.',
    since: '1.29',
    examples: [
      ['"hello mellow".indexOf("ello")', '1'],
      ['"hello mellow".indexOf("ello", 2)', '7'],
      ['"hello".indexOf("jello")', '-1'],
    ],
  },
  {
    name: 'lastIndexOf',
    overloads: {
      'string.lastIndexOf(string): int': (text: string, part: string) => lastIndexOf(text, part),
      'string.lastIndexOf(string, int): int': lastIndexOf,
    },
    doc: 'Position of the last occurrence (that starts at a position or before), or -1.',
    since: '1.29',
    examples: [
      ['"hello mellow".lastIndexOf("ello")', '7'],
      ['"hello mellow".lastIndexOf("ello", 6)', '1'],
    ],
  },
  {
    name: 'join',
    overloads: {
      'list<dyn>.join(): string': (list: readonly unknown[]) => join(list, ''),
      'list<dyn>.join(string): string': join,
    },
    doc: 'The strings of a list as one, with a separator between them.',
    since: '1.29',
    examples: [['["a", "b"].join(", ")', '"a, b"']],
  },
  {
    name: 'split',
    overloads: {
      'string.split(string): list<string>': (text: string, separator: string) => split(text, separator, -1),
      'string.split(string, int): list<string>': split,
    },
    doc: 'The parts between separators; at most the given number, the last one with the rest.',
    since: '1.29',
    examples: [
      ['"a,b,c".split(",")', '["a", "b", "c"]'],
      ['"a,b,c".split(",", 2)', '["a", "b,c"]'],
    ],
  },
  {
    name: 'substring',
    overloads: {
      'string.substring(int): string': (text: string, start: number) => substring(text, start),
      'string.substring(int, int): string': substring,
    },
    doc: 'The characters from a position to the end, or up to another position.',
    since: '1.29',
    examples: [
      ['"tacocat".substring(4)', '"cat"'],
      ['"tacocat".substring(0, 4)', '"taco"'],
    ],
  },
  {
    name: 'replace',
    overloads: {
      'string.replace(string, string): string': (text: string, from: string, to: string) =>
        replace(text, from, to, -1),
      'string.replace(string, string, int): string': replace,
    },
    doc: 'The string with occurrences replaced: all, or the first n.',
    since: '1.29',
    examples: [
      ['"hello hello".replace("he", "we")', '"wello wello"'],
      ['"hello hello".replace("he", "we", 1)', '"wello hello"'],
    ],
  },
  {
    name: 'lowerAscii',
    overloads: {
      'string.lowerAscii(): string': (text: string) =>
        charge(text.length >> 4) ?? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    },
    doc: 'The string with the letters A-Z in lower case; others stay.',
    since: '1.29',
    examples: [['"TacoCÆt".lowerAscii()', '"tacocÆt"']],
  },
  {
    name: 'upperAscii',
    overloads: {
      'string.upperAscii(): string': (text: string) =>
        charge(text.length >> 4) ?? text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
    },
    doc: 'The string with the letters a-z in upper case; others stay.',
    since: '1.29',
    examples: [['"TacoCæt".upperAscii()', '"TACOCæT"']],
  },
  {
    name: 'trim',
    overloads: { 'string.trim(): string': (text: string) => charge(text.length >> 4) ?? trim(text) },
    doc: 'The string without white space at its ends.',
    since: '1.29',
    examples: [['"  tacocat\\n".trim()', '"tacocat"']],
  },
  {
    name: 'reverse',
    overloads: {
      'string.reverse(): string': (text: string) => charge(text.length >> 4) ?? [...text].reverse().join(''),
    },
    doc: 'The characters in reverse order.',
    since: '1.29',
    examples: [['"gums".reverse()', '"smug"']],
  },
]

/** Characters of a text: itself when each is one code unit, which is cheap to index; else a list of code points. */
function characters(text: string): string | readonly string[] {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text
}

function outside(index: number | bigint): Failure {
  return failure('invalid-argument', `index out of range: ${index}`)
}

function charAt(text: string, index: number): string | Failure {
  const over = charge(text.length >> 4)
  if (over) return over
  const all = characters(text)
  return index < 0 || index > all.length ? outside(index) : (all[index] ?? '')
}

function indexOf(text: string, part: string, from: number): number | Failure {
  const over = charge((text.length + part.length) >> 4)
  if (over) return over
  const all = characters(text)
  if (from < 0 || from > all.length) return outside(from)
  if (typeof all === 'string') return all.indexOf(part, from)
  const at = text.indexOf(part, all.slice(0, from).join('').length)
  return at < 0 ? -1 : [...text.slice(0, at)].length
}

function lastIndexOf(text: string, part: string, from?: number): number | Failure {
  const over = charge((text.length + part.length) >> 4)
  if (over) return over
  const all = characters(text)
  if (from !== undefined && (from < 0 || from > all.length)) return outside(from)
  if (typeof all === 'string') return all.lastIndexOf(part, from)
  const at = text.lastIndexOf(part, from === undefined ? undefined : all.slice(0, from).join('').length)
  return at < 0 ? -1 : [...text.slice(0, at)].length
}

function substring(text: string, start: number, end?: number): string | Failure {
  const over = charge(text.length >> 4)
  if (over) return over
  const all = characters(text)
  const to = end ?? all.length
  if (start < 0 || start > all.length) return outside(start)
  if (to < start || to > all.length) return outside(to)
  return typeof all === 'string' ? all.slice(start, to) : all.slice(start, to).join('')
}

function join(list: readonly unknown[], separator: string): string | Failure {
  let length = 0
  for (const [index, element] of list.entries()) {
    if (typeof element !== 'string')
      return failure('no-such-overload', `join() needs strings: element ${index} is none`)
    length += element.length + separator.length
  }
  if (length > longestString) return failure('budget', 'the joined string is too long')
  return charge(list.length + (length >> 4)) ?? list.join(separator)
}

function split(text: string, separator: string, limit: number): readonly string[] | Failure {
  if (limit === 0) return []
  if (limit === 1) return [text]
  const parts = separator === '' ? [...text] : text.split(separator)
  const over = charge(parts.length + (text.length >> 4))
  if (over) return over
  if (limit < 0 || parts.length <= limit) return parts
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)]
}

function replace(text: string, from: string, to: string, count: number): string | Failure {
  if (count === 0) return text
  const parts = from === '' ? ['', ...text, ''] : text.split(from)
  const times = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1)
  const length = text.length + times * to.length
  if (length > longestString) return failure('budget', 'the string with its replacements is too long')
  const over = charge(parts.length + (length >> 4))
  if (over) return over
  const replaced = parts.slice(0, times + 1).join(to)
  return [replaced, ...parts.slice(times + 1)].join(from)
}

/** White space as Unicode has it; `String.prototype.trim` differs in U+0085 and U+FEFF. */
function trim(text: string): string {
  const space =
    '[\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
  const start = new RegExp(`^${space}+`).exec(text)?.[0].length ?? 0
  let end = text.length
  while (end > start && new RegExp(space).test(text[end - 1] as string)) end--
  return text.slice(start, end)
}
