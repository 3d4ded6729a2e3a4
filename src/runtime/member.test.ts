import { expect, test } from 'vitest'
import { field, isRecord, isSet, listAt, setOwn, textAt, wordOf } from './member.js'

test('a path leads through maps and lists, and ends in undefined where it breaks off', () => {
  const pod = { spec: { containers: [{ name: 'web' }] } }
  expect(field(pod, 'spec', 'containers', 0, 'name')).toBe('web')
  expect(field(pod, 'spec', 'volumes', 0, 'name')).toBeUndefined()
  expect(field(null, 'spec')).toBeUndefined()
  expect(field('text', 'length')).toBeUndefined()
  expect(field(pod)).toBe(pod)
})

test.each(['constructor', 'toString', '__proto__'])('%s is no member unless the data have it', (name) => {
  expect(field({}, name)).toBeUndefined()
  const data: Record<string, unknown> = {}
  setOwn(data, name, 'own')
  expect(field(data, name)).toBe('own')
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
})

test('what is no list has no elements, and what is no text with something in it is no text', () => {
  const data = { list: [1], text: 'a', empty: '', number: 1 }
  expect([listAt(data, 'list'), listAt(data, 'text'), listAt(data, 'none')]).toEqual([[1], [], []])
  expect(['text', 'empty', 'number', 'none'].map((name) => textAt(data, name))).toEqual([
    'a',
    undefined,
    undefined,
    undefined,
  ])
})

test('null and empty text stand for what is not set, zero and false do not', () => {
  expect([undefined, null, '', 0, false, []].map(isSet)).toEqual([false, false, false, true, true, true])
})

test('a list is no record', () => {
  expect([{}, [], null, 'a'].map(isRecord)).toEqual([true, false, false, false])
})

test.each<[unknown, string]>([
  ['tcp', 'tcp'],
  [22, '22'],
  [null, 'null'],
  [['tcp'], '(a list)'],
  [{ toString: 1 }, '(an object)'],
  [{ toString: () => 'tcp' }, '(an object)'],
])('%j is the word %s', (value, word) => {
  expect(wordOf(value)).toBe(word)
})
