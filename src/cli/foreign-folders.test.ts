import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, write } = commandLine('foreign')

const policy = (type = 'v1/Pod') => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  match: {resources: [${type}]}
  validations: [{expression: object.metadata.name != "b", message: no name}]
`
const testFile = `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: named
  cases:
    - {name: named, resources: [{apiVersion: v1, kind: Pod, metadata: {name: a}}], expect: pass}
    - name: not named
      resources: [{apiVersion: v1, kind: Pod, metadata: {name: b}}]
      expect: {verdict: fail, findings: [{validation: validation-1}]}
`
const pod = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}'
const howTo =
  "'exclude: [<glob>]' in policytest.config.yaml, or --exclude <glob>, leaves files out without a word"
const strangers = {
  'policies/kustomization.yaml': 'resources: [named.yaml]\n',
  'policies/values.yaml': 'a: 1\n',
  'exports/pod.json': pod,
  'exports/.hidden.json': pod,
}

test('lint, test and scan say what they leave out, once, and go on', async () => {
  write({ ...strangers, 'policies/named.yaml': policy(), 'policies/named.test.yaml': testFile })
  const leftOut =
    'warning: left out, files that hold no policy, pack or test: policies/kustomization.yaml, policies/values.yaml (2 files) [left-out]\n' +
    `  ${howTo}\n`
  const lint = await policytest('lint')
  expect(lint).toMatchObject({ code: 0, stdout: '' })
  expect(lint.stderr).toContain(leftOut)
  for (const line of ['test', 'scan exports']) {
    const { code, stderr } = await policytest(line)
    expect({ line, code }).toEqual({ line, code: 0 })
    expect(stderr.split(leftOut).length).toBe(2)
    expect(stderr.includes('not read, by their names: exports/.hidden.json')).toBe(line !== 'test')
  }
})

test('--exclude and exclude: are quiet about it', async () => {
  write({ ...strangers, 'policies/named.yaml': policy(), 'policies/named.test.yaml': testFile })
  const flags = '--exclude policies/kustomization.yaml **/values.yaml exports/.*'
  expect(await policytest(`scan exports ${flags} --quiet`)).toMatchObject({ code: 0, stderr: '' })
  write({
    'conf/policytest.config.yaml': `apiVersion: policytest.dev/v1
kind: Config
spec:
  policies: [../policies]
  inputs: [../exports]
  exclude: ['../policies/{kustomization,values}.yaml', ../exports/.*]
`,
  })
  expect(await policytest('--config conf/policytest.config.yaml')).toMatchObject({ code: 0, stderr: '' })
  expect((await policytest('lint --config conf/policytest.config.yaml')).stderr).toBe(
    '0 packs, 1 policy, 1 test file: no problems\n',
  )
})

test('a glob that excludes nothing is warned of at its place', async () => {
  write({
    ...strangers,
    'policies/named.yaml': policy(),
    'policytest.config.yaml': `apiVersion: policytest.dev/v1
kind: Config
spec: {inputs: [exports], exclude: ['policies/*.yml', exports/.*]}
`,
  })
  expect((await policytest('')).stderr).toContain(
    `policytest.config.yaml:3:37: warning: 'policies/*.yml' leaves nothing out [exclude-unused]
  3 | spec: {inputs: [exports], exclude: ['policies/*.yml', exports/.*]}
    |                                     ^^^^^^^^^^^^^^^^
  globs are relative to the configuration's folder
`,
  )
  const lint = await policytest('lint --exclude *.bak')
  expect(lint.stderr).toContain("warning: --exclude: '*.bak' leaves nothing out")
  // It is there for another run.
  expect(lint.stderr).not.toContain("'exports/.*' leaves")
})

test('a folder without policies cannot be judged by', async () => {
  write(strangers)
  const { code, stderr } = await policytest('scan exports')
  expect(code).toBe(2)
  expect(stderr).toContain("no policies in 'policies' [no-policies]")
})

test('a type that no source gives is said, and a problem for lint', async () => {
  write({ 'policies/named.yaml': policy('v1/pods'), 'exports/pod.json': pod })
  const warning = `policies/named.yaml:5:23: warning: no source gives the type 'v1/pods' [unknown-type]
  5 |   match: {resources: [v1/pods]}
    |                       ^^^^^^^
  did you mean 'v1/Pod'?
`
  const lint = await policytest('lint')
  expect(lint.code).toBe(1)
  expect(lint.stdout).toContain(warning)
  expect((await policytest('scan exports')).stderr).toContain(warning)
})

test('the rules of a firewall may lie beside the test that names them', async () => {
  write({
    'policies/one.yaml': policy('policytest.dev/v1/FirewallRules').replace(
      /expression: [^,]*/,
      'expression: object.rules.size() == 1',
    ),
    'policies/one.test.yaml': `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: one}
spec: {policy: named, cases: [{name: one rule, given: [rules.yaml], expect: pass}]}
`,
    'policies/rules.yaml': `apiVersion: policytest.dev/v1
kind: FirewallRules
metadata: {name: a}
spec: {rules: [{direction: inbound, action: allow, protocol: tcp, ports: '443'}]}
`,
  })
  expect(await policytest('test')).toMatchObject({ code: 0, stderr: '' })
})
