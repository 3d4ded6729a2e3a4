import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parse, readDocument } from '../../platforms/reading.fixture.js'
import { compilePolicies } from '../compile/compile-policies.js'
import type { Platform } from '../model/index.js'
import { parsePolicyFile } from '../policies/index.js'
import { idleOf } from './idle.js'
import { scan } from './scan.js'

const exported = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: lab}
`

const options = {
  paramsOf: () => ({}),
  now: new Date(0),
  sensitive: [],
  keepResults: Number.POSITIVE_INFINITY,
}

function judged(spec: string, covered: string[] = []) {
  const text = `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: p}\nspec: ${spec}\n`
  const policies = compilePolicies(
    parsePolicyFile('p.yaml', text).map((policy) => ({ policy, guidelines: [] })),
    platforms,
  )
  const resources = parse('ns.yaml', exported).flatMap((document) => readDocument(document).resources)
  const { results, faults, tallies } = scan(
    policies,
    [{ resources, coveredTypes: new Set(covered) }],
    options,
  )
  const [policy] = policies
  return {
    verdicts: results.map(({ resource, verdict }) => `${resource.id} ${verdict}`),
    findings: faults.flatMap((fault) => fault.findings).map((finding) => finding.resource.id),
    idle: policy && idleOf(policy, tallies.get('p')),
  }
}

test('each resource of a matching type gets a verdict', () => {
  expect(
    judged('{match: {resources: ["v1/*"]}, validations: [{expression: object.metadata.name == "shop"}]}'),
  ).toEqual({
    verdicts: ['shop pass', 'lab fail'],
    findings: ['lab'],
    idle: undefined,
  })
})

test('a policy without a resource of its types is unmatched, and has no data', () => {
  expect(judged('{match: {resources: [v1/Pod]}, validations: [{expression: "true"}]}')).toEqual({
    verdicts: [],
    findings: [],
    idle: {
      status: 'unmatched',
      withoutData: true,
      missing: ['v1/Pod'],
      reason: 'no resource of type v1/Pod',
    },
  })
})

test('a policy that applies to none of the resources is unmatched, although there is data', () => {
  const spec =
    '{match: {resources: [v1/Namespace]}, matchConditions: [{name: is-prod, expression: object.metadata.name == "prod"}], validations: [{expression: "true"}]}'
  expect(judged(spec)).toEqual({
    verdicts: ['shop skip', 'lab skip'],
    findings: [],
    idle: {
      status: 'unmatched',
      withoutData: false,
      reason: "every resource was excluded by a match condition: 2 by 'is-prod'",
    },
  })
})

test('a join without the type that it requires has no data; with an empty export of it, it has', () => {
  const spec =
    '{match: {resources: [v1/Namespace]}, requires: [v1/Pod], validations: [{expression: inventory.list("v1/Pod").size() == 0}]}'
  expect(judged(spec).idle).toEqual({
    status: 'no data',
    withoutData: true,
    missing: ['v1/Pod'],
    reason: 'needs v1/Pod, which no export has',
  })
  expect(judged(spec, ['v1/Pod']).verdicts).toEqual(['shop pass', 'lab pass'])
})

test('a policy over the inventory is judged once, and finds what is absent', () => {
  const spec =
    '{match: {resources: [v1/Namespace], scope: inventory}, validations: [{expression: \'inventory.get("v1/Namespace", "", "prod") != null\'}]}'
  expect(judged(spec)).toEqual({ verdicts: ['inventory fail'], findings: ['inventory'], idle: undefined })
})

test('exports are judged by the packs that they name, and by policies without a pack', () => {
  const text =
    'apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: p}\nspec: {match: {resources: [v1/Namespace]}, validations: [{expression: "true"}]}\n'
  const [own] = compilePolicies(
    parsePolicyFile('p.yaml', text).map((policy) => ({ policy, guidelines: [] })),
    platforms,
  )
  if (!own) throw new Error('no policy')
  const policies = [own, { ...own, id: 'a/p', pack: 'a' }, { ...own, id: 'b/p', pack: 'b' }]
  const [document] = parse('ns.yaml', exported)
  const { resources } = readDocument(document as Parameters<typeof readDocument>[0])
  const set = { resources, coveredTypes: new Set<string>(), packs: ['a'] }
  const { results, tallies } = scan(policies, [set], options)
  expect(results.map(({ policy, verdict }) => `${policy} ${verdict}`)).toEqual(['p pass', 'a/p pass'])
  expect(policies.filter((policy) => idleOf(policy, tallies.get(policy.id))).map(({ id }) => id)).toEqual([
    'b/p',
  ])
})

test('a bug costs the resource that it came from, loudly, and nothing else', () => {
  const platform: Platform = {
    name: 'broken',
    functions: [
      {
        name: 'explode',
        overloads: {
          'explode(string): bool': (name: string) => {
            if (name === 'shop') throw new TypeError(`cannot read ${name}`)
            return false
          },
        },
        doc: '',
        since: 'policytest',
        examples: [],
      },
    ],
  }
  const text =
    'apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: p}\nspec: {match: {resources: [v1/Namespace]}, validations: [{name: v, expression: explode(object.metadata.name)}]}\n'
  const policies = compilePolicies(
    parsePolicyFile('p.yaml', text).map((policy) => ({ policy, guidelines: [] })),
    [platform],
  )
  const resources = parse('ns.yaml', exported).flatMap((document) => readDocument(document).resources)
  const bugs: unknown[] = []
  const onBug = (error: unknown) => bugs.push(error)
  const { faults } = scan(policies, [{ resources, coveredTypes: new Set() }], { ...options, onBug })
  expect(
    faults.map(({ verdict, resource, findings }) => [verdict, resource.id, findings[0]?.validation]),
  ).toEqual([
    ['error', 'shop', 'policytest'],
    ['fail', 'lab', 'v'],
  ])
  expect(bugs).toEqual([new TypeError('cannot read shop')])
})
