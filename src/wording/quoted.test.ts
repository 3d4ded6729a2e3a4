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
