import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { InputError } from '../input-error.js'
import { parsePolicyFile } from '../policies/index.js'
import { compilePolicies } from './compile-policies.js'

function mistakes(validation: string): readonly string[] {
  const [policy] = parsePolicyFile(
    'policy.yaml',
    `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  params:
    rules: {type: array, items: {type: object, properties: {port: {type: integer}}}}
    names: {type: object, properties: {web: {type: string}}}
  match: {resources: [v1/Pod]}
  variables:
    - {name: rules, expression: 'params.rules.filter(r, r.port > 1)'}
  validations:
    - {${validation}}
`,
  )
  try {
    compilePolicies(policy ? [{ policy, guidelines: [] }] : [], platforms)
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.diagnostics.map(({ message }) => message)
  }
}

const rows: readonly (readonly [validation: string, ...mistakes: string[]])[] = [
  ['forEach: params.rules, expression: item.port > 1 && index >= 0'],
  ['forEach: params.rules, expression: item.prot > 1', "unknown field 'prot'"],
  ['forEach: variables.rules, expression: item.prot > 1', "unknown field 'prot'"],
  ['expression: "variables.rules[0].prot > 1"', "unknown field 'prot'"],
  ['forEach: params.rules, expression: key == "x"', "unknown variable 'key'"],
  ['forEach: params.names, expression: key == "x"'],
  ['forEach: params.names, expression: key == 1', "no operator '==' for string and int"],
  ['forEach: params.names, expression: index == 1', "unknown variable 'index'"],
  ['forEach: object.spec, expression: key == "x" || index == 1'],
  ['forEach: params.rules, expression: "true", at: item.prot', "unknown field 'prot'"],
  ['expression: "true", at: objct.spec', "unknown variable 'objct'"],
]

test.each(rows)('%s', (validation, ...expected) => {
  expect(mistakes(validation)).toEqual(expected)
})
