import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadPolicies, render } from './index.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-library-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** The example in the comment of a module, without its import. */
function exampleOf(file: URL): string {
  const [, example = ''] = /```ts\n(.*?) \* ```/s.exec(readFileSync(file, 'utf8')) ?? []
  const lines = example.split('\n').map((line) => line.replace(/^ \* ?/, ''))
  expect(lines[0]).toBe("import { loadPolicies, render } from 'policytest'")
  return lines.slice(1).join('\n')
}

test('the documented example runs as it stands', () => {
  mkdirSync(join(root, 'policies'))
  mkdirSync(join(root, 'exports'))
  writeFileSync(
    join(root, 'policies/named.yaml'),
    `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: owned}
spec:
  match: {resources: [v1/Pod]}
  validations: [{expression: has(object.metadata.labels), message: the pod has no labels, at: object.metadata}]
`,
  )
  writeFileSync(
    join(root, 'exports/pod.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\n',
  )
  const printed: unknown[][] = []
  const example = new Function(
    'loadPolicies',
    'render',
    'console',
    exampleOf(new URL('index.ts', import.meta.url)),
  )
  const load = (policies: string) => loadPolicies(policies, { root })
  const renderIn: typeof render = (report, ...more) => render(report, ...more)
  const scanned = (policies: string) => {
    const loaded = load(policies)
    return { ...loaded, scan: (inputs: string) => loaded.scan(inputs) }
  }
  example(scanned, renderIn, { log: (...values: unknown[]) => printed.push(values) })
  expect(printed[0]).toEqual(['fail', ['owned /metadata: the pod has no labels']])
  expect(String(printed[1])).toMatch(
    /^<!-- policytest -->\n### Policy report\n\n\*\*0 violated, 1 satisfied\*\* of 1 guideline · no open finding/,
  )
})
