import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parsePack, parsePolicyFile } from '../policies/index.js'
import { compilePolicies } from './compile-policies.js'

const policyWith = (expression: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - expression: >-
        ${expression}
      message: m
`

const looksUp = (expression: string) => {
  const policies = parsePolicyFile('p.yaml', policyWith(expression)).map((policy) => ({
    policy,
    guidelines: [],
    bindings: [],
    beside: [],
  }))
  return compilePolicies(policies, platforms)[0]?.looksUp
}

test.each<[expression: string, ...types: string[]]>([
  ['inventory.list("v1/Node").size() > 0', 'v1/Node'],
  ['inventory . list ( "v1/Node" ).size() > 0 && object.kind != "an inventory"', 'v1/Node'],
  ['inventory.list("v1/Node").size() > 0 && object.inventory == 1', 'v1/Node'],
  ['inventory.list(object.kind).size() > 0', '*'],
  ['inventory.list("v1/Node") == inventory.list("v1/" + object.kind)', '*'],
  ['object.text == "inventory.list(\'v1/Node\')"'],
])('%s looks up %s', (expression, ...types) => {
  expect(looksUp(expression)).toEqual(types)
})

test('variables and functions of a pack count for the policies that come to use them', () => {
  const pack = parsePack(
    'pack.yaml',
    `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: own}
spec:
  title: Own
  documents: [{id: d, title: Document}]
  variables:
    - {name: nodes, expression: 'inventory.list("v1/Node")'}
    - {name: any, expression: 'inventory.list(params.type)'}
    - {name: names, expression: 'variables.nodes.map(node, nameOf(node))'}
  params:
    type: {type: string, default: v1/Service}
  functions:
    - {name: nameOf, args: {node: dyn}, expression: 'inventory.get("v1/Namespace", "", node.name)'}
  guidelines:
    - {id: g, title: G, statement: S, source: {document: d}, severity: low, rationale: R, remediation: M}
`,
  )
  const looksUpIn = (expression: string) =>
    compilePolicies(
      parsePolicyFile('p.yaml', policyWith(expression)).map((policy) => ({ policy, pack, guidelines: [] })),
      platforms,
    ).map(({ readsInventory, looksUp }) => ({ readsInventory, looksUp: looksUp.toSorted() }))
  expect({
    none: looksUpIn('object.kind != ""'),
    names: looksUpIn('variables.names.size() > 0'),
    any: looksUpIn('variables.any.size() > 0'),
  }).toEqual({
    none: [{ readsInventory: false, looksUp: [] }],
    names: [{ readsInventory: true, looksUp: ['v1/Namespace', 'v1/Node'] }],
    any: [{ readsInventory: true, looksUp: ['*'] }],
  })
})
