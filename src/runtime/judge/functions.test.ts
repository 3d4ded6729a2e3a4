import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parse, readDocument } from '../../platforms/reading.fixture.js'
import { timestamp } from '../cel/index.js'
import { compilePolicies } from '../compile/compile-policies.js'
import { InputError } from '../input-error.js'
import type { Resource } from '../model/index.js'
import { parsePack, parsePolicyFile } from '../policies/index.js'
import { buildInventory } from './inventory.js'
import { judge } from './judge.js'
import { buildRedaction } from './redaction.js'

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      privileged: false
    - name: proxy
      privileged: true
    - name: debug
      privileged: true
`

const functions = `
    - name: isExempt
      args: {project: string}
      expression: project in params.exempt
    - name: privilegedIn
      args: {pod: dyn, but: string}
      result: list<dyn>
      expression: variables.containersOf(pod)
    - name: containersOf
      args: {pod: dyn}
      expression: pod.spec.containers + pod.spec.?initContainers.orValue([])
`.replace('variables.containersOf(pod)', 'containersOf(pod).filter(c, c.privileged && c.name != but)')

function packOf(text: string) {
  return parsePack(
    'pack.yaml',
    `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: pods}
spec:
  title: Pods
  params:
    exempt: {type: array, items: {type: string}, default: [kube-system]}
  variables:
    - name: containers
      expression: object.spec.containers
  functions:${text}
  guidelines: [{id: g, title: G, statement: G, severity: high}]
`,
  )
}

function compiled(validation: string, text = functions, kind = 'Policy') {
  const source =
    kind === 'Policy'
      ? `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - ${validation}
`
      : `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations:
    - ${validation}
`
  const [policy] = parsePolicyFile('policy.yaml', source)
  return compilePolicies(policy ? [{ policy, pack: packOf(text), guidelines: [] }] : [], platforms)
}

function findings(validation: string, text = functions) {
  const [policy] = compiled(validation, text)
  const resources = parse('pod.yaml', pod).flatMap((d): readonly Resource[] => readDocument(d).resources)
  const inventory = buildInventory(resources)
  const redaction = buildRedaction(inventory, [])
  const context = { params: { exempt: ['kube-system'] }, inventory, now: timestamp(new Date(0)), redaction }
  return policy ? judge(policy, resources[0], context).findings : []
}

function mistakes(validation: string, text = functions, kind = 'Policy') {
  try {
    compiled(validation, text, kind)
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.diagnostics.map(({ message, hint, location }) => {
      const { file, start } = location ?? {}
      return [`${file}:${start?.line}:${start?.column}: ${message}`, ...(hint === undefined ? [] : [hint])]
    })
  }
}

test('elements that come through a function point at their own lines', () => {
  const found = findings('{forEach: "privilegedIn(object, \'debug\')", expression: "false"}')
  expect(found.map(({ pointer, location }) => [pointer, location.start.line])).toEqual([
    ['/spec/containers/1', 8],
  ])
})

test('what decided inside a function is the place of the finding', () => {
  const one = '\n    - {name: isPlain, args: {container: dyn}, expression: "!container.privileged"}'
  const places = [
    'variables.containers.all(c, isPlain(c))',
    'isPlain(object.spec.containers[2])',
    'object.spec.containers.filter(c, !isPlain(c)).size() == 0',
  ].map((text) => findings(`{expression: "${text}"}`, one).map(({ pointer }) => pointer))
  expect(places).toEqual([
    ['/spec/containers/1/privileged'],
    ['/spec/containers/2/privileged'],
    ['/spec/containers/1/privileged'],
  ])
})

test('a finding shows the call with its value, and what was asked', () => {
  const [finding] = findings('{expression: isExempt(object.metadata.namespace)}')
  expect(finding?.explanation?.values.map(({ expression, value }) => `${expression} = ${value}`)).toEqual([
    'isExempt(object.metadata.namespace) = false',
    'object.metadata.namespace = "shop"',
  ])
})

test('an error inside a function is located in the pack', () => {
  const broken = '\n    - {name: portOf, args: {pod: dyn}, expression: pod.spec.port + 1}'
  const [finding] = findings('{expression: "true && portOf(object) > 1"}', broken)
  expect([finding?.message, finding?.policyLocation]).toEqual([
    "could not be evaluated: no such key 'port' in pod.spec",
    { file: 'pack.yaml', start: { line: 12, column: 52 }, end: { line: 12, column: 65 } },
  ])
})

test('an argument of another type is an error of the call', () => {
  const [finding] = findings('{expression: isExempt(object.spec.containers)}')
  expect(finding?.message).toBe(
    'could not be evaluated: no such function: isExempt(list); there is isExempt(string)',
  )
})

test('what a function spends is its caller’s', () => {
  const costly = `
    - name: many
      args: {n: list<int>}
      expression: n.map(a, n.map(b, n.map(c, a + b + c))).size() > 0`
  const list = `[${Array.from({ length: 70 }, (_, i) => i).join(', ')}]`
  const [finding] = findings(`{expression: "${list}.all(i, many(${list}))"}`, costly)
  expect(finding?.message).toMatch(/costs too much to evaluate/)
})

test('calls are checked: names, numbers and types of arguments, and the result', () => {
  expect(
    mistakes(`expression: 'isExemt("a") || isExempt(1) || isExempt() || privilegedIn(object, "a")'`),
  ).toEqual([
    ["policy.yaml:7:20: unknown function 'isExemt'", "did you mean 'isExempt'?"],
    ['policy.yaml:7:36: no such function: isExempt(int)', 'there is isExempt(string): bool'],
    ['policy.yaml:7:51: no such function: isExempt()', 'there is isExempt(string): bool'],
    ["policy.yaml:7:65: an operand of '||' must be a bool, not list<dyn>"],
  ])
})

test('definitions are checked: types, results, names, bodies', () => {
  const text = `
    - {name: a, args: {x: strng}, expression: x == 1}
    - {name: b, args: {x: "list<int, int>"}, expression: x.size()}
    - {name: size, args: {x: dyn}, expression: x}
    - {name: c, result: bool, expression: '"text"'}
    - {name: d, args: {x: string}, expression: x + 1 + y}`
  expect(mistakes('{expression: "true"}', text)).toEqual([
    ["pack.yaml:12:27: unknown type 'strng'", "did you mean 'string'?"],
    ["pack.yaml:13:27: malformed type 'list<int, int>'", 'write it as list<string>'],
    ["pack.yaml:14:14: 'size' is a function of the language", 'give it another name'],
    ['pack.yaml:15:44: the expression gives string, it must give bool'],
    ["pack.yaml:16:48: no operator '+' for string and int"],
    ["pack.yaml:16:56: unknown variable 'y'", "did you mean 'x'?"],
  ])
})

test('a function that comes to call itself is a mistake, with the way', () => {
  const text = `
    - {name: a, args: {x: int}, expression: b(x)}
    - {name: b, args: {x: int}, expression: "x > 0 ? a(x - 1) : 0"}`
  expect(mistakes('{expression: a(1) == 1}', text)).toEqual([
    [
      "pack.yaml:12:14: 'a' comes to need itself: a → b → a",
      'what goes through a list is written with map(), filter(), all() or exists()',
    ],
  ])
})

test('policies of Kubernetes do not see the functions of a pack', () => {
  expect(mistakes('{expression: "isExempt(object.metadata.namespace)"}', functions, 'VAP')).toEqual([
    ["policy.yaml:7:21: unknown function 'isExempt'", 'it is a function of the pack: no API server has it'],
  ])
})
