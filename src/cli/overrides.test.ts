import { expect, test } from 'vitest'
import type { Report } from '../runtime/model/index.js'
import { parseReport } from '../runtime/report/parse-report.js'
import { commandLine } from './command-line.fixture.js'

const { policytest, write, read } = commandLine('overrides')

const policy = (name: string, guidelines: string, expression: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  guidelines: [${guidelines}]
  match: {resources: [v1/Pod]}
  validations: [{name: n, expression: '${expression}', message: M}]
`

const pods = (...names: readonly string[]) =>
  names
    .map((name) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' } }))
    .join('\n')

/** Pack `own`: `both` enforces two guidelines, `other` one of them, `alone` a third; a person attests a fourth. */
function given(overrides: string, more = '') {
  write({
    'policies/pack.yaml': `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: own}
spec:
  title: Own
  guidelines:
    - {id: a, title: A, statement: S., severity: high}
    - {id: b, title: B, statement: S., severity: medium}
    - {id: c, title: C, statement: S., severity: low}
    - {id: signed, title: D, statement: S., severity: low, attestation: Look at it.}
`,
    'policies/both.yaml': policy('both', 'a, b', 'object.metadata.name == "web"'),
    'policies/other.yaml': policy('other', 'b', 'object.metadata.namespace == "shop"'),
    'policies/alone.yaml': policy('alone', 'c', 'object.metadata.name == "web"'),
    'exports/pods.ndjson': pods('web', 'db'),
    'exports/legacy/pods.ndjson': pods('old'),
    'policytest.config.yaml': `apiVersion: policytest.dev/v1
kind: Config
spec:
  policies: [policies]
  inputs: [exports]
  attestations: [{guideline: own/signed, by: B, date: 2025-12-01, expires: 2027-12-01}]
${more}  overrides:
${overrides}`,
  })
}

async function scan(flags = '') {
  const { code, stdout, stderr } = await policytest(`-r json-full ${flags}`)
  const report: Report = parseReport('report.json', stdout)
  return {
    code,
    stderr,
    report,
    findings: report.findings.map(
      ({ policy: of, resource, severity, guidelines }) =>
        `${of.replace('own/', '')} ${resource.name} ${severity} ${guidelines.join()}`,
    ),
    statuses: Object.fromEntries(report.guidelines.map(({ id, status }) => [id, status])),
    stops: report.strict?.map(({ code: stop, about }) => `${stop} ${about ?? ''}`.trim()),
  }
}

test('another severity is that of the findings, and what --fail-on looks at', async () => {
  given('    - {guideline: own/a, severity: low, reason: R}\n')
  const { findings, report } = await scan()
  expect(findings).toEqual([
    'alone old low own/c',
    'both old medium own/a,own/b',
    'alone db low own/c',
    'both db medium own/a,own/b',
  ])
  expect(report.guidelines.map(({ severity }) => severity)).toEqual(['low', 'medium', 'low', 'low'])
  given(
    '    - {policy: own/*, severity: info, reason: R}\n    - {policy: own/alone, severity: critical, reason: R}\n',
  )
  expect((await scan()).findings.map((finding) => finding.split(' ')[2])).toEqual([
    'critical',
    'info',
    'critical',
    'info',
  ])
  expect((await scan('--fail-on critical')).code).toBe(1)
  given('    - {policy: own/*, severity: info, paths: [exports/legacy], reason: R}\n')
  expect((await scan()).findings).toEqual([
    'alone old info own/c',
    'both old info own/a,own/b',
    'alone db low own/c',
    'both db high own/a,own/b',
  ])
})

test('what is disabled is not judged, says so everywhere, and is not green', async () => {
  given('    - {policy: own/both, disable: true, reason: No such pods, owner: Ops, expires: 2027-03-31}\n')
  const { report, statuses, findings } = await scan()
  const by = { reason: 'No such pods', owner: 'Ops', expires: '2027-03-31' }
  expect(statuses).toEqual({
    'own/a': 'unmatched',
    'own/b': 'partial',
    'own/c': 'violated',
    'own/signed': 'attested',
  })
  expect(findings).toEqual(['alone old low own/c', 'alone db low own/c'])
  expect(report.policies.find(({ id }) => id === 'own/both')).toMatchObject({
    status: 'unmatched',
    reason: 'disabled by Ops until 2027-03-31: No such pods',
    disabled: by,
    counts: { pass: 0, fail: 0, error: 0, skip: 0, waived: 0 },
  })
  expect(report.guidelines.slice(0, 2)).toMatchObject([{ disabled: by, accepted: by }, { accepted: by }])
  expect(report.overrides).toEqual([
    {
      policy: 'own/both',
      disable: true,
      ...by,
      location: expect.anything(),
      status: 'active',
      policies: ['own/both'],
    },
  ])
  expect((await scan('--strict')).stops).toEqual([])
  for (const reporter of ['console', 'markdown', 'html', 'junit']) {
    const { stdout } = await policytest(`-r ${reporter}`)
    expect(stdout, reporter).toContain('disabled by Ops until 2027-03-31: No such pods')
  }
})

test('one whose paths cover all exports disables what it is about, and says so', async () => {
  given('    - {policy: own/both, disable: true, paths: [exports/**], reason: Old pods, owner: Ops}\n')
  const { report, statuses, stops } = await scan('--strict')
  const by = { reason: 'Old pods', owner: 'Ops' }
  expect(statuses).toMatchObject({ 'own/a': 'unmatched', 'own/b': 'partial' })
  expect(report.policies.find(({ id }) => id === 'own/both')).toMatchObject({
    status: 'unmatched',
    reason: 'disabled by Ops: Old pods',
    disabled: by,
    counts: { pass: 0, fail: 0, error: 0, skip: 3, waived: 0 },
  })
  expect(report.guidelines.slice(0, 2)).toMatchObject([{ accepted: by }, { accepted: by }])
  expect(stops).toEqual([])
  for (const reporter of ['console', 'markdown', 'html', 'junit']) {
    const { stdout } = await policytest(`-r ${reporter}`)
    expect(stdout, reporter).toContain('disabled by Ops: Old pods')
  }
})

test('of shards, one may cover all that it has, and all together they do not', async () => {
  given('    - {policy: own/both, disable: true, paths: [exports/legacy], reason: Old pods}\n')
  const whole = (await scan()).report
  for (const i of [1, 2]) await policytest(`scan exports --shard ${i}/2 -r json-full=${i}.json`)
  const { stdout } = await policytest('merge 1.json 2.json -r json-full')
  const merged = parseReport('report.json', stdout)
  expect(merged.policies).toEqual(whole.policies)
  expect(merged.guidelines).toEqual(whole.guidelines)
})

test('the pages of docs say it without a run, too', async () => {
  given('    - {policy: own/both, disable: true, reason: No such pods, owner: Ops}\n')
  await policytest('docs')
  for (const page of ['a', 'b'])
    expect(read(`compliance/own/${page}.md`)).toContain(
      '**Not judged here:** `own/both` is disabled by Ops: No such pods.',
    )
  expect(read('compliance/own/c.md')).not.toContain('Not judged here')
})

test('it holds until it expires', async () => {
  given('    - {policy: own/both, disable: true, reason: R, expires: 2025-12-31}\n')
  const { findings, stderr, report } = await scan()
  expect(findings).toHaveLength(4)
  expect(stderr).toMatch(/warning: the override of own\/both held until 2025-12-31 \[override-expired\]/)
  expect(report.overrides).toMatchObject([{ status: 'expired' }])
})

test('a guideline alone is disabled, be it attested, and its policy judges for its other guidelines', async () => {
  given(`    - {guideline: own/a, disable: true, reason: R}
    - {guideline: own/signed, disable: true, reason: R}
