import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { expressionBudget, meter } from '../../evaluation/meter.js'
import { indexIn, lastIndexIn, splitAt } from './search.js'

beforeEach(() => {
  meter.left = expressionBudget
})

/** Large enough for the search that never compares a character twice. */
const padding = 'xy'.repeat(2_000)
const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 30 })

test('a long text in a longer one is found where JavaScript finds it', () => {
  fc.assert(
    fc.property(letters, letters, letters, fc.nat(9_000), (before, part, after, from) => {
      const [needle, text] = [padding + part, `${before}${padding}${part}${after}${padding}${part}`]
      meter.left = expressionBudget
      expect(indexIn(text, needle, from)).toBe(text.indexOf(needle, from))
      expect(lastIndexIn(text, needle, from)).toBe(text.lastIndexOf(needle, from))
      expect(splitAt(text, needle)).toEqual(text.split(needle))
    }),
  )
})

test('no text and no part of it takes more than linear time', () => {
  const text = 'a'.repeat(1 << 20)
  const part = `${'a'.repeat(1 << 18)}b${'a'.repeat(1 << 18)}`
  expect([indexIn(text, part), lastIndexIn(text, part), splitAt(text, part)]).toEqual([-1, -1, [text]])
})

test('searching is paid for', () => {
  meter.left = 100
  expect(indexIn('a'.repeat(1 << 20), 'b')).toMatchObject({ code: 'budget' })
})
