import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closest, didYouMean } from './suggest.js'

test.each([
  ['expresion', 'expression'],
  ['Severity', 'severity'],
  ['expr', 'expression'],
  ['matchCondition', 'matchConditions'],
  ['owner', undefined],
  ['m', undefined],
])("'%s' is taken for %s", (word, meant) => {
  expect(closest(word, ['expression', 'severity', 'matchConditions', 'message'])).toBe(meant)
})

test('a beginning that several words share names none of them', () => {
  expect(closest('messag', ['messageExpression', 'messageFormat'])).toBeUndefined()
})

test('without a near word the few that there are get listed, each once', () => {
  expect(didYouMean('x', ['low', 'high', 'low'])).toBe('one of: low, high')
  expect(didYouMean('x', ['low', 'high'], 'levels')).toBe('levels: low, high')
  expect(didYouMean('x', [])).toBeUndefined()
  expect(
    didYouMean(
      'x',
      Array.from({ length: 17 }, (_, i) => `name-${i}`),
    ),
  ).toBeUndefined()
})

test('a word that is known is its own nearest', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      for (const word of words) expect(closest(word, words)).toBe(word)
    }),
  )
})
