import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPointer, listIndex, parsePointer, valueAt } from './pointer.js'

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

test('a value is found by its own keys only', () => {
  const data = JSON.parse('{"a/b": [{"__proto__": 1}], "n": null}')
  const pointers = ['', '/a~1b/0/__proto__', '/a~1b/0/toString', '/n', '/n/x', '/z']
  expect(pointers.map((pointer) => valueAt(data, pointer))).toEqual([
    data,
    1,
    undefined,
    null,
    undefined,
    undefined,
  ])
})
