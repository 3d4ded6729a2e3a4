import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ResourceRef } from '../model/index.js'
import { addTo, emptySample, membersOf, mergeSamples, mostNamed } from './sample.js'

const ref = (file: string, id: string): ResourceRef => ({ type: 'v1/Pod', id, name: id, file, subject: {} })

function sampleOf(refs: readonly ResourceRef[]) {
  const sample = emptySample()
  for (const each of refs) addTo(sample, each)
  return sample
}

const refs = fc
  .array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(400)), { maxLength: 3 * mostNamed })
  .map((pairs) => pairs.map(([file, id]) => ref(file, String(id))))

test('a sample names the first, whatever the order and the batches in which they come', () => {
  fc.assert(
    fc.property(refs, fc.nat(3 * mostNamed), (all, cut) => {
      const whole = membersOf(sampleOf(all))
      const parts = mergeSamples(sampleOf(all.slice(0, cut)), sampleOf(all.slice(cut)))
      expect(membersOf(sampleOf(all.toReversed()))).toEqual(whole)
      expect(membersOf(parts)).toEqual(whole)
      expect(whole.count).toBe(all.length)
      const named = whole.listed.reduce((sum, { ids }) => sum + ids.length, 0)
      expect(named).toBe(Math.min(all.length, mostNamed))
    }),
  )
})

test('it lists them by file', () => {
  expect(membersOf(sampleOf([ref('b', '1'), ref('a', '2'), ref('a', '1')]))).toEqual({
    count: 3,
    listed: [
      { file: 'a', ids: ['1', '2'] },
      { file: 'b', ids: ['1'] },
    ],
  })
})
