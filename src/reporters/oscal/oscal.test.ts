import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GuidelineSummary, Report } from '../../runtime/model/index.js'
import { identity } from '../../wording/oscal/identity.js'
import { oscalMistakes } from '../../wording/oscal/schemas.fixture.js'
import { oscal, oscalWithNotes } from './oscal.js'

const read = (name: string): Report =>
  JSON.parse(readFileSync(new URL(`../../../testdata/reports/${name}.json`, import.meta.url), 'utf8'))
const mistakes = oscalMistakes('assessment-results')
const evidence = read('audit')
const mixed = read('mixed')
const names = ['mixed', 'clean', 'empty', 'could-not-run', 'lint', 'evidence', 'audit']

const documentOf = (report: Report) => JSON.parse(oscal(report))['assessment-results']
const resultOf = (report: Report) => documentOf(report).results[0]
const { findings, observations, risks, ...result } = resultOf(evidence)
const withStatus = (status: GuidelineSummary['status']): Report => ({
  ...evidence,
  guidelines: evidence.guidelines.map((guideline) => ({ ...guideline, status })),
})

describe("NIST's schema", () => {
  test.each(names)('accepts %s', (name) => {
    expect(mistakes(oscal(read(name)))).toBeNull()
  })

  test('accepts findings of no guideline and no policy of the report', () => {
    expect(mistakes(oscal({ ...evidence, guidelines: [], policies: [], results: [], inputs: [] }))).toBeNull()
  })

  test('accepts days, instants and words that are neither', () => {
    const about = JSON.stringify(evidence)
    for (const day of ['2026-12-30T10:00:00+05:30', 'soon', '']) {
      expect(mistakes(oscal(JSON.parse(about.replaceAll('2026-12-30', day))))).toBeNull()
    }
  })

  test('accepts any text wherever a report has one', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 20 })
    const fixed = new Set(['status', 'verdict', 'severity', 'startedAt', 'sha256', 'from', 'role', 'kind'])
    fc.assert(
      fc.property(texts, (text) => {
        const report: Report = JSON.parse(JSON.stringify(mixed), (key, value) =>
          typeof value === 'string' && !fixed.has(key) ? text : value,
        )
        expect(mistakes(oscal(report))).toBeNull()
      }),
      { numRuns: 50 },
    )
  })

  test('would refuse a result without controls', () => {
    const bad = documentOf(evidence)
    bad.results[0]['reviewed-controls'] = {}
    expect(mistakes(JSON.stringify({ 'assessment-results': bad }))).not.toBeNull()
  })
})

test.each(names)('%s: each UUID names one thing, and every reference leads to one', (name) => {
  const uuids: string[] = []
  const references: string[] = []
  JSON.parse(oscal(read(name)), (key, value) => {
    if (typeof value !== 'string') return value
    if (key === 'uuid') uuids.push(value)
    else if (key.endsWith('-uuid')) references.push(value)
    else if (key === 'href' && value.startsWith('#')) references.push(value.slice(1))
    return value
  })
  expect(uuids).toEqual([...new Set(uuids)])
  expect(references.filter((uuid) => !uuids.includes(uuid))).toEqual([])
})

test('the same report gives the same bytes, and another content another UUID', () => {
  expect(oscal(structuredClone(evidence))).toBe(oscal(evidence))
  const { uuid } = documentOf(evidence)
  expect(documentOf({ ...evidence, findings: [] }).uuid).not.toBe(uuid)
})

interface Finding {
  readonly target: { readonly 'target-id': string; readonly status: object }
}

const statusesOf = (report: Report) =>
  resultOf(report).findings.map(({ target }: Finding) => ({ [target['target-id']]: target.status }))

const satisfied = { state: 'satisfied', reason: 'pass' }
const failed = { state: 'not-satisfied', reason: 'fail' }
const other = { state: 'not-satisfied', reason: 'other' }

test('a finding for each guideline, and one for each control that a violated one serves', () => {
  expect(statusesOf(evidence)).toEqual([
    { 'ibm-pag_vpn-ingress-only-443': satisfied },
    { 'ibm-pag_vsi-ingress-nothing-else': failed },
    { 'ibm-pag_session-recording-in-force': satisfied },
    { 'ibm-pag_floating-ips': other },
    { 'ac-4_smt': failed },
    { 'sc-7_smt': failed },
    { 'sc-7.5_smt': failed },
  ])
})

