import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reporters, run } from './index.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-library-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** The example in the comment of a module, without its import. */
function exampleOf(file: URL): string {
  const [, example = ''] = /```ts\n(.*?) \* ```/s.exec(readFileSync(file, 'utf8')) ?? []
  const lines = example.split('\n').map((line) => line.replace(/^ \* ?/, ''))
  expect(lines[0]).toBe("import { reporters, run } from 'policytest'")
  return lines.slice(1).join('\n')
}

test('the documented example runs as it stands', () => {
  mkdirSync(join(root, 'policies'))
  mkdirSync(join(root, 'exports'))
  writeFileSync(
    join(root, 'policies/named.yaml'),
    `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  match: {resources: [ibm.is/SecurityGroup]}
  validations: [{expression: object.name != "default", message: the group has a name of its own}]
`,
  )
  writeFileSync(
    join(root, 'exports/security-groups.json'),
    readFileSync('testdata/exports/ibm-pag/security-groups.json'),
  )
  const printed: string[] = []
  const example = new Function(
    'run',
    'reporters',
    'process',
    'console',
    exampleOf(new URL('index.ts', import.meta.url)),
  )
  example(run, reporters, { cwd: () => root }, { log: (text: string) => printed.push(text) })
  expect(printed.join('')).toMatch(
    /^<!-- policytest -->\n### Policy report\n\n\*\*0 violated, 1 satisfied\*\* of 1 guideline · no open finding/,
  )
})
