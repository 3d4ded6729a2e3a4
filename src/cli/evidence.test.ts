import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Report } from '../runtime/model/index.js'
import { commandLine } from './command-line.fixture.js'

const { policytest, write, read } = commandLine('evidence')

const files = {
  'policies/pack.yaml': `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: shop}
spec:
  title: The shop
  params:
    exemptNamespaces:
      type: array
      items: {type: string}
      default: [kube-system]
      description: Namespaces that are not judged.
      x-exemption: true
    registry: {type: string, default: icr.io}
    most: {type: integer, default: 3}
  guidelines:
    - {id: tags, title: Tags are fixed, statement: They are., severity: high}
`,
  'policies/tags.yaml': `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: tags}
spec:
  guidelines: [tags]
  match: {resources: [v1/Pod]}
  matchConditions:
    - {name: is-a-users, expression: '!(object.metadata.namespace in params.exemptNamespaces)'}
  validations:
    - name: fixed
      expression: object.spec.containers.size() < params.most && object.spec.containers[0].image.startsWith(params.registry)
      message: it is not
`,
  'policies/tags.test.yaml': `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: tags
  cases:
    - name: a fixed one
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n}, spec: {containers: [{image: icr.io/a}]}}]
      expect: pass
    - name: another registry
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n}, spec: {containers: [{image: quay.io/a}]}}]
      expect: fail
`,
  'policytest.config.yaml': `apiVersion: policytest.dev/v1
kind: Config
spec:
  inputs: [today]
  params:
    shop: {exemptNamespaces: [kube-system, legacy]}
  waivers: [waivers.yaml]
`,
  'params.yaml': 'shop: {registry: quay.io}\n',
  'waivers.yaml': `apiVersion: policytest.dev/v1
kind: Waivers
spec:
  waivers:
    - policy: shop/tags
      resource: {name: b}
      reason: It moves in May.
      owner: shop team
      approvedBy: the CISO
      approvedOn: 2025-12-01
      ticket: SEC-12
      expires: 2026-05-31
`,
  'today/pods.json': JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [pod('n', 'b', 'icr.io/b'), pod('n', 'a', 'quay.io/a'), pod('legacy', 'old', 'x'), pod('m', 'c')],
  }),
  'today/snapshot.yaml': `apiVersion: policytest.dev/v1
kind: Snapshot
spec:
  takenAt: 2025-12-31
  takenBy: Ada
  inputs:
    - path: pods.json
      command: [kubectl, get, pods, -A, --selector, "app in (a, b)", -o, json]
      takenWith: "kubectl: Client Version: v1.37.0"
`,
}

function pod(namespace: string, name: string, image?: string) {
  const spec = image === undefined ? {} : { containers: [{ image }] }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name }, spec }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const digest = (file: keyof typeof files) => ({ sha256: sha256(files[file]), bytes: files[file].length })

async function report(line = '--params params.yaml'): Promise<Report> {
  write(files)
  await policytest(`${line} -r json=report.json`)
  return JSON.parse(read('report.json'))
}

test('a report names the bytes that were judged, and how they came about', async () => {
  const { inputs, settings } = await report()
  expect(inputs).toEqual([
    {
      file: 'today/pods.json',
      source: 'kubernetes',
      snapshot: 'today',
      resources: 4,
      types: { 'v1/Pod': 4 },
      ...digest('today/pods.json'),
      taken: { at: '2025-12-31', from: 'snapshot' },
      command: "kubectl get pods -A --selector 'app in (a, b)' -o json",
      takenBy: 'Ada',
      takenWith: 'kubectl: Client Version: v1.37.0',
    },
  ])
  expect(settings).toEqual([
    { role: 'config', file: 'policytest.config.yaml', ...digest('policytest.config.yaml') },
    { role: 'waivers', file: 'waivers.yaml', ...digest('waivers.yaml') },
    { role: 'params', file: 'params.yaml', ...digest('params.yaml') },
  ])
})

