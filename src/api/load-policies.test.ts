import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InputError, loadPolicies, type Policies, render } from '../index.js'

let root: string
let policies: Policies
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-api-'))
  const write = (name: string, text: string) => writeFileSync(join(root, name), text)
  write('labels.yaml', labels)
  write('labels.test.yaml', labelsTest)
  write('hosts.yaml', hosts)
  policies = loadPolicies('.', { root })
})
afterAll(() => rmSync(root, { recursive: true }))

const header = 'apiVersion: policytest.dev/v1\nkind:'
const labels = `${header} Policy
metadata: {name: labels}
spec:
  severity: high
  params: {label: {type: string, default: app}}
  match: {resources: [v1/Pod]}
  validations:
    - {name: labelled, expression: params.label in object.metadata.labels, message: no label, at: object.metadata}
`
const labelsTest = `${header} PolicyTest
metadata: {name: labels}
spec:
  policy: labels
  cases:
    - name: a pod with the label
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}}]
      expect: pass
    - name: a pod without
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {team: a}}}]
      expect: {verdict: fail, findings: [{validation: labelled}]}
`
const hosts = `${header} Policy
metadata: {name: hosts}
spec:
  match: {resources: [example.com/Host]}
  validations:
    - {name: unique, expression: 'inventory.where("example.com/Host", "ip", object.ip).size() == 1', message: shared}
    - {name: fresh, expression: 'now < timestamp("2027-01-01T00:00:00Z") || object.ip == "::1"', message: old}
`
const none = { team: 'a' }
const pod = (labels?: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels } })

test('an object is judged where it is, and a finding says where in it', () => {
  const { verdict, results, findings, idle, warnings } = policies.judge(pod(none), { policies: 'labels' })
  expect({ verdict, idle, warnings }).toEqual({ verdict: 'fail', idle: [], warnings: [] })
  expect(results).toEqual([
    { policy: 'labels', verdict: 'fail', resource: expect.objectContaining({ type: 'v1/Pod', id: 'web' }) },
  ])
  expect(findings).toMatchObject([
    {
      policy: 'labels',
      validation: 'labelled',
      severity: 'high',
      message: 'no label',
      pointer: '/metadata',
      location: { file: '<objects>', start: { line: 1, column: 1 } },
    },
  ])
})

test('what cannot be evaluated is an error, and what no policy is about is no pass', () => {
  expect(policies.judge(pod()).verdict).toBe('error')
  const { verdict, idle } = policies.judge({ ip: '::1' }, { type: 'example.com/Server' })
  expect({ verdict, idle }).toEqual({
    verdict: 'skip',
    idle: [
      { policy: 'hosts', reason: 'no resource of type example.com/Host' },
      { policy: 'labels', reason: 'no resource of type v1/Pod' },
    ],
  })
})

test('a list is several objects, which see each other; each stands on a line of its own', () => {
  const hosts = [{ ip: '::1', name: 'a' }, { ip: '::2' }, { ip: '::1', name: 'c' }]
  const { findings } = policies.judge(hosts, { type: 'example.com/Host', now: '2026-12-31' })
  expect(findings.map(({ resource, location }) => [resource.name, location.start.line])).toEqual([
    ['a', 1],
    ['c', 3],
  ])
})

test('the time and the parameters are those of the call', () => {
  const host = { ip: '::3', name: 'a' }
  const at = (now: Date | string) => policies.judge(host, { type: 'example.com/Host', now }).verdict
  expect([at('2026-12-31'), at(new Date('2027-01-02'))]).toEqual(['pass', 'fail'])
  const judge = (params?: Record<string, Record<string, unknown>>) =>
    policies.judge(pod(none), { policies: ['labels'], ...(params && { params }) }).verdict
  expect([judge(), judge({ labels: { label: 'team' } }), judge()]).toEqual(['fail', 'pass', 'fail'])
})

test('an object may change between two judgements', () => {
  const object = pod(none)
  expect(policies.judge(object, { policies: 'labels' }).verdict).toBe('fail')
  object.metadata.labels = { app: 'web' }
  expect(policies.judge(object, { policies: 'labels' }).verdict).toBe('pass')
})

test.each<[string, (policies: Policies) => unknown, string]>([
  [
    'an unknown policy',
    (p) => p.judge(pod(), { policies: 'label' }),
    "unknown policy 'label' [unknown-reference]\n  did you mean 'labels'?",
  ],
  [
    'an unknown parameter',
    (p) => p.judge(pod(), { params: { labels: { lable: 'x' } } }),
    "unknown parameter 'lable'",
  ],
  [
    'parameters of a pack that is not loaded',
    (p) => p.judge(pod(), { params: { lables: {} } }),
    "parameters for 'lables', which is not loaded",
  ],
  [
    'an object of unknown shape',
    (p) => p.judge({ ip: '::1' }),
    'no source recognises an object of this shape',
  ],
  [
    'what is no data',
    (p) => p.judge({ ...pod(), spec: { run: () => 1 } }),
    '<objects>:1:1: a function is no data at /spec/run [not-data]',
  ],
  ['an object that contains itself', (p) => p.judge(circular()), 'an object that contains itself at /self'],
  ['what is no time', (p) => p.judge(pod(), { now: 'today' }), "'today' is not a time"],
])('%s is a mistake', (_, judge, message) => {
  expect(() => judge(policies)).toThrow(InputError)
  expect(() => judge(policies)).toThrow(message)
})

function circular() {
  const object: Record<string, unknown> = pod()
  object.self = object
  return object
}

test('tests, scans and waivers: everything that the command does', () => {
  const { report, coverage } = policies.test()
  expect(report.cases.map(({ name, status }) => [name, status])).toEqual([
    ['a pod with the label', 'passed'],
    ['a pod without', 'passed'],
  ])
  expect(coverage).toHaveLength(3)
  const reason = { reason: 'R', owner: 'O', expires: '2027-12-31' }
  const waiving = loadPolicies('labels.yaml', { root, waivers: [{ policy: 'labels', ...reason }] })
  const scanned = waiving.scan({ objects: [pod(none)], name: 'web.json' }, { now: '2027-01-01' })
  expect(scanned.summary.findings).toMatchObject({ open: 0, waived: 1 })
  expect(scanned.inputs).toMatchObject([{ file: 'web.json', source: 'kubernetes', resources: 1 }])
  expect(render(scanned, 'junit')).toContain('<testsuites')
  expect(policies.lint().map(({ message }) => message)).toContain("no case shows that 'hosts' passes")
})

test('explains every expression', () => {
  const {
    explanations: [explanation],
  } = policies.explain('labels', { objects: [pod(none)] })
  expect(explanation?.rules).toMatchObject([{ rule: 'labelled', value: 'false' }])
})

test('a mistake in the options is told by its key', () => {
  expect(() => loadPolicies('.', { root, redact: ['a b'] })).toThrow(
    "<options>/redact/0:1:1: 'a b' is not a path",
  )
})
