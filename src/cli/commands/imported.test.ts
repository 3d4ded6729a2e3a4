import { beforeEach, expect, test } from 'vitest'
import type { Report } from '../../runtime/model/index.js'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, read } = commandLine('imported')

const home = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: home}
spec:
  title: Home
  params:
    exempt: {type: array, items: {type: string}, default: [kube-system]}
    most: {type: integer, default: 3}
  variables:
    - {name: wanted, expression: object.spec.replicas}
  functions:
    - name: isOurs
      description: Whether a namespace is ours.
      args: {space: string}
      expression: '!(space in params.exempt)'
      examples: ['isOurs("shop")', '!isOurs("kube-system")']
  guidelines: [{id: h, title: Of home, statement: S., severity: low}]
`

const mine = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: mine}
spec:
  title: Mine
  imports:
    - pack: home
      functions: [isOurs]
      variables: [wanted]
      policies: {few-replicas: {guidelines: [few], requires: [v1/Namespace]}}
      params: {most: limit}
  params:
    limit: {type: integer, default: 5}
  guidelines:
    - {id: few, title: Few, statement: S., severity: high}
    - {id: some, title: Some, statement: S., severity: high}
`

const policy = (name: string, guideline: string, spec: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  title: A policy
  guidelines: [${guideline}]
  match: {resources: [apps/v1/Deployment]}
  matchConditions: [{name: ours, expression: isOurs(object.metadata.namespace)}]
  validations:
    - {name: ${name}, ${spec}}
`

const deployment = (replicas: number, indent = '') =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: web, namespace: shop}',
    `spec: {replicas: ${replicas}}`,
  ]
    .map((line) => indent + line)
    .join('\n')

const cases = (name: string, fails: number, passes: number) => `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: ${name}}
spec:
  policy: ${name}
  cases:
    - name: fails
      resources: [${flow(fails)}, ${namespaceOf('shop')}]
      expect: fail
    - name: passes
      resources: [${flow(passes)}, ${namespaceOf('shop')}]
      expect: pass
`
const flow = (replicas: number) => `{${deployment(replicas).replaceAll('\n', ', ')}}`
const namespaceOf = (name: string) => `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}`

const quota = `apiVersion: policytest.dev/v1
kind: Fix
metadata: {name: quota}
spec:
  title: A quota
  guidelines: [few]
  requires: [v1/Namespace]
  forEach: inventory.list("v1/Namespace").filter(each, isOurs(each.metadata.name))
  file: '"quota-" + item.metadata.name + ".json"'
  content: '{"pods": params.limit}'
`

beforeEach(() =>
  write({
    'policies/home/pack.yaml': home,
    'policies/home/few.yaml': policy(
      'few-replicas',
      'h',
      'expression: variables.wanted <= params.most, messageExpression: \'"more than " + string(params.most)\'',
    ),
    'policies/home/few.test.yaml': cases('few-replicas', 4, 3),
    'policies/mine/pack.yaml': mine,
    'policies/mine/some.yaml': policy(
      'some-replicas',
      'some',
      'expression: variables.wanted > 0, message: none',
    ),
    'policies/mine/some.test.yaml': cases('some-replicas', 0, 1),
    'policies/mine/fixes/quota.yaml': quota,
    'web.yaml': `${deployment(6)}\n`,
    'all.yaml': `${deployment(6)}\n---\n${namespaceOf('shop')}\n---\n${namespaceOf('kube-system')}\n`,
  }),
)

test('an imported policy is explained with the parameters that it sees', async () => {
  expect(await policytest('explain mine/few-replicas all.yaml')).toEqual({
    code: 0,
    stderr: '',
    stdout: `mine/few-replicas on apps/v1/Deployment web (all.yaml:1:1): fail
  matchConditions.ours: true
    isOurs(object.metadata.namespace)
      object.metadata.namespace = "shop"
      object.metadata = {"name": "web", "namespace": "shop"}
  few-replicas: false
    variables.wanted <= params.most
      variables.wanted = 6
      params.most = 5
`,
  })
})

/** Definitions and parameters of a page. */
const background = (path: string) => /## Definitions\n[\s\S]*?(?=\n## How to collect)/.exec(read(path))?.[0]

test('pages show what is imported with the pack that defines it, and values as the importing pack hands them over', async () => {
  await policytest('docs --quiet')
  const definitions = `## Definitions

