import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseYaml, type YamlDocument } from './yaml.js'

function one(text: string): YamlDocument {
  const [document, ...more] = parseYaml('a.yaml', text)
  if (document === undefined || more.length > 0) throw new Error('one document expected')
  return document
}

/** Where `find` in the value of /e is written, as `line:column`. */
function place(text: string, find: string): string {
  const document = one(text)
  const value = (document.data as { e: string }).e
  expect(value).toContain(find)
  const { line, column } = document.offsetIn('/e', value.indexOf(find))
  return `${line}:${column}`
}

test.each([
  ['plain', 'e: object.x == y', '1:13', '=='],
  ['plain over lines', 'e: object.x\n\n  == y\n    && z', '4:5', '&&'],
  ['single-quoted', `e: 'it''s == y'`, '1:11', '=='],
  ['single-quoted over lines', `e: '\n  it''s   \n  == y'`, '3:3', '=='],
  ['double-quoted', 'e: "\\"\\u0041\\x41\\U0001F600\\t == y"', '1:30', '=='],
  ['double-quoted over lines', 'e: "a  \n  \n  b\\\n   == y"', '4:4', '=='],
  ['literal', 'e: |\n  object.x\n    == y\n', '3:5', '=='],
  ['literal with an indentation indicator', 'e: |2-  # why\n   a\n\n   == y\n', '4:4', '=='],
  ['folded', 'e: >-\n  object.x\n\n  == y\n  && z\n', '5:3', '&&'],
  ['folded with more-indented lines', 'e: >\n\n  a   \n  b\n\n    c\n   == y\n', '7:4', '=='],
  ['carriage returns', 'e: >\r\n  a\r\n  == y\r\n', '3:3', '=='],
])('an offset in a %s scalar is found in the file', (_, text, expected, find) => {
  expect(place(text, find)).toBe(expected)
})

test('behind the last character is the end of the text', () => {
  const document = one('e: "ab"\nf: |\n  x\n')
  expect(document.offsetIn('/e', 2)).toEqual({ line: 1, column: 7 })
  expect(document.offsetIn('/e', 99)).toEqual({ line: 1, column: 7 })
  expect(document.offsetIn('/f', 1)).toEqual({ line: 3, column: 4 })
  expect(document.offsetIn('', 1)).toEqual({ line: 1, column: 1 })
  expect(document.offsetIn('/missing/deep', 1)).toEqual({ line: 1, column: 1 })
})

const words = fc.string({
  unit: fc.constantFrom('a', 'b', '=', '(', ',', 'é', '😀', '\u2028'),
  minLength: 1,
  maxLength: 6,
})
const blanks = fc.constantFrom(' ', '  ', ' \t ')
const breaks = fc.constantFrom('\n', '\n\n', '\n  \n', ' \n', '\r\n', '\r\n\r\n', '\n\t\n')
const escapes = fc.constantFrom('\\n', '\\"', '\\\\', '\\x41', '\\u00e9', '\\U0001F600', '\\t', '\\ ', '\\\n')

/** Source of a scalar for the key `e`, in one of the five styles; every text line is indented by at least two spaces. */
const flow = (special: fc.Arbitrary<string>, quote: string) =>
  fc.array(fc.oneof(words, special, blanks, breaks), { minLength: 1, maxLength: 12 }).map((parts) => {
    const body = parts.join('').replaceAll(/\n(?=[^ ]|$)/g, '\n   ')
    return `e: ${quote}${quote === '' ? `x${body}x` : body}${quote}\n`
  })
const block = fc
  .record({
    style: fc.constantFrom('|', '>'),
    chomp: fc.constantFrom('', '-', '+'),
    indicator: fc.boolean(),
    newline: fc.constantFrom('\n', '\r\n'),
    lines: fc.array(
      fc.tuple(
        fc.constantFrom('', '', ' ', '  ', '\t'),
        fc.oneof(words, fc.constant(''), fc.constant('a  b  ')),
      ),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ style, chomp, indicator, newline, lines }) => {
    const body = lines.map(([lead, text]) => (lead + text === '' ? '' : `  ${lead}${text}`))
    return [`e: ${style}${indicator ? '2' : ''}${chomp}`, ...body, 'f: 1', ''].join(newline)
  })

const unescaped: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\', ' ': ' ' }

/** The character that the file shows at an offset: itself, or what an escape sequence means. */
function written(text: string, at: number, quote: string): string {
  if (quote === '"' && text[at] === '\\') {
    const hex = /^\\(?:x(..)|u(....)|U(.{8}))/.exec(text.slice(at))
    const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3]
    return digits === undefined
      ? (unescaped[text[at + 1] ?? ''] ?? '?')
      : String.fromCodePoint(Number.parseInt(digits, 16))
  }
  return String.fromCodePoint(text.codePointAt(at) ?? 0)
}

test.each([
  ['plain', flow(words, ''), ''],
  ['single-quoted', flow(fc.constant("''"), "'"), "'"],
  ['double-quoted', flow(escapes, '"'), '"'],
  ['block', block, ''],
])('every character of a %s value is found where it was written', (_, sources, quote) => {
  fc.assert(
    fc.property(sources, (text) => {
      const document = one(text)
      fc.pre(document.errors.length === 0)
      const value = (document.data as { e: unknown }).e
      fc.pre(typeof value === 'string')
      const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)]
      const offsets = Array.from({ length: String(value).length + 1 }, (_, i) => {
        const { line, column } = document.offsetIn('/e', i)
        return (starts[line - 1] ?? 0) + column - 1
      })
      expect([...offsets].sort((a, b) => a - b)).toEqual(offsets)
      let at = 0
      for (const character of String(value)) {
        const shown = written(text, offsets[at] ?? 0, quote)
        const atBreak = /^[ \t]*\r?\n/.test(text.slice(offsets[at]))
        if (!(atBreak && (character === ' ' || character === '\n'))) expect(shown).toBe(character)
        at += character.length
      }
    }),
    { numRuns: 500 },
  )
})
