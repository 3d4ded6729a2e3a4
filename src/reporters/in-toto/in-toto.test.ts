import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '../../runtime/model/index.js'
import { inToto, inTotoStatement } from './in-toto.js'

const read = (name: string): Report =>
  JSON.parse(readFileSync(new URL(`../../../testdata/reports/${name}.json`, import.meta.url), 'utf8'))
const evidence = read('audit')

const ofEvidence = JSON.parse(inToto(evidence))

test('the statement is about the exports, by the digests of the bytes that were judged', () => {
  const { subject, predicate, ...rest } = ofEvidence
  expect(rest).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
  })
  expect(subject).toEqual(evidence.inputs.map(({ file, sha256 }) => ({ name: file, digest: { sha256 } })))
  expect(Object.keys(predicate)).toEqual([
    'result',
    'configuration',
    'passedTests',
    'warnedTests',
    'failedTests',
  ])
})

test('the configuration names what was judged by: packs, policies, settings, and parameters with their values', () => {
  const { configuration } = ofEvidence.predicate
  expect(configuration.map(({ name }: { name: string }) => name)).toEqual([
    'pack ibm-pag',
    'pack shared',
    'policies/ibm-pag/floating-ips.yaml',
    'policies/ibm-pag/vpn-accepts-only-443.yaml',
    'policies/ibm-pag/vsi-accepts-only-ssh.yaml',
    'policytest.config.yaml',
    'waivers.yaml',
    'attestations.yaml',
    'parameters',
  ])
  for (const { digest } of configuration) expect(digest.sha256).toMatch(/^[0-9a-f]{64}$/)
  const { content } = configuration.at(-1)
  expect(JSON.parse(Buffer.from(content, 'base64').toString())).toEqual({
    'ibm-pag/exemptInstances': ['bastion'],
  })
})

test("somebody's word is a warning, and what nobody decided a failure unless somebody accepts it", () => {
  const { result, passedTests, warnedTests, failedTests } = ofEvidence.predicate
  expect({ result, passedTests, warnedTests, failedTests }).toEqual({
    result: 'FAILED',
    passedTests: ['ibm-pag/vpn-ingress-only-443'],
    warnedTests: ['ibm-pag/session-recording-in-force', 'ibm-pag/floating-ips'],
    failedTests: ['ibm-pag/vsi-ingress-nothing-else'],
  })
})

const withStatuses = (...statuses: readonly Report['guidelines'][number]['status'][]): Report => {
  const [guideline] = evidence.guidelines
  if (!guideline) throw new Error('no guideline')
  const guidelines = statuses.map((status, i) => ({ ...guideline, id: `pack/g${i}`, status }))
  return { ...evidence, guidelines, findings: [] }
}
const failedCase = {
  policy: 'p',
  test: 't',
  name: 'n',
  status: 'failed',
  location: { file: 't.yaml', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
} as const

test.each<[string, Report, string]>([
  ['all are satisfied', withStatuses('satisfied', 'satisfied'), 'PASSED'],
  ['one is waived', withStatuses('satisfied', 'waived'), 'WARNED'],
  ['one is attested', withStatuses('satisfied', 'attested'), 'WARNED'],
  ['one has no data', withStatuses('satisfied', 'no data'), 'FAILED'],
  ['one could not be evaluated', withStatuses('satisfied', 'error'), 'FAILED'],
  ['nothing was judged', read('empty'), 'FAILED'],
  ['the run could not run', read('could-not-run'), 'FAILED'],
  [
    'a strict run does not let it pass',
    { ...withStatuses('satisfied'), strict: [{ code: 'not-read', message: 'm', hint: 'h' }] },
    'FAILED',
  ],
  ['a case failed', { ...withStatuses('satisfied'), cases: [failedCase] }, 'FAILED'],
])('when %s', (_, report, result) => {
  expect(JSON.parse(inToto(report)).predicate.result).toBe(result)
})

test('a report that knows no digests gives a statement about nothing, and says so', () => {
  const inputs = evidence.inputs.map(({ file, source, resources }) => ({ file, source, resources }))
  expect(inTotoStatement({ ...evidence, inputs }).notes).toEqual([
    'the report knows no digest of 2 inputs: the statement is not about them',
    'the in-toto statement is about nothing: it has no subject',
  ])
  expect(inTotoStatement(evidence).notes).toEqual([])
})

test('another time and duration make no difference', () => {
  const later = { ...evidence, startedAt: '2027-01-01T00:00:00.000Z', durationMs: 7 }
  expect(inToto(later)).toBe(inToto(evidence))
})
