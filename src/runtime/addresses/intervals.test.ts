import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Spans } from '../model/index.js'
import { atoms, covers, includes, intersect, meet, spansOf, subtract, union } from './intervals.js'

const universe = 24
const spansArbitrary = fc
  .array(fc.tuple(fc.nat(universe), fc.nat(universe)), { maxLength: 6 })
  .map((pairs) => spansOf(pairs.map(([from, to]) => ({ from, to }))))

/** The same set as plain members: the obvious implementation. */
const members = (spans: Spans<number>) => {
  const values = new Set<number>()
  for (const { from, to } of spans) for (let v = from; v < to; v++) values.add(v)
  return values
}

const canonical = (spans: Spans<number>) =>
  spans.every((s, i) => s.from < s.to && (i === 0 || (spans[i - 1]?.to ?? Infinity) < s.from))

describe('the algebra agrees with sets of numbers', () => {
  test('union, intersection and difference', () => {
    fc.assert(
      fc.property(spansArbitrary, spansArbitrary, (a, b) => {
        const [x, y] = [members(a), members(b)]
        expect(members(union(a, b))).toEqual(new Set([...x, ...y].sort((p, q) => p - q)))
        expect(members(intersect(a, b))).toEqual(new Set([...x].filter((v) => y.has(v))))
        expect(members(subtract(a, b))).toEqual(new Set([...x].filter((v) => !y.has(v))))
        for (const result of [union(a, b), intersect(a, b), subtract(a, b)])
          expect(canonical(result)).toBe(true)
      }),
    )
  })

  test('coverage and membership', () => {
    fc.assert(
      fc.property(spansArbitrary, spansArbitrary, fc.nat(universe), (a, b, value) => {
        const [x, y] = [members(a), members(b)]
        expect(covers(a, b)).toBe([...y].every((v) => x.has(v)))
        expect(meet(a, b)).toBe([...y].some((v) => x.has(v)))
        expect(includes(a, value)).toBe(x.has(value))
      }),
    )
  })

  test('an atom is wholly inside or wholly outside of every cutter', () => {
    fc.assert(
      fc.property(spansArbitrary, fc.array(spansArbitrary, { maxLength: 4 }), (a, cutters) => {
        const pieces = atoms(a, cutters)
        expect(spansOf(pieces)).toEqual(a)
        for (const piece of pieces) {
          for (const cutter of cutters) {
            const common = intersect([piece], cutter)
            expect(common.length === 0 || covers(cutter, [piece])).toBe(true)
          }
        }
      }),
    )
  })
})

test('touching ranges are one range', () => {
  expect(
    spansOf([
      { from: 31001, to: 32768 },
      { from: 30000, to: 31001 },
    ]),
  ).toEqual([{ from: 30000, to: 32768 }])
})

test('the same algebra holds for bigints', () => {
  const all = [{ from: 0n, to: 1n << 128n }]
  expect(subtract(all, [{ from: 5n, to: 6n }])).toEqual([
    { from: 0n, to: 5n },
    { from: 6n, to: 1n << 128n },
  ])
})
