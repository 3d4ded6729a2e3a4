import { expect, test } from 'vitest'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write } = commandLine('list')

const policy = (name: string, guidelines: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
${guidelines}  match: {resources: [v1/Pod]}
  validations: [{name: n, expression: object.metadata.name == "web", message: M}]
`

function given() {
  write({
    'policies/own/pack.yaml': `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: own}
spec:
  title: Our own
  documents: [{id: d, title: The document, publisher: P, date: 2026-01-02}]
  guidelines:
    - {id: named, title: Pods are named, statement: S., severity: high}
    - {id: signed, title: Somebody looks, statement: S., severity: low, kind: recommendation, attestation: Look.}
    - {id: open, title: Nobody looks, statement: S., severity: low}
  profiles:
    - {id: all, default: true, title: All of it, guidelines: ['*']}
    - {id: some, guidelines: [named]}
`,
    'policies/own/named.yaml': policy('named', '  guidelines: [named]\n'),
    'policies/own/named.test.yaml': `apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: named}
spec:
  policy: named
  cases: [{name: web, given: [pod.json], expect: pass}]
`,
    'policies/alone.yaml': policy('alone', ''),
  })
}

test('packs in use, then those that ship', async () => {
  given()
  const { code, stdout, stderr } = await policytest('list')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(
    /^In use here\n {2}own {8}3 guidelines {2}all, some {2}Our own\n {2}\(no pack\) {2}1 policy\n\nPacks that ship: policytest:<pack>\n {2}ibm-cloud /,
  )
  expect(stdout).toContain('\n  ibm-pag ')
})

test('of a named pack everything that is in it', async () => {
  given()
  expect(await policytest('list own')).toEqual({
    code: 0,
    stderr: '',
    stdout: `own  Our own
  policies/own/pack.yaml

Documents
  d  2026-01-02  The document, P

Profiles
  all   default  3 guidelines  All of it
  some           1 guideline

Guidelines
  own/named   high  requirement     1 policy           Pods are named
  own/signed  low   recommendation  attestation        Somebody looks
  own/open    low   requirement     nothing checks it  Nobody looks

Policies
  own/named  1 test case  v1/Pod
`,
  })
})

test('as JSON', async () => {
  given()
  const { packs } = JSON.parse((await policytest('list own kubernetes --json')).stdout)
  expect(packs.map(({ name, file }: { name: string; file: string }) => [name, file])).toEqual([
    ['own', 'policies/own/pack.yaml'],
    ['kubernetes', 'policytest:kubernetes/pack.yaml'],
  ])
  expect(packs[0].guidelines[0]).toEqual({
    id: 'own/named',
    title: 'Pods are named',
    severity: 'high',
    kind: 'requirement',
    policies: ['own/named'],
  })
  const { used, ships } = JSON.parse((await policytest('list --json')).stdout)
  expect(used.policies).toEqual([
    { id: 'alone', file: 'policies/alone.yaml', types: ['v1/Pod'], guidelines: [], cases: 0 },
  ])
  expect(ships[0]).toMatchObject({ name: 'ibm-cloud', version: expect.stringMatching(/^\d/) })
})

test('an unknown pack', async () => {
  expect(await policytest('list ibm-pga')).toEqual({
    code: 2,
    stdout: '',
    stderr: "unknown pack 'ibm-pga' [unknown-reference]\n  did you mean 'ibm-pag'?\n",
  })
})
