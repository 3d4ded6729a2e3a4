import { expect, test } from 'vitest'
import { quoted } from './quoted.js'

test.each([
  ['tcp', "'tcp'"],
  [{ a: [1, 'b'] }, `'{"a":[1,"b"]}'`],
  [undefined, "'undefined'"],
  ['one\r\ntwo\rthree', "'one\\ntwo\\nthree'"],
  ['x'.repeat(61), `'${'x'.repeat(57)}...'`],
])('%j is quoted on one line, cut to a sensible length', (value, shown) => {
  expect(quoted(value)).toBe(shown)
})

test('no value is too strange to quote', () => {
  const ring: unknown[] = []
  ring.push(ring)
  const strange = [99999999999999999999n, { port: 2n }, ring, undefined, () => 1, Symbol('s')]
  expect(strange.map(quoted)).toEqual([
    "'100000000000000000000'",
    `'{"port":2}'`,
    "'object'",
    "'undefined'",
    "'function'",
    "'symbol'",
  ])
})
