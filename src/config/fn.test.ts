import { expect, test } from 'vitest'
import { compile, formatValue, isCelError } from '../runtime/cel/index.js'
import { fn } from './fn.js'

const functions = [
  fn('acme.isOwner(string, string): bool', { doc: '' }, (team, name) => team === name),
  fn('acme.next(int) int', { doc: '' }, (number) => BigInt(number) + 1n),
  fn('acme.half(double): double', { doc: '' }, (number) => number / 2),
  fn('acme.names(list<dyn>): list<string>', { doc: '' }, (list) => list.map(({ name }) => name)),
  fn('acme.day(timestamp): timestamp', { doc: '' }, (time) => new Date(time.toISOString().slice(0, 10))),
  fn('acme.twice(duration): duration', { doc: '' }, (ms) => ms * 2),
  fn('acme.keys(map<string, dyn>): list<string>', { doc: '' }, (map) => Object.keys(map)),
  fn('string.shout(): string', { doc: '' }, (text) => text.toUpperCase()),
  fn('string.repeat(int): string', { doc: '' }, (text, times) => text.repeat(Number(times))),
  fn('acme.lies(): bool', { doc: '' }, () => 'yes' as unknown as boolean),
  fn('acme.counts(): list<int>', { doc: '' }, () => [1, 1.5]),
  fn('acme.nothing(): dyn', { doc: '' }, () => undefined),
  fn('acme.code(): dyn', { doc: '' }, () => ({ run: () => 1 })),
  fn('acme.throws(): int', { doc: '' }, () => {
    throw new Error('not here')
  }),
  fn('acme.changes(dyn): bool', { doc: '' }, (object) => {
    object.name = 'x'
    return true
  }),
]
const extensions = [{ functions, types: [] }]

test.each([
  ['acme.isOwner("a", "a")', 'true'],
  ['acme.next(9007199254740991)', '9007199254740992'],
  ['acme.half(5.0)', '2.5'],
  ['acme.half(4.0)', '2.0'],
  ['acme.names([{"name": "a"}, {"name": "b"}])', '["a", "b"]'],
  ['acme.day(timestamp("2027-03-31T10:00:00Z"))', 'timestamp("2027-03-31T00:00:00Z")'],
  ['acme.twice(duration("90s"))', 'duration("180s")'],
  ['acme.keys({"a": 1, "b": {"c": 2}})', '["a", "b"]'],
  ['"a".shout()', '"A"'],
  ['"ab".repeat(2)', '"abab"'],
  ['acme.lies()', 'error: acme.lies gave a string, not bool'],
  ['acme.counts()', 'error: acme.counts gave a double, not int'],
  ['acme.nothing()', 'error: acme.nothing gave nothing, not dyn'],
  ['acme.code()', 'error: acme.code gave a map, not dyn'],
  ['acme.throws()', 'error: acme.throws: not here'],
  [
    'acme.changes({"name": "a"})',
    "error: acme.changes: Cannot assign to read only property 'name' of object '#<Object>'",
  ],
])('%s is %s', (source, expected) => {
  const compiled = compile(source, { declarations: {}, extensions })
  if ('problems' in compiled) throw new Error(compiled.problems[0]?.message)
  const value = compiled.program.evaluate({})
  expect(isCelError(value) ? `error: ${value.message}` : formatValue(value)).toBe(expected)
})

test('calls are checked by the signature', () => {
  const compiled = compile('acme.isOwner("a", 1)', { declarations: {}, extensions })
  expect('problems' in compiled && compiled.problems[0]?.hint).toContain('acme.isOwner(string, string): bool')
})

test.each([
  ['acme.isOwner', "'acme.isOwner' is no signature: write it as myorg.isOwner(string, string): bool"],
  ['acme.f(strng): bool', "unknown type 'strng' in 'acme.f(strng): bool': did you mean 'string'?"],
  ['acme.f(string): bol', "unknown type 'bol'"],
  ['acme.f(string<): bool', 'malformed type'],
  ['list<int>f(int): bool', "'list<int>f' is no name of a function"],
])('the signature %s is a mistake', (signature, message) => {
  expect(() => fn(signature, { doc: '' }, (() => true) as never)).toThrow(message)
})
