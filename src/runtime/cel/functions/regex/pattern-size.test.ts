import fc from 'fast-check'
import { RE2JS, RE2JSException } from 're2js'
import { expect, test } from 'vitest'
import { patternSize } from './pattern-size.js'

test.each([
  ['abc', 3],
  ['a{1000}', 1000],
  ['(?:ab){3,10}c', 61],
  ['[^]a]{5}', 5],
  ['\\p{Greek}{4}\\x{10FFFF}', 5],
  ['(a{10}){20}', 240],
])('%s has about %i instructions', (pattern, size) => {
  expect(patternSize(pattern)).toBe(size)
})

const atom = fc.constantFrom('a', '.', '[^b]', '[]x]', '\\d', '\\pL', '(?i:k)', '^', '\\Q{3}\\E', 'é')
const repeat = fc.constantFrom('', '*', '+?', '{3}', '{0,7}', '{2,}')
const pattern = fc.letrec<{ term: string }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a}|${b})`),
    fc.tuple(tie('term'), repeat).map(([a, times]) => `(?:${a})${times}`),
  ),
})).term

test('what RE2 makes of a pattern is never much larger than the estimate', () => {
  fc.assert(
    fc.property(pattern, (text) => {
      let size: number
      try {
        size = RE2JS.compile(text).programSize()
      } catch (error) {
        if (!(error instanceof RE2JSException)) throw error
        return
      }
      expect(size).toBeLessThanOrEqual(patternSize(text) * 4 + 16)
    }),
    { numRuns: 500 },
  )
})
