import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { loadLibrary } from '../library/library.js'
import type { Report } from '../model/index.js'
import { parseReport } from '../report/parse-report.js'
import { runWith } from '../run.js'
import { mergeReports } from './merge-reports.js'

const root = new URL('../../..', import.meta.url).pathname
const now = new Date('2026-09-21')
const base = {
  disk: { root, shipped: join(root, 'policies') },
  platforms,
  policies: ['policies/portworx', 'policies/ibm-pag'],
  now,
  startedAt: now,
  elapsed: () => 0,
}
const library = loadLibrary(base)
const location = { file: 'w.yaml', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
const waiver = { reason: 'known', owner: 'ops', expires: '2027-01-01', location }
const waivers = [
  { ...waiver, guideline: 'ibm-pag/*' },
  { ...waiver, policy: 'portworx/*', resource: { type: '*NetworkPolicy' } },
  { ...waiver, policy: 'portworx/*', file: 'no/such/file' },
]
const accept = [
  { guideline: 'ibm-pag/*', status: 'no-data' as const, reason: 'elsewhere', location },
  { guideline: 'portworx/*', status: 'unmatched' as const, reason: 'elsewhere', location },
]
const attestations = [
  {
    guideline: 'ibm-pag/session-recording-in-force',
    by: 'J. Doe',
    date: '2026-09-01',
    expires: '2027-09-01',
    result: 'failed' as const,
  },
]

function reportOn(paths: readonly string[]): Report {
  const inputs = paths.map((path) => ({ path }))
  const { report } = runWith(library, { ...base, inputs, waivers, accept, attestations, keepResults: 0 })
  const { results: _, ...rest } = report
  return rest
}

const filed = (report: Report, i: number) => ({ file: `${i}.json`, report, sha256: '', bytes: 0 })

const folder = 'testdata/exports'
const snapshots = [
  'acme/shop',
  'acme/legacy',
  ...readdirSync(join(root, folder)).filter((name) => name !== 'acme'),
]
/** As they are read back from their files. */
const parts = snapshots.map((name) =>
  parseReport(`${name}.json`, JSON.stringify(reportOn([`${folder}/${name}`]))),
)
const whole = JSON.stringify(reportOn([folder]), null, 1)

/** A report has a thousand lines: the first that is not that of one run tells enough. */
function firstDifference(text: string): string | undefined {
  const [lines, expected] = [text.split('\n'), whole.split('\n')]
  const at = expected.findIndex((line, i) => line !== lines[i])
  if (at < 0 && text === whole) return undefined
  return [...expected.slice(Math.max(0, at - 3), at + 4), '--- but', ...lines.slice(at, at + 4)].join('\n')
}

test('whatever the parts, and however they are grouped, merging gives the bytes of one run', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const left = [...parts]
      const take = () => left.splice((numbers.next().value as number) % left.length, 1)[0] as Report
      while (left.length > 1) {
        const some = Array.from(
          { length: Math.min(left.length, 2 + ((numbers.next().value as number) % 3)) },
          take,
        )
        left.push(mergeReports(some.map(filed)))
      }
      expect(firstDifference(JSON.stringify(left[0], null, 1))).toBeUndefined()
    }),
    { numRuns: 8 },
  )
})

test('one report merges to itself', () => {
  expect(
    firstDifference(JSON.stringify(mergeReports([filed(JSON.parse(whole), 0)]), null, 1)),
  ).toBeUndefined()
})