test.each([
  'waived',
  'error',
  'partial',
  'no data',
  'unmatched',
  'attestation expired',
  'not attested',
  'not implemented',
] as const)('what is %s is not satisfied, and speaks against no control', (status) => {
  expect(statusesOf(withStatus(status))).toEqual(
    evidence.guidelines.map(({ id }) => ({ [id.replace('/', '_')]: other })),
  )
})

test('an open finding is an open risk, a waived one an approved deviation until its last day', () => {
  const [open, waived, undecided] = risks
  expect(risks).toHaveLength(3)
  expect(open).toMatchObject({
    title: 'rule 3 accepts tcp 22 from 0.0.0.0/0',
    description:
      '`exports/security-groups.json:57:9`: `ibm.is/SecurityGroup vsi-sg r006-vsi (account: acme)` at `/rules/3`\n- `item.remote.cidr_block` is `"0.0.0.0/0"`',
    statement: 'A server that anyone reaches is a server that anyone tries.',
    status: 'open',
  })
  expect(open).not.toHaveProperty('risk-log')
  expect(waived).toMatchObject({
    status: 'deviation-approved',
    deadline: '2026-12-31T23:59:59.000Z',
    'risk-log': {
      entries: [
        {
          description: 'Public web server until the load balancer is in place.',
          start: '2026-11-02T00:00:00.000Z',
          end: '2026-12-31T23:59:59.000Z',
          'status-change': 'deviation-approved',
          'logged-by': [
            { 'party-uuid': identity.party('team network'), 'role-id': 'waiver-owner' },
            { 'party-uuid': identity.party('Grace Example'), 'role-id': 'waiver-approver' },
          ],
        },
      ],
    },
  })
  expect(undecided).toMatchObject({ status: 'deviation-approved', deadline: '2027-01-31T23:59:59.000Z' })
})

test('a waiver that has expired leaves its risk open', () => {
  const expired = evidence.findings.map((finding) =>
    finding.waiver ? { ...finding, waiver: { ...finding.waiver, status: 'expired' as const } } : finding,
  )
  const [, risk] = resultOf({ ...evidence, findings: expired }).risks
  expect(risk).toMatchObject({ status: 'open', 'risk-log': { entries: [{ 'status-change': 'open' }] } })
  expect(risk).not.toHaveProperty('deadline')
})

test('an attestation is an examination by its author, from its date to its last day', () => {
  expect(observations.at(-1)).toMatchObject({
    title: 'Attestation of `ibm-pag/session-recording-in-force`',
    description: 'Session recording is on and its records are kept for a year.',
    methods: ['EXAMINE'],
    origins: [{ actors: [{ type: 'party', 'actor-uuid': identity.party('Ada Example') }] }],
    'relevant-evidence': [{ description: 'TICKET-4711' }, { description: 'The file that may hold it.' }],
    collected: '2026-10-01T00:00:00.000Z',
    expires: '2026-12-30T23:59:59.000Z',
  })
  const guidelines = evidence.guidelines.map((guideline) => {
    const { evidence: _, ...attestation } = guideline.attestation ?? { by: '' }
    return { ...guideline, ...(guideline.attestation && { attestation }) } as GuidelineSummary
  })
  expect(resultOf({ ...evidence, guidelines }).observations.at(-1).methods).toEqual(['INTERVIEW'])
})

test('a policy is an observation of what it judged, collected when the export was taken', () => {
  const [, , vsi] = observations
  const about = ({ title, props }: { title: string; props: { name: string; value: string }[] }) => [
    title,
    ...props.map(({ name, value }) => `${name}: ${value}`),
  ]
  expect(vsi).toMatchObject({
    title: 'Policy `ibm-pag/vsi-accepts-only-ssh`',
    description: 'Resources: 1 failed, 1 failed with all findings waived, 1 not applicable.',
    methods: ['TEST'],
    collected: '2026-11-27T08:59:12.000Z',
    remarks:
      '- 1 resource skipped by `is-of-a-server`\n- 4 test cases in `policies/ibm-pag/tests/vsi.yaml`, all passed at 2026-11-27T09:15:00.000Z',
  })
  expect(vsi.subjects.map(about)).toEqual([
    [
      '`vsi-sg`',
      'resource-id: ibm.is/SecurityGroup r006-vsi',
      'result: fail',
      'evaluated-on: 2026-11-27T09:15:00.000Z',
      'reason: rule 3 accepts tcp 22 from 0.0.0.0/0',
    ],
    [
      '`web-sg`',
      'resource-id: ibm.is/SecurityGroup r006-web',
      'result: fail',
      'evaluated-on: 2026-11-27T09:15:00.000Z',
      'reason: rule 1 accepts tcp 443 from 0.0.0.0/0',
      'waived: true',
    ],
  ])
})

