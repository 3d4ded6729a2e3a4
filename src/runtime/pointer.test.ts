import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPointer, listIndex, parsePointer } from './pointer.js'

test('segments survive a round trip, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (segments) => {
      expect(parsePointer(formatPointer(segments))).toEqual(segments)
    }),
  )
})

test.each([
  ['0', 0],
  ['12', 12],
  ['01', undefined],
  ['-', undefined],
  ['1.5', undefined],
])('%s as a list index is %s', (segment, index) => {
  expect(listIndex(segment)).toBe(index)
})