`)
  const { findings, statuses } = await scan()
  expect(findings).toEqual([
    'alone old low own/c',
    'both old medium own/b',
    'alone db low own/c',
    'both db medium own/b',
  ])
  expect(statuses).toEqual({
    'own/a': 'unmatched',
    'own/b': 'violated',
    'own/c': 'violated',
    'own/signed': 'unmatched',
  })
  expect((await scan('--strict')).stops).toEqual([])
})

test('resources of some exports are not judged, and counted as skipped for that reason', async () => {
  given("    - {policy: own/*, disable: true, paths: ['exports/leg*/**'], reason: Going away, owner: Ops}\n")
  const { findings, report } = await scan()
  expect(findings).toEqual(['alone db low own/c', 'both db high own/a,own/b'])
  expect(report.policies.map(({ counts }) => counts.skip)).toEqual([1, 1, 1])
  expect(
    report.results?.flatMap(({ resource, reason }) => (reason ? [[resource.name, reason]] : [])),
  ).toEqual(Array(3).fill(['old', 'disabled by Ops: Going away']))
})

test('one that is about nothing is warned of, and stops a strict run', async () => {
  given(`    - {policy: own/bot, disable: true, reason: R}
    - {policy: own/alone, severity: info, paths: [export/legacy], reason: R}
    - {guideline: own/a, disable: true, paths: [exports/legacy], reason: R}
`)
  const { stderr, stops, findings } = await scan('--strict')
  expect(stderr.split('\n').filter((line) => line.startsWith('policytest.config.yaml'))).toEqual([
    'policytest.config.yaml:8:7: warning: the override of own/bot is about nothing [override-unused]',
    'policytest.config.yaml:9:7: warning: the override of own/alone is about no export (export/legacy) [override-unused]',
    'policytest.config.yaml:10:7: warning: the override of own/a is about nothing [override-unused]',
  ])
  expect(stops).toEqual(['override-unused', 'override-unused', 'override-unused'])
  expect(findings).toHaveLength(4)
})

test('tests say the same whatever is overridden', async () => {
  given('    - {policy: own/*, disable: true, reason: R}\n')
  write({
    'policies/both.test.yaml': `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: both}
spec:
  policy: both
  cases: [{name: db, given: [../exports/pods.ndjson], expect: {verdict: fail, findings: [{validation: n, resource: db}]}}]
`,
  })
  const { report } = await scan()
  expect(report.cases.map(({ status }) => status)).toEqual(['passed'])
})

test.each([
  ['{severity: low, reason: R}', 'the override names neither a policy nor a guideline'],
  ['{policy: own/a, reason: R}', 'the override changes nothing'],
  ['{policy: own/a, disable: true}', "'reason' is missing"],
  ['{policy: own/a, disable: false, paths: [x], reason: R}', "'disable: false' is about all exports"],
])('%s is a mistake', async (entry, message) => {
  given(`    - ${entry}\n`)
  const { code, stderr } = await policytest('')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})
