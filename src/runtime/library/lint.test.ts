import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadLibrary } from './library.js'
import { lint } from './lint.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policytest-lint-'))
  mkdirSync(join(root, 'net'))
})
afterEach(() => rmSync(root, { recursive: true }))

function problems(files: Readonly<Record<string, string>>) {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text)
  return lint(loadLibrary({ disk: { root }, platforms: [], policies: ['.'] })).map(
    ({ code, message, hint, location }) => ({
      code,
      message,
      hint,
      at: [location?.file, location?.start.line, location?.start.column].join(':'),
    }),
  )
}

const pack = (spec: string) => `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: net}
spec:
  title: Network
${spec}`

const policy = (spec: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ssh-closed}
spec:
${spec}
  match: {resources: [v1/Service]}
  validations: [{name: closed, expression: object.port != 22, message: SSH is open}]
`

const policyTest = `apiVersion: policytest.dev/v1
kind: PolicyTest
spec:
  policy: ssh-closed
  cases:
    - {name: web is no SSH, resources: [{type: v1/Service, data: {port: 443}}], expect: pass}
    - name: SSH is found
      resources: [{type: v1/Service, data: {port: 22}}]
      expect: {verdict: fail, findings: [{validation: closed}]}
`

const guideline = '    - {id: ssh-closed, title: SSH, statement: SSH is closed, severity: high}'
const attested =
  '    - {id: reviewed, title: Review, statement: Reviewed, severity: low, attestation: It was reviewed}'

describe('a guideline', () => {
  test('that neither a policy nor a person answers for is named', () => {
    const unanswered = '    - {id: dns, title: DNS, statement: DNS is ours, severity: low}'
    expect(
      problems({
        'net/pack.yaml': pack(`  guidelines:\n${guideline}\n${attested}\n${unanswered}\n`),
        'net/ssh-closed.yaml': policy('  guidelines: [ssh-closed]'),
        'net/ssh-closed.test.yaml': policyTest,
      }),
    ).toEqual([
      {
        code: 'guideline-unanswered',
        message: "guideline 'dns' has neither a policy nor an attestation",
        hint: "name it under 'guidelines' of a policy, or say under 'attestation' what a person has to confirm",
        at: 'net/pack.yaml:9:12',
      },
    ])
  })

  test('is asked for of a policy in a pack', () => {
    expect(
      problems({
        'net/pack.yaml': pack(`  guidelines:\n${attested}\n`),
        'net/ssh-closed.yaml': policy('  severity: high'),
        'net/ssh-closed.test.yaml': policyTest,
      }),
    ).toEqual([
      {
        code: 'guideline-missing',
        message: 'the policy enforces no guideline of its pack',
        hint: "name those of net/pack.yaml that it enforces under 'guidelines'",
        at: 'net/ssh-closed.yaml:3:18',
      },
    ])
  })

  test('is not asked for of a policy without pack', () => {
    expect(
      problems({ 'ssh-closed.yaml': policy('  severity: high'), 'ssh-closed.test.yaml': policyTest }),
    ).toEqual([])
  })
})

describe('a declared parameter that no expression reads is named', () => {
  const params = '  params:\n    port: {type: integer, default: 22}'
  const unused = (at: string) => ({
    code: 'unused',
    message: "nothing uses the parameter 'port'",
    hint: 'remove it, or use it',
    at,
  })

  test('in a pack', () => {
    expect(
      problems({
        'net/pack.yaml': pack(`${params}\n  guidelines:\n${guideline}\n`),
        'net/ssh-closed.yaml': policy('  guidelines: [ssh-closed]'),
        'net/ssh-closed.test.yaml': policyTest,
      }),
    ).toEqual([unused('net/pack.yaml:7:5')])
  })

  test('in a policy without pack', () => {
    expect(
      problems({
        'ssh-closed.yaml': policy(`  severity: high\n${params}`),
        'ssh-closed.test.yaml': policyTest,
      }),
    ).toEqual([unused('ssh-closed.yaml:7:5')])
  })
})
