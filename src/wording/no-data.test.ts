import { expect, test } from 'vitest'
import type { Group } from '../runtime/model/by-guideline.js'
import type { GuidelineSummary, PolicySummary } from '../runtime/model/index.js'
import { foldNoData } from './no-data.js'

type Draft = Partial<Pick<GuidelineSummary, 'status' | 'accepted'>> & { readonly missing?: string[] }

/** Groups as a report gives them; only what is read is there. */
const groupsOf = (...drafts: Draft[]) =>
  drafts.map(({ missing, ...guideline }, i) => ({
    guideline: { id: `g${i}`, status: 'no data', ...guideline } as GuidelineSummary,
    policies: [{ id: `p${i}`, ...(missing && { missing }) } as unknown as PolicySummary],
    open: [],
    waived: [],
  })) satisfies Group[]
const many = (length: number, draft: Draft = {}): Draft[] => Array.from({ length }, () => draft)

test('five guidelines without data are named one by one', () => {
  const groups = groupsOf(...many(5, { missing: ['v1/Pod'] }), { status: 'unmatched' })
  expect(foldNoData(groups)).toEqual({ named: groups })
})

test('more of them are a count, with the types that most of them lack', () => {
  const groups = groupsOf(
    ...many(2, { missing: ['v1/Pod'] }),
    ...many(3, { missing: ['aws/Vpc', 'v1/Pod'] }),
    ...['e', 'd', 'c', 'b', 'a'].map((type) => ({ missing: [type] })),
  )
  expect(foldNoData(groups)).toEqual({
    named: [],
    others: '10 guidelines: no export has v1/Pod (5), aws/Vpc (3), a (1), b (1), c (1) and 2 more types',
  })
})

test('what has another status, or was accepted, is named always', () => {
  const accepted = { reason: 'no such cluster' }
  const statuses = ['partial', 'unmatched', 'not attested', 'attestation expired', 'not implemented'] as const
  const groups = groupsOf(
    ...many(6, { missing: ['v1/Pod'] }),
    { accepted },
    ...statuses.map((status) => ({ status })),
  )
  expect(foldNoData(groups)).toEqual({
    named: groups.slice(6),
    others: '6 guidelines: no export has v1/Pod (6)',
  })
})

test('a type of hostile data drives nothing', () => {
  const groups = groupsOf(...many(6, { missing: ['\u001b[2J\n::error::x'] }))
  expect(foldNoData(groups).others).not.toMatch(/\p{Cc}/u)
})
