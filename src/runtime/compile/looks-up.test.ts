import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parsePolicyFile } from '../policies/index.js'
import { compilePolicies } from './compile-policies.js'

const looksUp = (expression: string) => {
  const text = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - expression: >-
        ${expression}
      message: m
`
  const policies = parsePolicyFile('p.yaml', text).map((policy) => ({
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
