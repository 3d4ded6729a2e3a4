import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, write } = commandLine('named-packs')

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: pods}
spec:
  title: Pods
  guidelines: [{id: named, title: T, statement: S., severity: low}]
`

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  guidelines: [named]
  match: {resources: [v1/Pod]}
  validations: [{name: n, expression: object.metadata.name == 'web', message: M}]
`

const policyTest = `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: named}
spec:
  policy: named
  cases:
    - {name: web, given: [../testdata/pod.json], expect: pass}
`

const config = `apiVersion: policytest.dev/v1
kind: Config
spec:
  policies: ['npm:@acme/pods']
  inputs: [pod.json]
`

function install() {
  const folder = 'node_modules/@acme/pods'
  write({
    [`${folder}/policies/pack.yaml`]: pack,
    [`${folder}/policies/named.yaml`]: policy,
    [`${folder}/policies/named.test.yaml`]: policyTest,
    [`${folder}/testdata/pod.json`]: '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}}',
    'pod.json': '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "db"}}',
    'policytest.config.yaml': config,
    'other/policytest.config.yaml': config.replace('@acme/pods', '@acme/pod'),
  })
}

test('the tests of an installed package run, and a configuration judges by its policies', async () => {
  install()
  const tested = await policytest('test npm:@acme/pods -r json')
  expect(JSON.parse(tested.stdout).cases).toEqual([
    expect.objectContaining({ status: 'passed', test: 'npm:@acme/pods/policies/named.test.yaml' }),
  ])
  const { code, stdout } = await policytest('-r json')
  const [finding] = JSON.parse(stdout).findings
  expect({ code, at: finding.location.file, policy: finding.policyLocation.file }).toEqual({
    code: 1,
    at: 'pod.json',
    policy: 'npm:@acme/pods/policies/named.yaml',
  })
  expect(await policytest(`explain ${finding.policyLocation.file} pod.json`)).toMatchObject({ code: 0 })
  expect((await policytest('--config other/policytest.config.yaml')).stderr).toBe(
    `other/policytest.config.yaml:4:14: 'npm:@acme/pod': the package '@acme/pod' is not installed [not-found]
  4 |   policies: ['npm:@acme/pod']
    |              ^^^^^^^^^^^^^^^
  did you mean 'npm:@acme/pods'? else install it: npm install --save-dev @acme/pod
`,
  )
})

test('exports are collected for a pack that is named by where it is', async () => {
  install()
  expect(await policytest('collect npm:@acme/pods --dry-run --quiet')).toEqual({
    code: 0,
    stdout: 'kubectl get --raw /api/v1/pods > pods.json\n',
    stderr: '',
  })
})

test('fixes are made for one pack', async () => {
  install()
  const { stderr } = await policytest('fix npm:@acme/pods pod.json')
  expect(stderr).toMatch(/^pack 'pods' has no fixes/)
  expect((await policytest('fix npm:@acme/pods/testdata pod.json')).code).toBe(2)
})
