import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { loadLibrary } from '../library/library.js'
import { lint } from '../library/lint.js'
import { run } from '../run.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-functions-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: pods}
spec:
  title: Pods
  params:
    exempt: {type: array, items: {type: string}, default: [kube-system]}
  functions:
    - name: isExempt
      args: {project: string}
      expression: project in params.exempt
      examples:
        - isExempt("kube-system")
        - isExempt("shop")
        - '!isExempt("bank")'
    - {name: spare, expression: '1'}
  guidelines: [{id: g, title: G, statement: G, severity: high}]
`
const policy = (requires: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: p}
spec:
  guidelines: [g]
  match: {resources: [v1/Pod]}
  requires: ${requires}
  validations: [{expression: isExempt(object.metadata.namespace)}]
`

function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
  return { disk: { root }, platforms, policies: ['.'] }
}

test('examples of functions are test cases, told by the calls that decided', () => {
  const request = write({ 'pack.yaml': pack, 'p.yaml': policy('[v1/Namespace]') })
  const { report } = run({ ...request, tests: {} })
  expect(report.cases.map(({ policy, name, status, details }) => [policy, name, status, details])).toEqual([
    ['pods/isExempt', 'isExempt("kube-system")', 'passed', undefined],
    ['pods/isExempt', 'isExempt("shop")', 'failed', ['the example is false', '  isExempt("shop") = false']],
    ['pods/isExempt', '!isExempt("bank")', 'passed', undefined],
  ])
  expect(report.cases[1]?.location).toMatchObject({ file: 'pack.yaml', start: { line: 14, column: 11 } })
  const filtered = run({ ...request, tests: { filter: 'bank' } })
  expect(filtered.report.cases.map(({ name }) => name)).toEqual(['!isExempt("bank")'])
})

test('lint names functions that nothing calls', () => {
  const library = loadLibrary(write({ 'pack.yaml': pack, 'p.yaml': policy('[v1/Namespace]') }))
  expect(lint(library).flatMap(({ code, message }) => (code === 'unused' ? [message] : []))).toEqual([
    "nothing calls the function 'spare'",
  ])
})

test('functions of a pack without policies are checked, too', () => {
  const broken = pack.replace('project in params.exempt', 'project in params.exmpt')
  expect(() => loadLibrary(write({ 'pack.yaml': broken }))).toThrow(/exmpt/)
})

test('of types that are alternatives one is enough', () => {
  const pods = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system}\n'
  const alternatives = '[{anyOf: [v1/Node, v1/Namespace]}]'
  const judged = (name: string, objects: string) => {
    const request = write({ 'pack.yaml': pack, 'p.yaml': policy(alternatives), [name]: objects })
    const inputs = [{ path: name }]
    const { report } = run({ ...request, policies: ['pack.yaml', 'p.yaml'], inputs })
    return report
  }
  const namespace = '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'
  expect(judged('both.yaml', pods + namespace).guidelines[0]?.status).toBe('satisfied')
  expect(JSON.stringify(judged('pods.yaml', pods))).toContain(
    'needs v1/Node or v1/Namespace, which no export has',
  )
})
