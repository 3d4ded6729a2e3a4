import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parse, readDocument } from '../../platforms/reading.fixture.js'
import { timestamp } from '../cel/index.js'
import { compilePolicies } from '../compile/compile-policies.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Resource, SensitivePart } from '../model/index.js'
import { parsePolicyFile } from '../policies/index.js'
import type { Context } from './evaluation.js'
import { buildInventory } from './inventory.js'
import { judge } from './judge.js'
import { buildRedaction } from './redaction.js'

/** Judges the first resource of an export by one policy written as the body of a validation list. */
function judged(
  policy: string,
  exported: string,
  { now = '2026-01-01T00:00:00Z', redact = [] }: { now?: string; redact?: readonly SensitivePart[] } = {},
) {
  const [parsed] = parsePolicyFile('policy.yaml', policy)
  const [compiled] = compilePolicies(parsed ? [{ policy: parsed, guidelines: [] }] : [], platforms)
  const resources = parse('export.json', exported).flatMap(
    (d): readonly Resource[] => readDocument(d).resources,
  )
  const inventory = buildInventory(resources)
  const context: Context = {
    params: {},
    inventory,
    now: timestamp(new Date(now)),
    redaction: buildRedaction(inventory, [
      ...platforms.flatMap((platform) => platform.sensitive ?? []),
      ...redact,
    ]),
  }
  if (!compiled) throw new Error('no policy')
  const { verdict, reason, findings } = judge(
    compiled,
    compiled.scope === 'inventory' ? undefined : resources[0],
    context,
  )
  return {
    verdict,
    ...(reason !== undefined && { reason }),
    findings: findings.map(
      (f) =>
        `${f.location.file}:${f.location.start.line}:${f.location.start.column} ${f.verdict} ${f.validation} '${f.pointer}' ${f.message}`,
    ),
    explanations: findings.flatMap((f) =>
      (f.explanation?.values ?? []).map(({ expression, value }) => `${expression} = ${value}`),
    ),
  }
}

function policy(spec: string, type = 'v1/Pod'): string {
  return `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: [${type}]}
${spec.replace(/^/gm, '  ')}
`
}

const pod = `{
  "apiVersion": "v1", "kind": "Pod",
  "metadata": {"name": "web", "namespace": "shop"},
  "spec": {
    "hosts": ["a", "b", "c"],
    "containers": [
      {"name": "app", "image": "nginx:1.27"},
      {"name": "log", "image": "fluentd:latest"}
    ]
  }
}`

test('a finding of forEach points at the very element, through a variable and a filter', () => {
  const text = policy(`variables:
  - {name: named, expression: 'object.spec.containers.filter(c, has(c.name))'}
validations:
  - name: no-latest
    forEach: variables.named.filter(c, c.name != "app")
    expression: '!item.image.endsWith(":latest")'
    messageExpression: '"container " + item.name + " floats"'`)
  expect(judged(text, pod)).toEqual({
    verdict: 'fail',
    findings: ["export.json:8:7 fail no-latest '/spec/containers/1' container log floats"],
    explanations: expect.arrayContaining(['item.image = "fluentd:latest"']),
  })
})

test('a scalar of a filtered list keeps its place', () => {
  const text = policy(`validations:
  - name: only-a
    forEach: object.spec.hosts.filter(h, h != "b")
    expression: item == "a"
    message: not a`)
  expect(judged(text, pod).findings).toEqual(["export.json:5:25 fail only-a '/spec/hosts/2' not a"])
})

test('a missing key is an error that names the key, never a pass', () => {
  const text = policy(`validations:
  - name: replicas
    expression: object.spec.replicas > 1`)
  const { verdict, findings } = judged(text, pod)
  expect(verdict).toBe('error')
  expect(findings).toEqual([
    "export.json:4:11 error replicas '/spec' could not be evaluated: no such key 'replicas' in object.spec",
  ])
})

test('a match condition that is not met skips; one that cannot be evaluated is an error', () => {
  const validations = 'validations:\n  - expression: "true"'
  const unmet = policy(
    `matchConditions:\n  - {name: is-db, expression: object.metadata.name == "db"}\n${validations}`,
  )
  expect(judged(unmet, pod)).toEqual({ verdict: 'skip', reason: 'is-db', findings: [], explanations: [] })
  const broken = policy(
    `matchConditions:\n  - {name: has-tier, expression: object.metadata.tier == "x"}\n${validations}`,
  )
  expect(judged(broken, pod).findings).toEqual([
    "export.json:3:15 error matchConditions.has-tier '/metadata' could not be evaluated: no such key 'tier' in object.metadata",
  ])
})

test('a message that is empty, of several lines or broken falls back to the static one', () => {
  const messages = ['""', '"two\\nlines"', 'object.nothing', 'string(1/0)'].map(
    (messageExpression) =>
      judged(
        policy(`validations:
  - expression: object.spec.hosts.size() == 0
    messageExpression: '${messageExpression}'
    message: fallback`),
        pod,
      ).findings,
  )
  expect(messages).toEqual(Array(4).fill(["export.json:5:14 fail validation-1 '/spec/hosts' fallback"]))
})

test('without a message the failed expression is quoted', () => {
  const text = policy('validations:\n  - expression: object.spec.hosts.size() == 0')
  expect(judged(text, pod).findings).toEqual([
    "export.json:5:14 fail validation-1 '/spec/hosts' failed expression: object.spec.hosts.size() == 0",
  ])
})

