import { readdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reporters } from '../reporters/index.js'
import { commandLine } from './command-line.fixture.js'

const { policytest, at, read, write: files } = commandLine('cli')

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: no-latest}
spec:
  severity: high
  match: {resources: [v1/Pod]}
  validations:
    - name: tagged
      forEach: object.spec.containers
      expression: '!item.image.endsWith(":latest")'
      messageExpression: '"container " + item.name + " floats"'
`
const policyTest = `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: no-latest
  cases:
    - name: a fixed tag passes
      given: [../pods/good.yaml]
      expect: pass
    - name: a floating tag is found at its container
      given: [../pods/good.yaml]
      patch: [{op: replace, path: /spec/containers/0/image, value: "nginx:latest"}]
      expect: {verdict: fail, findings: [{validation: tagged, at: /spec/containers/0, message: container web floats}]}
`
const good = pod('good', 'nginx:1.27')
const bad = pod('bad', 'nginx:latest')

function pod(name: string, image: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop}
spec:
  containers:
    - name: web
      image: ${image}
`
}

function project(more: Record<string, string> = {}): void {
  files({
    'policies/no-latest.yaml': policy,
    'policies/no-latest.test.yaml': policyTest,
    'pods/good.yaml': good,
    ...more,
  })
}

test('scan: clean is 0, a finding is 1, and it names the line', async () => {
  project({ 'pods/bad.yaml': bad })
  expect(await policytest('scan pods/good.yaml')).toMatchObject({ code: 0, stderr: '' })
  const { code, stdout } = await policytest('scan pods')
  expect(code).toBe(1)
  expect(stdout).toContain('pods/bad.yaml:6:7')
  expect(stdout).toContain('container web floats')
})

test('scan: below --fail-on is 0, and the finding is shown all the same', async () => {
  project({ 'pods/bad.yaml': bad })
  const { code, stdout } = await policytest('scan pods --fail-on critical')
  expect(code).toBe(0)
  expect(stdout).toContain('container web floats')
})

test('a rule that cannot be evaluated fails the run whatever --fail-on says', async () => {
  project({ 'pods/none.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: none}\nspec: {}\n' })
  expect((await policytest('scan pods/none.yaml --fail-on critical')).code).toBe(1)
})

test('scan reads standard input', async () => {
  project()
  const { code, stdout } = await policytest('scan -', {}, bad)
  expect(code).toBe(1)
  expect(stdout).toContain('<stdin>:6:7')
})

test('nothing evaluated is 3 and says why', async () => {
  project({ 'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n' })
  const { code, stderr } = await policytest('scan ns.yaml')
  expect(code).toBe(3)
  expect(stderr).toBe(
    'nothing was evaluated: none of 1 policy applies to 1 resource (no resource of type v1/Pod)\n',
  )
  expect((await policytest('test --filter nowhere')).stderr).toBe(
    "nothing was evaluated: there is no test case that contains 'nowhere'\n",
  )
})

test('test: passed cases are 0, a failed one is 1 and shows expected against actual', async () => {
  project()
  expect((await policytest('test')).code).toBe(0)
  project({
    'policies/no-latest.test.yaml': policyTest.replace('at: /spec/containers/0', 'at: /spec/containers/1'),
  })
  const { code, stdout } = await policytest('test policies')
  expect(code).toBe(1)
  expect(stdout).toContain("missing:    tagged at '/spec/containers/1' saying container web floats")
  expect(stdout).toContain(
    "unexpected: tagged at '/spec/containers/0' of good (pods/good.yaml:6:7): container web floats",
  )
})

test('test --coverage names the rules that no case makes false', async () => {
  project({ 'policies/no-latest.test.yaml': policyTest.split('    - name: a floating')[0] as string })
  expect((await policytest('test --coverage')).stderr).toBe(
    'coverage: 0 of 1 rules seen both true and false (0 %)\n  no-latest › tagged: never false\n',
  )
})

test('a broken expression, a misspelt key and a truncated export are 2 with their places', async () => {
  project({ 'policies/no-latest.yaml': policy.replace('!item.image', '!itm.image') })
  expect(await policytest('test')).toEqual({
    code: 2,
    stdout: '',
    stderr: `policies/no-latest.yaml:10:21: unknown variable 'itm' [cel-type]
  10 |       expression: '!itm.image.endsWith(":latest")'
     |                     ^^^
  did you mean 'item'?
`,
  })
  project({ 'policies/no-latest.yaml': policy.replace('validations', 'validation') })
  const { code, stderr } = await policytest('test')
  expect(code).toBe(2)
  expect(stderr).toContain("policies/no-latest.yaml:7:3: unknown key 'validation'")
  project({ 'policies/no-latest.yaml': policy, 'cut.json': '{"apiVersion": "v1", "kind": "Pod", "metada' })
  expect(await policytest('scan cut.json')).toMatchObject({ code: 2, stdout: '' })
})

