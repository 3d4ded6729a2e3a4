import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Document } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { jsonPlaces } from '../json-places.js'
import { linesOf } from '../lines.js'
import type { Bytes } from './bytes.js'
import { layoutOf } from './layout.js'
import { pieceReader, piecesOf } from './pieces.js'

const key = fc.constantFrom(
  'a',
  'b',
  'name',
  '0',
  '1',
  'ü',
  '😀',
  'a/b',
  '~',
  '',
  'k"',
  'tab\t',
  '{',
  '__proto__',
)
const scalar = fc.constantFrom(
  1,
  -0.5,
  true,
  null,
  '',
  'x',
  '"',
  '\\',
  '},',
  ']\n',
  'ü😀',
  'long '.repeat(40),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
}))
const items = fc.array(fc.dictionary(key, value, { maxKeys: 5 }), { minLength: 2, maxLength: 6 })

const writers = {
  pretty: (data: unknown) => JSON.stringify(data, null, 2),
  compact: (data: unknown) => JSON.stringify(data),
  'Windows line breaks': (data: unknown) => JSON.stringify(data, null, 4).replaceAll('\n', '\r\n'),
  'a byte order mark': (data: unknown) => `\ufeff${JSON.stringify(data, null, '\t')}`,
}

test.each(Object.entries(writers))('places in a piece are those in the file: %s', (_, write) => {
  const check = fc.property(items, fc.constantFrom(1, 100, 10_000), (list, size) => {
    const text = write({ kind: 'List', items: list })
    const [found, expected] = [placesByPieces(text, size), jsonPlaces(linesOf('f', text), text.indexOf('{'))]
    const pointers = list.flatMap((item, i) => pointersIn(item, ['items', String(i)]))
    expect(pointers.map(found)).toEqual(pointers.map((pointer) => expected(pointer)))
  })
  fc.assert(check, { examples: [[[{ 'k"': 1, b: { 'k"': [1, 'ü', { a: 2 }] } }, {}], 1]] })
})

/** Where each value stands, told as its piece is read. */
function placesByPieces(text: string, size: number): (pointer: string) => unknown {
  const content = Buffer.from(text)
  const bytes: Bytes = { size: content.length, read: (target, from) => content.copy(target, 0, from) }
  const places = new Map<string, unknown>()
  let before = 0
  for (const piece of piecesOf(
    pieceReader(bytes, layoutOf(bytes, 'json', 1), { file: 'f', subject: {} }),
    size,
  )) {
    const [document] = piece.documents as readonly [Document]
    const { items } = document.data as { readonly items: readonly unknown[] }
    for (const [i, item] of items.entries())
      for (const inside of pointersIn(item, []))
        places.set(`/items/${before + i}${inside}`, document.locate(`/items/${i}${inside}`))
    before += items.length
  }
  return (pointer) => places.get(pointer)
}

/** The pointers of all values inside, and of some that are not there. */
function pointersIn(value: unknown, path: readonly string[]): string[] {
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, part]) => pointersIn(part, [...path, name]))
      : []
  return [
    formatPointer(path),
    formatPointer([...path, 'absent']),
    formatPointer([...path, '7', 'a']),
    ...inside,
  ]
}