What the rules above name, and what that names in turn.

- **\`isOurs(space: string)\`** of \`home\`<br>Whether a namespace is ours.

  \`\`\`text
  !(space in params.exempt)
  \`\`\`
- **\`variables.wanted\`** of \`home\`

  \`\`\`text
  object.spec.replicas
  \`\`\`

## Parameters

Values in force when these pages were written.

| Parameter | Value | From | What it is |
| --- | --- | --- | --- |
| exempt | \\["kube-system"\\] | default |  |
`
  expect(background('compliance/mine/some.md')).toBe(definitions)
  expect(background('compliance/mine/few.md')).toBe(
    `${definitions}| most | 5 | import, policies/mine/pack.yaml:11 |  |\n`,
  )
  expect(background('compliance/home/h.md')).toBe(`${definitions}| most | 3 | default |  |\n`)
})

test('the page of an imported policy names what the import requires besides', async () => {
  await policytest('docs --quiet')
  const judged = (path: string) =>
    read(path)
      .split('\n')
      .find((line) => line.startsWith('Policy ['))
  expect([judged('compliance/mine/few.md'), judged('compliance/home/h.md')]).toEqual([
    'Policy [`mine/few-replicas`](../../policies/home/few.yaml): judges each `apps/v1/Deployment`; it needs `v1/Namespace` too.',
    'Policy [`home/few-replicas`](../../policies/home/few.yaml): judges each `apps/v1/Deployment`.',
  ])
})

test('a fix calls imported functions, which see the parameters of their home', async () => {
  const made = { code: 0, stdout: '# quota-shop.json\n{\n  "pods": 5\n}\n\n', stderr: '' }
  expect(await policytest('fix mine all.yaml --dry-run')).toEqual(made)
  write({ 'params.yaml': 'home: {exempt: [shop]}' })
  expect(await policytest('fix mine all.yaml --dry-run --params params.yaml')).toEqual({
    ...made,
    stdout: made.stdout.replace('shop', 'kube-system'),
  })
})

test('what an import requires has to be there for the importing pack alone', async () => {
  const statuses = async (file: string) => {
    const { stdout } = await policytest(`scan ${file} -r json`)
    const { guidelines } = JSON.parse(stdout) as Report
    return guidelines.map(({ id, status }) => `${id} ${status}`)
  }
  expect(await statuses('web.yaml')).toEqual(['home/h violated', 'mine/few no data', 'mine/some satisfied'])
  expect(await statuses('all.yaml')).toEqual(['home/h violated', 'mine/few violated', 'mine/some satisfied'])
})

test('what is imported is changed once, at home, and cases of importing packs may notice it', async () => {
  const score = async () =>
    (await policytest('mutate')).stdout.split('\n').filter((line) => /^ {2}\S|killed$/.test(line))
  expect(await score()).toEqual([
    `  policies/home/pack.yaml:7:60: params.exempt: '"kube-system"' is left out [default]`,
    "  policies/home/few.yaml:8:28: matchConditions.ours: the condition 'ours' is left out [condition-dropped]",
    "  policies/mine/pack.yaml:13:37: params.limit: '5' becomes '6' [default]",
    "  policies/mine/pack.yaml:13:37: params.limit: '5' becomes '4' [default]",
    "  policies/mine/some.yaml:8:28: matchConditions.ours: the condition 'ours' is left out [condition-dropped]",
    'home   77.7 %  7 of 9 mutants killed',
    'mine   62.5 %  5 of 8 mutants killed',
    'mutation score 70.5 %: 12 of 17 mutants killed',
  ])
  const skips = `    - name: skips
      resources: [${flow(9).replace('shop', 'kube-system')}, ${namespaceOf('shop')}]
      expect: skip
`
  write({
    'policies/mine/few.test.yaml': cases('few-replicas', 6, 5) + skips,
    'policies/mine/some.test.yaml': cases('some-replicas', 0, 1) + skips,
  })
  expect(await score()).toEqual([
    'home    100 %  9 of 9 mutants killed',
    'mine    100 %  8 of 8 mutants killed',
    'mutation score 100 %: 17 of 17 mutants killed',
  ])
})