test('of a resource that two exports have the worst is said, whatever the order', () => {
  const [pass] = evidence.results ?? []
  if (!pass) throw new Error('no result')
  const twice = [
    pass,
    { ...pass, resource: { ...pass.resource, file: 'copy.json' }, verdict: 'fail' as const },
  ]
  for (const results of [twice, twice.toReversed()]) {
    const [, vpn] = resultOf({ ...evidence, results }).observations
    const said = vpn.subjects.map(({ props }: { props: { value: string }[] }) => props[1]?.value)
    expect(said).toEqual(['fail'])
  }
})

test('of very many that passed the first are named, and it is said', () => {
  const [pass] = evidence.results ?? []
  if (!pass) throw new Error('no result')
  const results = Array.from({ length: 1200 }, (_, i) => ({
    ...pass,
    resource: { ...pass.resource, id: `r${i}` },
  }))
  const policies = evidence.policies.map((policy) => ({
    ...policy,
    counts: { ...policy.counts, pass: 1200 },
  }))
  const [, vpn] = resultOf({ ...evidence, results, policies }).observations
  expect(vpn.subjects).toHaveLength(1000)
  expect(vpn.description).toMatch(/^Resources: 1200 passed/)
  expect(vpn.remarks).toContain('- Of the resources that passed only the first 1000 are named.')
})

test('of very many findings the least severe are left out, and it is said', () => {
  const { parts, notes } = oscalWithNotes(mixed, 2)
  const text = [...parts].join('')
  expect(mistakes(text)).toBeNull()
  const message = `${mixed.findings.length - 2} findings left out, the least severe: a document has at most 2`
  expect(notes).toEqual([`oscal: ${message}`])
  const [{ risks, 'assessment-log': log }] = JSON.parse(text)['assessment-results'].results
  expect(risks.length).toBe(resultOf(mixed).risks.length - (mixed.findings.length - 2))
  expect(log.entries.at(-1)).toMatchObject({ title: 'left-out', description: message })
})

test('evidence has the digests of the bytes that were read', () => {
  const { resources } = documentOf(evidence)['back-matter']
  const digests = resources.flatMap(({ rlinks: [{ href, hashes = [] }] }: Resource) =>
    hashes.map(({ value }) => [href, value]),
  )
  const read = [...evidence.policies, ...(evidence.settings ?? []), ...evidence.inputs]
  expect(digests).toEqual(read.map(({ file, sha256 }) => [file, sha256]))
})

interface Resource {
  readonly rlinks: readonly [
    { readonly href: string; readonly hashes?: readonly { readonly value: string }[] },
  ]
}

test('parameters in force say where they come from, and which of them let something through', () => {
  expect(result.props.map((one: { class: string; value: string }) => `${one.class} ${one.value}`)).toEqual([
    'ibm-pag least-privilege',
    'exemption ibm-pag/exemptInstances=["bastion"]',
    'default ibm-pag/vpn="vpn-sg"',
  ])
})

test('a run that could not run says so, and nothing of any guideline', () => {
  const { description, findings, 'assessment-log': log } = resultOf(read('could-not-run'))
  expect(description).toBe(
    'The run could not judge anything: the log says why. It says nothing of any guideline.',
  )
  expect(findings).toBeUndefined()
  expect(log.entries).toHaveLength(read('could-not-run').problems?.length ?? 0)
})

test('findings and rules lead to the component definition', () => {
  expect(findings[0].links).toEqual([
    {
      href: expect.stringMatching(/^#/),
      rel: 'reference',
      'resource-fragment': identity.rule('ibm-pag/vpn-ingress-only-443'),
    },
  ])
  expect(result['local-definitions'].components[0].uuid).toBe(identity.pack('ibm-pag'))
})
