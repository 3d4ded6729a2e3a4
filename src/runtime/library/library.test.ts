import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseParams } from '../policies/index.js'
import { loadLibrary } from './library.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-library-'))
})
afterEach(() => rmSync(root, { recursive: true }))

test('values for a policy or pack that is not loaded are a warning, since its defaults would be judged by', () => {
  writeFileSync(
    join(root, 'ssh-closed.yaml'),
    `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ssh-closed}
spec:
  severity: high
  params: {port: {type: integer, default: 22}}
  match: {resources: [v1/Service]}
  validations: [{name: closed, expression: object.port != params.port, message: SSH is open}]
`,
  )
  const params = parseParams('params.yaml', 'ssh-closed: {port: 2222}\nssh-clsoed: {port: 2022, host: a}\n')
  const library = loadLibrary({ disk: { root }, platforms: [], policies: ['.'], params: [params] })
  expect(library.warnings).toEqual([
    {
      code: 'param-unused',
      level: 'warning',
      message: "parameters for 'ssh-clsoed', which is not among the loaded packs",
      location: {
        file: 'params.yaml',
        start: { line: 2, column: 14 },
        end: { line: 2, column: 18 },
      },
      sourceLine: 'ssh-clsoed: {port: 2022, host: a}',
    },
  ])
  expect(library.compiled.map((policy) => library.paramsOf(policy))).toEqual([{ port: 2222 }])
})