test('a schema for object finds a misspelt field and a wrong type when the policy is loaded', async () => {
  const schema = `{type: object, properties: {spec: {type: object, properties: {replicas: {type: integer},
      containers: {type: array, items: {type: object, properties: {image: {type: string}}}}}}}}`
  const typed = (expression: string) =>
    policy
      .replace('match: {resources: [v1/Pod]}', `match:\n    resources: [v1/Pod]\n    schema: ${schema}`)
      .replace(
        'forEach: object.spec.containers\n      expression: \'!item.image.endsWith(":latest")\'',
        `expression: ${expression}`,
      )
      .replace(/ *messageExpression.*\n/, '')
  files({ 'policies/p.yaml': typed('object.spec.containers.all(c, c.imag != "")'), 'pods/bad.yaml': bad })
  const misspelt = await policytest('scan pods')
  expect(misspelt.code).toBe(2)
  expect(misspelt.stderr).toContain("unknown field 'imag' [cel-type]")
  expect(misspelt.stderr).toContain("did you mean 'image'?")
  files({ 'policies/p.yaml': typed('object.spec.replicas == "3"') })
  expect((await policytest('scan pods')).stderr).toContain("no operator '==' for int and string [cel-type]")
  files({ 'policies/p.yaml': typed('object.spec.containers.all(c, !c.image.endsWith("latest"))') })
  expect((await policytest('scan pods')).code).toBe(1)
  files({ 'policies/p.yaml': typed('object.spec.replicas == 3') })
  expect((await policytest('scan pods')).stdout).toContain("no such key 'replicas' in object.spec")
})

test('bare policytest tests and scans what the configuration names; without one it shows the help', async () => {
  const without = await policytest('')
  expect({ code: without.code, stdout: without.stdout }).toEqual({ code: 2, stdout: '' })
  expect(without.stderr).toMatch(/^no command, and no policytest.config.yaml here\n\nUsage: policytest /)
  project({
    'pods/bad.yaml': bad,
    'policytest.config.yaml':
      'apiVersion: policytest.dev/v1\nkind: Config\nspec: {policies: [policies], inputs: [pods/bad.yaml]}\n',
  })
  const { code, stdout } = await policytest('')
  expect(code).toBe(1)
  expect(stdout).toContain('container web floats')
})

test('several reporters write several files, and stdout keeps to the one that names no file', async () => {
  project({ 'pods/bad.yaml': bad })
  const { stdout } = await policytest(
    'scan pods -r json -r sarif=out/a.sarif -r junit=out/a.xml -r markdown=out/a.md',
  )
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'Report',
    durationMs: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
  })
  expect(readdirSync(at('out')).sort()).toEqual(['a.md', 'a.sarif', 'a.xml'])
  const first = read('out/a.sarif')
  await policytest('scan pods -r sarif=out/a.sarif')
  expect(read('out/a.sarif')).toBe(first)
})

