import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote } from '../runtime/cel/values/quote.js'
import { nameOf, oneLine, printable, printableLine } from './printable.js'
import { safeJson } from './safe-json.js'

/** Control characters, and what turns the direction or ends a line for some reader. */
const hostile = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u
const texts = fc.string({ unit: 'binary' })

test.each([
  ['printable', printable],
  ['printableLine', printableLine],
  ['oneLine', oneLine],
  ['nameOf', nameOf],
  ['safeJson', safeJson],
  ['quote', quote],
])('%s lets no hostile character through', (_, written) => {
  fc.assert(fc.property(texts, (text) => void expect(written(text)).not.toMatch(hostile)))
})

test('JSON and CEL literals keep their value', () => {
  fc.assert(fc.property(texts, (text) => void expect(JSON.parse(safeJson(text))).toBe(text)))
  expect(quote('a"b\\c\nd\u001b\u202e\ufeff')).toBe('"a\\"b\\\\c\\nd\\u001b\\u202e\ufeff"')
  expect(safeJson('a\u202e\ufeff')).toBe('"a\\u202e\\ufeff"\n')
})

test('a line break in a name stays visible, and in prose becomes a blank', () => {
  expect(nameOf('a\nb')).toBe('a\\u000ab')
  expect(printableLine('a\nb')).toBe('a\\u000ab')
  expect(oneLine('a\r\n\n  b')).toBe('a b')
})

test('what has to be encoded shows lone surrogates as escapes; what a terminal shows does not', () => {
  expect([nameOf('\ud800'), oneLine('\ud800'), printableLine('\ud800')]).toEqual([
    '\\ud800',
    '\\ud800',
    '\ud800',
  ])
})

/** Every way that a name can try to be a command: white space before `::`, commands of Azure inside a line, in any case. */
const commands = [
  ...[
    '',
    ' ',
    '\t',
    '\u00a0',
    '\u1680',
    '\u2003',
    '\u202f',
    '\u205f',
    '\u3000',
    '\ufeff',
    '\u0085',
    '\u2028',
  ].map((space) => `${space}::error::forged`),
  'first\n::error::forged',
  'first\r\n\u00a0::stop-commands::x',
  'a ##[error]b',
  'a ##vso[task.complete]b',
  '##VSO[task.setvariable variable=x]y',
]
/** What the runners read as commands. */
const obeyed = (text: string) =>
  text.split(/\r?\n|\r/).some((line) => /^\s*::/.test(line) || /##(vso)?\[/i.test(line))

test.each(commands)('no CI system obeys %j', (text) => {
  const written = [printableLine, oneLine, nameOf, safeJson].map((write) => write(text))
  expect(written.map(obeyed)).toEqual(written.map(() => false))
  expect(JSON.parse(safeJson(text))).toBe(text)
})
