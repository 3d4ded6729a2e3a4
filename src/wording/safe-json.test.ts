import { expect, test } from 'vitest'
import { jsonParts, safeJson, safeJsonParts } from './safe-json.js'

const items = Array.from({ length: 2500 }, (_, i) => ({
  id: i,
  text: 'a\nb',
  none: undefined,
  of: { list: [1, []] },
}))

test.each([
  ['a list of many', items],
  ['one below keys', { a: 1, none: undefined, runs: [{ results: items, more: {} }], empty: [] }],
  ['long ones between short ones', ['a', 'b', items, undefined, items, ...items]],
  ['one in few', [[], items, 'x']],
  ['nothing long', { a: [1, { b: [] }] }],
])('%s is written as JSON.stringify does, in parts where it is long', (_, value) => {
  expect(safeJson(value)).toBe(`${JSON.stringify(value, null, 2)}\n`)
})

test('no part holds more than some items of a long list', () => {
  const longest = Math.max(...[...safeJsonParts({ runs: [{ results: items }] })].map(({ length }) => length))
  expect(longest).toBeLessThan(10_000)
})

test('without spaces it is what JSON.stringify writes', () => {
  const value = { a: 1, 'b"': [], c: { d: items, e: undefined }, f: [items, { g: 'ü' }] }
  expect([...jsonParts(value)].join('')).toBe(JSON.stringify(value))
})
