import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { GivenAcceptance, Report, StrictName } from '../model/index.js'
import { strictNames } from '../model/index.js'
import { accept } from './acceptances.js'
import { reportSchemas } from './schema.js'
import { stopsOf, strictly } from './strict.js'

const read = (name: string): Report =>
  reportSchemas().reportSchema.parse(
    JSON.parse(readFileSync(new URL(`../../../testdata/reports/${name}.json`, import.meta.url), 'utf8')),
  )
const clean = read('clean')
const mixed = read('mixed')
const [satisfied] = clean.guidelines
const [judged] = clean.policies
if (!satisfied || !judged) throw new Error('the example has changed')
const at = { file: 'a.json', start: { line: 2, column: 3 }, end: { line: 2, column: 4 } }

const guideline = (status: (typeof satisfied)['status']): Partial<Report> => ({
  guidelines: [{ ...satisfied, status, policies: [] }],
})
const warning = (code: string): Partial<Report> => ({
  warnings: [{ code, level: 'warning', message: 'M', hint: 'H', location: at }],
})

/** For each name what a report holds that a strict run stops at. */
const examples: Readonly<Record<StrictName, Partial<Report>>> = {
  'no-data': guideline('no data'),
  unmatched: guideline('unmatched'),
  partial: guideline('partial'),
  'not-attested': guideline('not attested'),
  'attestation-expired': guideline('attestation expired'),
  'not-implemented': guideline('not implemented'),
  'idle-policy': { policies: [{ ...judged, status: 'unmatched', reason: 'R' }] },
  'incomplete-input': {
    inputs: [
      {
        file: 'a.json',
        source: 's',
        resources: 1,
        gaps: [{ types: ['v1/Pod'], message: 'M', hint: 'H', location: at }],
      },
    ],
  },
  'not-read': warning('not-an-export'),
  'unknown-type': warning('unknown-type'),
  'unknown-reference': warning('unknown-reference'),
  'waiver-unused': warning('waiver-unused'),
  'accept-unused': warning('accept-unused'),
  'attestation-unused': warning('attestation-unused'),
  'override-unused': warning('override-unused'),
  'param-unused': warning('param-unused'),
  'exclude-unused': warning('exclude-unused'),
  'snapshot-age': warning('snapshot-age'),
  'snapshot-mismatch': warning('snapshot-mismatch'),
  'evidence-changed': warning('evidence-changed'),
  'admission-ignored': warning('admission-ignored'),
  'admission-approximate': warning('admission-approximate'),
}

test('a clean report has nothing that a strict run stops at', () => {
  expect(strictly(clean, {}).strict).toEqual([])
})

test.each(strictNames)('%s is a stop of its own, with what to do, and can be allowed', (name) => {
  const report = { ...clean, ...examples[name] }
  expect(stopsOf(report).map(({ code }) => code)).toEqual([name])
  expect(stopsOf(report)[0]?.hint).toMatch(/\w/)
  expect(strictly(report, { allow: [name] }).strict).toEqual([])
})

test.each(strictNames)('%s is in the documentation', (name) => {
  const page = readFileSync(new URL('../../../docs/strict.md', import.meta.url), 'utf8')
  expect(page).toContain(`| \`${name}\` |`)
})

test('what is decided is no stop, however bad; a policy without a judgement counts once', () => {
  const codes = stopsOf(mixed).map(({ code, about }) => `${code} ${about ?? ''}`.trim())
  expect(codes).toEqual([
    'no-data ibm-pag/floating-ips',
    'partial cluster/quota',
    'not-attested ibm-pag/training',
    'attestation-expired ibm-pag/review',
    'not-implemented cluster/backup',
    'incomplete-input <stdin>',
    'waiver-unused',
  ])
})

const acceptance = (more: Partial<GivenAcceptance>): GivenAcceptance => ({
  guideline: 'ibm-pag/floating-ips',
  status: 'no-data',
  reason: 'There are none.',
  location: at,
  ...more,
})
const warnings = (report: Report) =>
  report.warnings
    .filter((warning) => !mixed.warnings.includes(warning))
    .map(({ code, message, hint }) => [code, message, hint])
const now = new Date('2027-01-01')

test('an accepted guideline says why, and is no stop', () => {
  const report = accept(mixed, [acceptance({ owner: 'Ops', expires: '2027-01-01' })], now)
  expect(report.guidelines.find(({ id }) => id === 'ibm-pag/floating-ips')?.accepted).toEqual({
    reason: 'There are none.',
    owner: 'Ops',
    expires: '2027-01-01',
  })
  expect(stopsOf(report).filter(({ code }) => code === 'no-data')).toEqual([])
  expect(warnings(report)).toEqual([])
})

test('a glob accepts several, and nothing of another status', () => {
  const report = accept(mixed, [acceptance({ guideline: '*' })], now)
  const reasons = report.guidelines.map(({ status, accepted }) => [status, accepted?.reason])
  expect(reasons.filter(([, reason]) => reason === 'There are none.')).toEqual([
    ['no data', 'There are none.'],
  ])
})

test.each<[string, Partial<GivenAcceptance>, string[]]>([
  [
    'that has expired',
    { expires: '2026-12-31' },
    [
      'accept-expired',
      "that ibm-pag/floating-ips is 'no-data' was accepted until 2026-12-31",
      'see to the guideline, or give a new date',
    ],
  ],
  [
    'of a misspelt guideline',
    { guideline: 'ibm-pag/floatin-ips' },
    [
      'accept-unused',
      "that ibm-pag/floatin-ips is 'no-data' is accepted, but it is not",
      "did you mean 'ibm-pag/floating-ips'?",
    ],
  ],
  [
    'of another status',
    { status: 'partial' },
    [
      'accept-unused',
      "that ibm-pag/floating-ips is 'partial' is accepted, but it is not",
      "its status is 'no data': remove what is no longer needed",
    ],
  ],
])('an acceptance %s accepts nothing, and that is said', (_, more, said) => {
  const report = accept(mixed, [acceptance(more)], now)
  expect(warnings(report)).toEqual([said])
  expect(stopsOf(report).map(({ code }) => code)).toContain('no-data')
})
