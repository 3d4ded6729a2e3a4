import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortAsGo } from './go-sort.js'

test('sorts whatever it is given, in n·log n comparisons', () => {
  const small = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 })
  const large = fc.array(fc.integer(), { maxLength: 2_000, size: 'max' })
  fc.assert(
    fc.property(fc.oneof(small, large), (numbers) => {
      let comparisons = 0
      const sorted = sortAsGo([...numbers], (a, b) => {
        comparisons++
        return a - b
      })
      expect(sorted).toEqual([...numbers].sort((a, b) => a - b))
      expect(comparisons).toBeLessThanOrEqual(8 * numbers.length * (1 + Math.log2(numbers.length + 1)))
    }),
  )
})

test('ends with an order that is none', () => {
  const items = Array.from({ length: 1_000 }, (_, i) => i)
  expect(sortAsGo([...items], () => -1).toSorted((a, b) => a - b)).toEqual(items)
  expect(sortAsGo([...items], () => Number.NaN)).toEqual(items)
})