test('a policy over the inventory points at the resource that an element belongs to', () => {
  const list = `{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
  {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other", "finalizers": [{"x": 1}]}}
]}`
  const text = policy(
    `validations:
  - name: named
    forEach: inventory.list("v1/Namespace")
    expression: item.metadata.name == "shop"
    messageExpression: item.metadata.name + " is not shop"`,
    '"*"',
  ).replace('resources: ["*"]', 'resources: ["*"], scope: inventory')
  expect(judged(text, list).findings).toEqual(["export.json:3:3 fail named '' other is not shop"])
})

test('the values of a Secret reach neither message nor explanation', () => {
  const secret = `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"password": "aHVudGVyMg=="}}`
  const text = policy(
    `validations:
  - name: strong
    expression: object.data.password.size() > 100
    messageExpression: '"weak: " + object.data.password'`,
    'v1/Secret',
  )
  const { verdict, findings, explanations } = judged(text, secret)
  expect(verdict).toBe('fail')
  expect(findings).toEqual(["export.json:1:89 fail strong '/data/password' weak: <redacted>"])
  expect(JSON.stringify(explanations)).not.toContain('aHVudGVyMg')
})

test('nor do they through the elements of a forEach, found in the document or computed', () => {
  const list = `{"apiVersion": "v1", "kind": "List", "items": [
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"a": "aHVudGVyMg==", "b": "aHVudGVyMw=="}}
  ]}`
  const rule = (name: string, forEach: string, value: string) => `
  - name: ${name}
    forEach: '${forEach}'
    expression: ${value} == "x"
    messageExpression: '"is " + ${value}'`
  const text = policy(
    `validations:${rule('object', '[object.data]', 'item.a')}${rule('value', 'object.data.map(k, object.data[k])', 'item')}${rule('built', '[{"a": object.data.a}]', 'item.a')}${rule('filtered', 'object.data.map(k, object.data[k]).filter(v, v.endsWith("g=="))', 'item')}${rule('joined', 'inventory.list("v1/Secret")', 'item.data.a')}${rule('mapped', 'inventory.list("v1/Secret").map(s, s.data.b)', 'item')}`,
    'v1/Secret',
  )
  const { findings, explanations } = judged(text, list)
  expect(findings).toEqual([
    "export.json:2:80 fail object '/data' is <redacted>",
    "export.json:2:86 fail value '/data/a' is <redacted>",
    "export.json:2:107 fail value '/data/b' is <redacted>",
    "export.json:2:86 fail built '/data/a' is <redacted>",
    "export.json:2:5 fail filtered '' is <redacted>",
    "export.json:2:5 fail joined '' is <redacted>",
    "export.json:2:107 fail mapped '/data/b' is <redacted>",
  ])
  expect(JSON.stringify(explanations)).not.toContain('aHVudGVyM')
})

test('nor does what the configuration hides of the namespace of an object', () => {
  const list = `{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}},
  {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"owner": "ann"}}}
]}`
  const text = policy(`validations:
  - name: owned
    expression: namespaceObject.metadata.labels.owner == "bob"
    messageExpression: '"owned by " + namespaceObject.metadata.labels.owner'`)
  const redact = [{ type: 'v1/Namespace', path: ['metadata', 'labels'] }]
  expect(judged(text, list, { redact })).toEqual({
    verdict: 'fail',
    findings: ["export.json:2:3 fail owned '' owned by <redacted>"],
    explanations: ['namespaceObject.metadata.labels.owner = "<redacted>"'],
  })
})

test('a policy that costs too much ends as an error that says so', () => {
  const nested =
    'object.spec.hosts.all(a, variables.many.all(b, variables.many.all(c, variables.many.all(d, d != a))))'
  const text = policy(`variables:
  - {name: many, expression: 'lists.range(500)'}
validations:
  - {name: cheap, expression: 'true'}
  - {name: dear, expression: '${nested}'}`)
  expect(judged(text, pod).findings).toEqual([
    expect.stringMatching(
      /^export.json:1:1 error dear '' could not be evaluated: the expression costs too much/,
    ),
  ])
})

test('the error of a variable stands where it arose, in the expression of the variable', () => {
  const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: [v1/Pod]}
  variables:
    - {name: host, expression: 1 + 1}
    - name: first
      expression: object.spec.containers[0]
  validations:
    - {name: v, expression: variables.first.image != "" && variables.host == 2}
`
  const [compiled] = compilePolicies(
    parsePolicyFile('p.yaml', policy).map((parsed) => ({ policy: parsed, guidelines: [] })),
    platforms,
  )
  const resources = parse(
    'e.json',
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{}}',
  ).flatMap((document) => readDocument(document).resources)
  const inventory = buildInventory(resources)
  const context = {
    params: {},
    inventory,
    now: timestamp(new Date(0)),
    redaction: buildRedaction(inventory, []),
  }
  const { findings } = judge(compiled as CompiledPolicy, resources[0], context)
  expect(findings.map(({ message, policyLocation }) => [message, policyLocation.start])).toEqual([
    ["could not be evaluated: no such key 'containers' in object.spec", { line: 9, column: 19 }],
  ])
})
