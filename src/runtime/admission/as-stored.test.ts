import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { run } from '../../run.fixture.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

/** What one expression says of the objects of an export, whatever their kind. */
function judge(expression: string, objects: string, failurePolicy = 'Fail') {
  const root = mkdtempSync(join(tmpdir(), 'policytest-'))
  roots.push(root)
  const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  failurePolicy: ${failurePolicy}
  matchConstraints:
    resourceRules:
      - {apiGroups: ['*'], apiVersions: ['*'], operations: [CREATE], resources: ['*']}
  validations:
    - expression: >-
        ${expression}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec: {policyName: p, validationActions: [Deny]}
`
  writeFileSync(join(root, 'policy.yaml'), policy)
  writeFileSync(join(root, 'objects.yaml'), objects)
  const now = new Date('2026-01-31T08:00:00Z')
  const { report } = run({
    disk: { root },
    policies: ['policy.yaml'],
    inputs: [{ path: 'objects.yaml' }],
    now,
    startedAt: now,
    elapsed: () => 0,
  })
  return {
    verdicts: report.results?.map(({ resource, verdict }) => `${resource.id} ${verdict}`),
    findings: report.findings.map(
      ({ validation, message, pointer, location: { start } }) =>
        `${validation} ${start.line}:${start.column} ${pointer}: ${message}`,
    ),
    warnings: report.warnings.map((warning) => formatDiagnostic(warning).split('\n')[0]),
  }
}

const pod = (spec: string, name = 'web') =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec:\n${spec.replace(/^/gm, '  ')}\n`

test('explicit nulls and empty fields are not there, defaults are', () => {
  const nulls = pod(
    'nodeSelector:\nhostNetwork: false\ntolerations: []\ncontainers: [{name: a, image: a:1, env: null}]',
  )
  const absent = ['nodeSelector', 'hostNetwork', 'tolerations'].map((name) => `!has(object.spec.${name})`)
  const there = `object.spec.restartPolicy == 'Always' && object.status == {} && !has(object.spec.containers[0].env)`
  expect(judge([...absent, there].join(' && '), nulls).verdicts).toEqual(['shop/web pass'])
})

test('quantities are text in one form', () => {
  const big = pod('containers: [{name: a, image: a, resources: {limits: {cpu: 4, memory: 1024Mi}}}]')
  const limits = 'object.spec.containers[0].resources.limits'
  expect(judge(`${limits}.cpu == '4' && ${limits}.memory == '1Gi'`, big).verdicts).toEqual(['shop/web pass'])
})

test('what the API server would refuse is an error at its place, whatever the failurePolicy', () => {
  const wrong = pod('hostNetwork: "yes"\ncontainers:\n  - name: a\n    ports: [{containerPort: http}]')
  for (const failurePolicy of ['Fail', 'Ignore']) {
    const { verdicts, findings } = judge('true', wrong, failurePolicy)
    expect(verdicts).toEqual(['shop/web error'])
    expect(findings).toEqual([
      'object 6:16 /spec/hostNetwork: could not be evaluated: the API server would refuse this object: ' +
        'spec.hostNetwork: expected true or false, found text',
      'object 9:31 /spec/containers/0/ports/0/containerPort: could not be evaluated: the API server would refuse this object: ' +
        'spec.containers[0].ports[0].containerPort: expected an integer of 32 bits, found text',
    ])
  }
})

test('a field that a cluster sets is doubted once, for manifests, by policies that look at it', () => {
  const plain = 'containers: [{name: a, image: a}]'
  const manifests = pod(plain) + pod(plain, 'db') + pod(`${plain}\nserviceAccountName: robot`, 'own')
  const exported = pod(plain, 'live').replace('{name', '{uid: 5a1c7f2e, name')
  expect(judge('!has(object.spec.serviceAccountName)', manifests + exported).warnings).toEqual([
    "policy.yaml:3:18: warning: 'p' looks at 'spec.serviceAccountName', which in v1/Pod shop/db and 1 more " +
      'is not given, and the cluster sets it [admission-approximate]',
  ])
  expect(judge('has(object.spec.restartPolicy)', manifests).warnings).toEqual([])
})

test('a field that Kubernetes does not have is dropped, and named to policies that look for it', () => {
  const misspelt = pod('containers: [{name: a, image: a, imagePull: Never}]')
  const { verdicts, warnings } = judge('object.spec.containers.all(c, !has(c.imagePull))', misspelt)
  expect(verdicts).toEqual(['shop/web pass'])
  expect(warnings).toEqual([
    "policy.yaml:3:18: warning: 'p' looks at 'spec.containers[].imagePull', which in v1/Pod shop/web " +
      'is no field of Kubernetes 1.37: the API server drops it, and kubectl refuses it [admission-approximate]',
  ])
})

test('a null of a custom resource is kept, and doubted', () => {
  const widget =
    'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: null, cpu: 4, parts: [{size: null}]}\n'
  const { verdicts, warnings } = judge('object.spec.size == null && object.spec.cpu == 4', widget)
  expect(verdicts).toEqual(['w pass'])
  const why =
    'which in example.com/v1/Widget w is null, and only its CRD tells whether the API server keeps that'
  expect(warnings).toEqual([
    `policy.yaml:3:18: warning: 'p' looks at 'spec.parts[].size', ${why} [admission-approximate]`,
    `policy.yaml:3:18: warning: 'p' looks at 'spec.size', ${why} [admission-approximate]`,
  ])
})

test('a field is not doubted for what only has its name: a comment, a variable of a macro', () => {
  const { warnings } = judge(
    'object.spec.containers.all(tolerations, has(tolerations.name)) // whatever the volumes',
    pod('containers: [{name: a, image: a}]'),
  )
  expect(warnings).toEqual([])
})
