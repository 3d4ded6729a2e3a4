import { expect, test } from 'vitest'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write } = commandLine('admission')

const limits = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: limits}
spec:
  failurePolicy: Fail
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}
  matchConditions:
    - {name: new, expression: oldObject == null}
  variables:
    - {name: most, expression: int(params.data.most)}
  validations:
    - expression: size(object.spec.containers) <= variables.most
      messageExpression: '"at most " + params.data.most'
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: here}
spec:
  policyName: limits
  validationActions: [Deny]
  paramRef: {name: limits, namespace: shop, parameterNotFoundAction: Deny}
`

const shop = `apiVersion: v1
kind: ConfigMap
metadata: {name: limits, namespace: shop}
data: {most: "0"}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: []}
`

test('explain judges as scan does, under each binding and with its parameters, and says what the API server charges', async () => {
  write({ 'limits.yaml': limits, 'shop.yaml': shop.replace('[]', '[{name: web, image: "nginx:1"}]') })
  const { code, stdout } = await policytest('explain limits.yaml shop.yaml')
  expect(code).toBe(0)
  expect(stdout.split('\n').filter((line) => /^ {0,3}\S|cost/.test(line))).toEqual([
    'limits on v1/Pod web (shop.yaml:6:1): fail',
    '  matchConditions.new [binding here, params shop/limits]: true  (cost 2 of 1,000,000)',
    '  validation-1 [binding here, params shop/limits]: false  (cost 7 of 1,000,000)',
    '      variables.most: cost 4 of 1,000,000',
    '  validation-1.messageExpression [binding here, params shop/limits]: "at most 0"  (cost 4 of 1,000,000)',
  ])
  expect(await policytest('scan shop.yaml --policies limits.yaml')).toMatchObject({ code: 1 })
})

test('explain says why a policy judged nothing', async () => {
  write({ 'limits.yaml': limits, 'shop.yaml': shop.split('---\n')[0] as string })
  expect(await policytest('explain limits.yaml shop.yaml')).toEqual({
    code: 3,
    stdout: '',
    stderr: 'limits judged nothing: no resource of type v1/Pod\n',
  })
})

const costly = (elements: number) => ({
  'policies/pairs.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: pairs}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
  validations:
    - expression: object.data.all(a, object.data.all(b, a == b || object.data[a] != object.data[b]))
`,
  'policies/pairs.test.yaml': `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: pairs}
spec:
  policy: pairs
  cases:
    - name: all differ
      resources:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: a, namespace: b}
          data: {${Array.from({ length: elements }, (_, i) => `k${i}: "v${i}"`).join(', ')}}
      expect: pass
    - name: two are the same
      resources:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: a, namespace: b}
          data: {a: same, b: same}
      expect: {verdict: fail, findings: [{validation: validation-1}]}
`,
})

test('lint says from half of the limit on what an expression costs the API server on the test data', async () => {
  write(costly(40))
  expect(await policytest('lint')).toMatchObject({ code: 0, stdout: '' })
  write(costly(250))
  const { code, stdout } = await policytest('lint')
  expect({ code, stdout: stdout.replace(/up to [\d,]+/, 'up to N') }).toEqual({
    code: 1,
    stdout: `policies/pairs.yaml:9:19: warning: 'validation-1' costs up to N of the 1,000,000 units at which the API server stops it, on the test data [cost]
  look at fewer elements, or look once: put what is computed twice into a variable
`,
  })
})
