import { describe, expect, test } from 'vitest'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Attestation, Verdict } from '../model/index.js'
import { noOutcome, noTally, type Tally } from '../scan/outcome.js'
import type { ActiveGuideline } from './active-guideline.js'
import { buildReport } from './build-report.js'

const guideline: ActiveGuideline = {
  id: 'net/g',
  title: 'G',
  statement: 'S',
  kind: 'requirement',
  severity: 'high',
  controls: {},
}
const unmatched: Tally = {
  ...noTally,
  hadData: true,
  candidates: 1,
  excluded: new Map([
    ['is-linux', { count: 1, first: { file: 'pods.yaml', index: 0 }, members: { count: 1, named: [] } }],
  ]),
}
const inPart: Tally = {
  ...noTally,
  pass: 1,
  hadData: true,
  gaps: new Set(['pods.json:1: one page of several']),
}
const withoutData: Tally = { ...noTally, lacking: 'v1/Node' }

function policy(id: string): CompiledPolicy {
  return {
    id,
    name: id,
    file: `${id}.yaml`,
    guidelines: ['net/g'],
    severity: 'high',
    scope: 'resource',
    types: ['v1/Pod'],
    requires: [],
    readsInventory: false,
    looksUp: [],
    matchConditions: [],
    variables: [],
    functions: [],
    homes: [],
    validations: [],
  }
}

function tallyOf(said: Verdict | Tally): Tally {
  return typeof said === 'string' ? { ...noTally, hadData: true, [said]: 1 } : said
}

interface Told {
  /** What each policy of the guideline said of the resource, or why it had nothing to judge. */
  readonly policies?: Readonly<Record<string, Verdict | Tally>>
  readonly attestationRequired?: string
  readonly attestations?: readonly Attestation[]
  readonly now?: string
}

/** The status of one guideline, and what the summary counts. */
function statusOf({ policies = {}, attestationRequired, attestations = [], now = '2026-06-01' }: Told) {
  const told = Object.entries(policies)
  const report = buildReport(
    {
      now: new Date(now),
      packs: [],
      guidelines: [{ ...guideline, ...(attestationRequired && { attestationRequired }) }],
      policies: told.map(([id]) => policy(id)),
      attestations,
      inputs: [],
      outcome: { ...noOutcome, tallies: new Map(told.map(([id, said]) => [id, tallyOf(said)])) },
      waived: { faults: [], waivers: [] },
      cases: [],
      warnings: [],
    },
    { startedAt: new Date(0), durationMs: 0 },
  )
  const counted = Object.entries(report.summary.guidelines).filter(([, count]) => count > 0)
  expect(counted).toEqual([[report.guidelines[0]?.status, 1]])
  return { status: report.guidelines[0]?.status, by: report.guidelines[0]?.attestation?.by }
}

describe('a guideline of several policies', () => {
  test.each<[string, Readonly<Record<string, Verdict | Tally>>, string]>([
    ['is satisfied when all of them judged and passed', { a: 'pass', b: 'pass' }, 'satisfied'],
    ['is partial when one had nothing to judge', { a: 'pass', b: unmatched }, 'partial'],
    ['is partial when one had no data', { a: withoutData, b: 'pass' }, 'partial'],
    ['is partial when one passed what it saw, and there may be more', { a: 'pass', b: inPart }, 'partial'],
    ['is violated whatever else there may be', { a: 'fail', b: inPart }, 'violated'],
    [
      'is unmatched when none judged, though there were resources',
      { a: unmatched, b: withoutData },
      'unmatched',
    ],
    ['is without data when none had any', { a: withoutData, b: withoutData }, 'no data'],
    [
      'is an error when one could not be evaluated, whatever the others lack',
      { a: 'error', b: unmatched },
      'error',
    ],
  ])('%s', (_, policies, status) => {
    expect(statusOf({ policies })).toEqual({ status, by: undefined })
  })
})

describe('a guideline without policy', () => {
  const attestationRequired = 'The base images were reviewed.'
  const word = (by: string, date: string, expires: string): Attestation => ({
    guideline: 'net/g',
    by,
    date,
    expires,
  })

  test("is attested up to the last day of a person's word, and not a day longer", () => {
    const attestations = [word('Ops', '2026-01-01', '2026-06-01')]
    const told = { attestationRequired, attestations }
    expect(statusOf({ ...told, now: '2026-06-01T23:59:59Z' })).toEqual({ status: 'attested', by: 'Ops' })
    expect(statusOf({ ...told, now: '2026-06-02T00:00:00Z' })).toEqual({
      status: 'attestation expired',
      by: 'Ops',
    })
  })

  test('is attested by the latest word', () => {
    const attestations = [
      word('Ops', '2026-03-01', '2026-12-31'),
      word('Dev', '2026-05-01', '2026-05-31'),
      word('Sec', '2026-01-01', '2027-01-01'),
    ]
    expect(statusOf({ attestationRequired, attestations })).toEqual({
      status: 'attestation expired',
      by: 'Dev',
    })
  })

  test('is not attested by a word on another', () => {
    const attestations = [{ ...word('Ops', '2026-01-01', '2026-12-31'), guideline: 'net/other' }]
    expect(statusOf({ attestationRequired, attestations })).toEqual({
      status: 'not attested',
      by: undefined,
    })
  })

  test('is not implemented when nobody has to attest it either', () => {
    expect(statusOf({})).toEqual({ status: 'not implemented', by: undefined })
  })
})

test('a word does not outweigh what a policy found out', () => {
  const attestations = [{ guideline: 'net/g', by: 'Ops', date: '2026-01-01', expires: '2026-12-31' }]
  expect(statusOf({ policies: { a: 'error' }, attestations })).toEqual({ status: 'error', by: 'Ops' })
})
