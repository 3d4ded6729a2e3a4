import { expect, test } from 'vitest'
import { jsonFinder } from './json-places.js'
import { linesOf } from './lines.js'

/** Counts how often a text is looked at while all these places are searched. */
function looks(data: unknown, pointers: readonly string[]): number {
  let count = 0
  const json = new Proxy(Object(JSON.stringify(data)) as object, {
    get(text, key) {
      count++
      const value: unknown = Reflect.get(text, key, text)
      return typeof value === 'function' ? value.bind(text) : value
    },
  })
  const find = jsonFinder({ ...linesOf('a.json', ''), text: json as unknown as string }, 0)
  for (const pointer of pointers) find(pointer).end()
  return count
}

test.each([
  ['a short list', 1_000],
  ['a long list', 10_000],
])('all places in %s cost a few looks each', (_, length) => {
  const list = Array.from({ length }, (_, i) => i)
  const pointers = list.map((i) => `/spec/rules/${i}`)
  const scan = JSON.stringify(list).length
  const cost = looks({ spec: { rules: list } }, pointers)
  expect(cost).toBeLessThan(10 * scan + 30 * length)
})

test('all places in objects that take turns cost a few looks each', () => {
  const list = Array.from({ length: 400 }, (_, i) => i)
  const pointers = list.flatMap((i) => ['/a', '/b', '/c'].map((name) => `${name}/${i}`))
  expect(looks({ a: list, b: list, c: list }, pointers)).toBeLessThan(40 * pointers.length)
})