test('a report names the rules by their digests, and what proves them', async () => {
  const { packs, policies } = await report('')
  const lines = (['policies/pack.yaml', 'policies/tags.test.yaml', 'policies/tags.yaml'] as const).map(
    (file) => `${sha256(files[file])}  ${file.slice('policies/'.length)}\n`,
  )
  expect(packs).toEqual([
    {
      id: 'shop',
      title: 'The shop',
      documents: [],
      file: 'policies/pack.yaml',
      files: 3,
      sha256: sha256(lines.join('')),
    },
  ])
  expect(policies[0]).toMatchObject({
    ...digest('policies/tags.yaml'),
    tests: {
      files: ['policies/tags.test.yaml'],
      cases: 2,
      result: { at: '2026-01-01T00:00:00.000Z', passed: 2, failed: 0 },
      lastPassed: '2026-01-01T00:00:00.000Z',
    },
  })
})

test('tests that did not run prove nothing, and those that did prove the policy whatever is set for a scan', async () => {
  const tests = { files: ['policies/tags.test.yaml'], cases: 2 }
  const at = '2026-01-01T00:00:00.000Z'
  const result = { at, passed: 2, failed: 0 }
  expect((await report()).policies[0]?.tests).toEqual({ ...tests, result, lastPassed: at })
  expect((await report('scan today')).policies[0]?.tests).toEqual(tests)
})

test('a report has the parameters in force, from where they are, and which are exemptions', async () => {
  const { params } = await report()
  expect(params).toEqual([
    {
      of: 'shop',
      name: 'exemptNamespaces',
      value: ['kube-system', 'legacy'],
      from: 'config',
      place: { file: 'policytest.config.yaml', line: 6 },
      default: ['kube-system'],
      isExemption: true,
      description: 'Namespaces that are not judged.',
    },
    {
      of: 'shop',
      name: 'registry',
      value: 'quay.io',
      from: 'file',
      place: { file: 'params.yaml', line: 1 },
      default: 'icr.io',
    },
    { of: 'shop', name: 'most', value: 3, from: 'default' },
  ])
})

test('a report names what a policy judged, what it left out by which condition, and what it could not judge', async () => {
  const { policies } = await report()
  const listed = (...ids: readonly string[]) => [{ file: 'today/pods.json', ids }]
  expect(policies[0]?.population).toEqual({
    resources: 4,
    judged: [{ type: 'v1/Pod', count: 3, listed: listed('m/c', 'n/a', 'n/b'), errors: 1 }],
    skipped: [{ condition: 'is-a-users', count: 1, listed: listed('legacy/old') }],
  })
})

test('a waiver says who approved it, when, and where that is kept', async () => {
  const { waivers, findings } = await report()
  const approval = {
    reason: 'It moves in May.',
    owner: 'shop team',
    approvedBy: 'the CISO',
    approvedOn: '2025-12-01',
    ticket: 'SEC-12',
    expires: '2026-05-31',
    status: 'active',
  }
  expect(waivers[0]).toMatchObject(approval)
  expect(findings.flatMap(({ waiver }) => waiver ?? [])).toEqual([approval])
})

test('two runs with SOURCE_DATE_EPOCH give the same bytes, and know no time of a file', async () => {
  write(files)
  const run = async (env = {}) => {
    await policytest('scan today/pods.json -r json=report.json', env)
    return read('report.json')
  }
  const first = await run()
  write(files)
  expect(await run()).toBe(first)
  expect(JSON.parse(first).inputs[0]).not.toHaveProperty('taken')
  const clock: Report = JSON.parse(await run({ SOURCE_DATE_EPOCH: '' }))
  expect(clock.inputs[0]?.taken).toEqual({ at: expect.stringMatching(/^20\d\d-.*Z$/), from: 'file' })
})

test('a run as of another day says so', async () => {
  const { startedAt, asOf } = await report('--now 2026-02-01')
  expect({ startedAt, asOf }).toEqual({
    startedAt: '2026-01-01T00:00:00.000Z',
    asOf: '2026-02-01T00:00:00.000Z',
  })
})