test.each([
  ['scan pods -r xml', "unknown reporter 'xml'"],
  ['scan pods -r json -r junit', 'two reporters write to standard output'],
  ['scan pods -r json=a -r junit=./a', 'two reporters write to a'],
  ['scan nowhere.json', "'nowhere.json' does not exist"],
  ['scan pods --policies nowhere', "'nowhere' does not exist"],
  ['scan pods --now yesterday', "--now: 'yesterday' is not a time"],
  ['scan pods --now 2027-02-31', "--now: '2027-02-31' is not a time"],
  ['scan pods --as nonsense', "unknown source 'nonsense'"],
  ['scan pods --profile strict', "unknown profile 'strict'"],
  ['scan pods --fail-on awful', "argument 'awful' is invalid"],
  ['scan pods --kubernetes-version 1.12', "argument '1.12' is invalid"],
  ['scan pods --allow no-data', '--allow says what --strict lets pass, and the run is not strict'],
  ['scan', "missing required argument 'input'"],
  ['scna pods', "unknown command 'scna' [usage]\n  did you mean 'scan'?"],
  ['scan pods --polices x', 'Did you mean --policies?'],
])('%s: 2 and a clear message', async (line, message) => {
  project()
  const { code, stdout, stderr } = await policytest(line)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('--kubernetes-version says which API server a policy is for, else the configuration does', async () => {
  const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: 'semver("1.2.3").major() == 1'}]
`
  const config = "apiVersion: policytest.dev/v1\nkind: Config\nspec: {kubernetesVersion: '1.30'}\n"
  project({ 'vap/policy.yaml': policy, 'policytest.config.yaml': config })
  const lint = 'lint vap/policy.yaml'
  expect((await policytest(`${lint} --kubernetes-version 1.34`)).stderr).not.toContain('semver')
  expect((await policytest(`${lint} --kubernetes-version 1.33`)).stderr).toContain(
    'a server of 1.33 still refuses it in new policies',
  )
  expect((await policytest(lint)).stderr).toContain('it is not in Kubernetes 1.29, but since 1.33')
})

test.each(['--help', 'test --help', 'scan --help', 'lint --help', 'explain --help', '--version'])(
  '%s is 0',
  async (line) => {
    const { code, stdout, stderr } = await policytest(line)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.length).toBeGreaterThan(3)
  },
)

test('explain: every rule of a policy with the value of every sub-expression', async () => {
  project({ 'pods/bad.yaml': bad })
  expect(await policytest('explain no-latest pods/bad.yaml')).toEqual({
    code: 0,
    stderr: '',
    stdout: `no-latest on v1/Pod bad (pods/bad.yaml:1:1): fail
  tagged.forEach: [{"name": "web", "image": "nginx:latest", "resources": {}, "imagePullPolicy": "Always", "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}]
    object.spec.containers
      object.spec = {"containers": [{"name": "web", "image": "nginx:latest", "resources": {}, "imagePullPolicy": "Always", "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}], "dnsPol…
  tagged, item 0 (pods/bad.yaml:6:7): false
    !item.image.endsWith(":latest")
      item.image.endsWith(":latest") = true
      item.image = "nginx:latest"
`,
  })
  const { code, stderr } = await policytest('explain no-lates pods/bad.yaml')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "unknown policy 'no-lates' [unknown-reference]\n  did you mean 'no-latest'?\n",
  })
})

test('lint: a policy without a failing case is named, a clean one is 0', async () => {
  project()
  expect(await policytest('lint')).toEqual({
    code: 0,
    stdout: '',
    stderr: '0 packs, 1 policy, 1 test file: no problems\n',
  })
  project({ 'policies/no-latest.test.yaml': policyTest.split('    - name: a floating')[0] as string })
  const { code, stdout } = await policytest('lint')
  expect(code).toBe(1)
  expect(stdout).toContain(
    "policies/no-latest.yaml:3:18: no case pins the findings of 'no-latest' [test-missing]",
  )
})

test('a waiver takes a finding out until it expires', async () => {
  project({
    'pods/bad.yaml': bad,
    'waivers.yaml': `apiVersion: policytest.dev/v1
kind: Waivers
spec:
  waivers:
    - {policy: no-latest, resource: {name: bad}, reason: moving, owner: web team, expires: "2026-01-31"}
`,
  })
  expect((await policytest('scan pods --waivers waivers.yaml')).code).toBe(0)
  const late = await policytest('scan pods --waivers waivers.yaml --now 2026-02-01')
  expect(late.code).toBe(1)
  expect(late.stdout).toContain('expired')
  const unused = await policytest('scan pods/good.yaml --waivers waivers.yaml')
  expect(unused).toMatchObject({
    code: 0,
    stderr:
      'waivers.yaml:5:7: warning: the waiver for no-latest matches no finding [waiver-unused]\n  remove it, or correct what it names\n',
  })
})

test('parameters come from the pack, then the configuration, then --params', async () => {
  files({
    'policies/p.yaml': `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  params: {name: {type: string, default: default}}
  match: {resources: [v1/Pod]}
  validations: [{expression: object.metadata.name == params.name, messageExpression: '"expected " + params.name'}]
`,
    'pods/good.yaml': good,
  })
  expect((await policytest('scan pods')).stdout).toContain('expected default')
  files({
    'policytest.config.yaml':
      'apiVersion: policytest.dev/v1\nkind: Config\nspec: {params: {named: {name: configured}}}\n',
  })
  expect((await policytest('scan pods')).stdout).toContain('expected configured')
  files({ 'params.yaml': 'named: {name: good}\n' })
  expect((await policytest('scan pods --params params.yaml')).code).toBe(0)
  files({ 'params.yaml': 'named: {name: 5}\n' })
  const wrong = await policytest('scan pods --params params.yaml')
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('params.yaml:1:')
})

test('a report that cannot be written is a mistake, not a bug', async () => {
  project()
  const { code, stderr } = await policytest('scan pods/good.yaml -r junit=pods/good.yaml/out.xml')
  expect(code).toBe(2)
  expect(stderr).toMatch(/^cannot write .*good\.yaml\/out\.xml: E(NOTDIR|EXIST)/)
})

test('a configuration of another encoding than UTF-8 is read as what it is, or refused', async () => {
  const config = 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {inputs: [pods]}\n'
  project()
  writeFileSync(at('policytest.config.yaml'), Buffer.from(`\ufeff${config}`, 'utf16le'))
  expect((await policytest('')).code).toBe(0)
  writeFileSync(at('policytest.config.yaml'), Buffer.from(`# gro\u00df\n${config}`, 'latin1'))
  expect((await policytest('')).stderr).toBe(`policytest.config.yaml:1:6: not valid UTF-8 [document-encoding]
  1 | # gro\ufffd
    |      ^
  save the file as UTF-8
`)
})

test('explain: a name with a line break cannot start a line, which a CI system would take for a command', async () => {
  project({
    'pods/bad.json': JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a\n::error::b' } }),
  })
  const { stdout } = await policytest('explain no-latest pods/bad.json')
  expect(stdout.split('\n')[0]).toBe('no-latest on v1/Pod a\\u000a::error::b (pods/bad.json:1:1): error')
})

test('reporters of the configuration write beside it, and -r takes their place', async () => {
  const config = (reporters: string) => ({
    'policytest.config.yaml': `apiVersion: policytest.dev/v1\nkind: Config\nspec: {reporters: ${reporters}}\n`,
  })
  project({ 'pods/bad.yaml': bad, ...config('[json=out/a=b.json, {name: markdown}]') })
  expect((await policytest('scan pods')).stdout).toMatch(/^<!-- policytest -->\n### Policy report\n/)
  expect(JSON.parse(read('out/a=b.json'))).toMatchObject({ kind: 'Report' })
  expect((await policytest('scan pods -r console')).stdout).toContain('container web floats')
  files(config('[gotcha]'))
  expect(await policytest('scan pods')).toMatchObject({ code: 2, stdout: '' })
  expect((await policytest('scan pods')).stderr).toBe(
    `unknown reporter 'gotcha' [usage]\n  reporters: ${Object.keys(reporters).join(', ')}\n`,
  )
  files(config('[json=a, junit=a]'))
  expect((await policytest('scan pods')).stderr).toContain('two reporters write to a [usage]')
})

test.each([
  ['an export', 'scan pods -r json=pods/bad.yaml', 'pods/bad.yaml'],
  ['an export by another path', 'scan pods/bad.yaml -r junit=pods/../pods/bad.yaml', 'pods/bad.yaml'],
  ['a policy', 'scan pods -r json=policies/no-latest.yaml', 'policies/no-latest.yaml'],
  ['a test', 'test -r json=policies/no-latest.test.yaml', 'policies/no-latest.test.yaml'],
  ['the parameters', 'scan pods --params p.yaml -r json=p.yaml', 'p.yaml'],
  ['the configuration', 'scan pods -r json=policytest.config.yaml', 'policytest.config.yaml'],
])('no report is written over %s', async (_, line, file) => {
  project({
    'pods/bad.yaml': bad,
    'p.yaml': '{}\n',
    'policytest.config.yaml': 'apiVersion: policytest.dev/v1\nkind: Config\nspec: {}\n',
  })
  const before = read(file)
  expect(await policytest(line)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `a report would be written over ${file}, which this run reads [output]\n  give the report a name of its own\n`,
  })
  expect(read(file)).toBe(before)
})

test('two objects of one name are counted alike by every reporter', async () => {
  project({ 'pods/two.yaml': `${pod('web', 'nginx:1.27')}---\n${pod('web', 'nginx:latest')}` })
  const counts = await Promise.all(
    ['console', 'junit', 'json'].map(
      async (reporter) => (await policytest(`scan pods/two.yaml -r ${reporter}`)).stdout,
    ),
  )
  const [console = '', junit = '', json = '{}'] = counts
  expect(console).toContain('1 pass, 1 fail on 2 resources')
  expect(junit).toContain('tests="2" failures="1"')
  expect(JSON.parse(json).summary.verdicts).toMatchObject({ pass: 1, fail: 1 })
})
