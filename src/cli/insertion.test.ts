import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, write: files } = commandLine('insertion')

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ports}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - {name: each, forEach: object.spec.containers, expression: item.image != "bad"}
    - {name: all, expression: 'object.spec.containers.all(c, c.image != "bad")'}
    - {name: arg, forEach: 'object.spec.containers.map(c, c.?args.orValue([])).flatten()', expression: item != "--debug"}
`
const bad = '{name: app, image: bad, args: [--debug, --debug]}'
const pod = (...containers: string[]): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [${containers.join(', ')}]}}\n`

interface Sarif {
  readonly runs: readonly [
    { readonly results: readonly { readonly partialFingerprints: Readonly<Record<string, string>> }[] },
  ]
}

async function fingerprints(): Promise<readonly (string | undefined)[]> {
  const { stdout } = await policytest('scan pod.yaml -r sarif')
  const { results } = (JSON.parse(stdout) as Sarif).runs[0]
  return results.map(({ partialFingerprints }) => partialFingerprints['policytest/v2']).sort()
}

test('the fingerprints of findings stay when elements come before theirs', async () => {
  files({ 'policies/ports.yaml': policy, 'pod.yaml': pod(bad) })
  const before = await fingerprints()
  expect(new Set(before).size).toBe(4)
  files({ 'pod.yaml': pod('{name: first, image: good, args: [--log]}', bad) })
  expect(await fingerprints()).toEqual(before)
})

test('so do waivers that name the element', async () => {
  const waivers = (pointer: string) => `apiVersion: policytest.dev/v1
kind: Waivers
spec:
  waivers:
    - {policy: ports, validation: each, pointer: ${pointer}, reason: r, owner: o, expires: "2999-01-01"}
    - {policy: ports, validation: all, reason: r, owner: o, expires: "2999-01-01"}
    - {policy: ports, validation: arg, reason: r, owner: o, expires: "2999-01-01"}
`
  files({ 'policies/ports.yaml': policy, 'waivers.yaml': waivers('/spec/containers/name=app') })
  for (const containers of [[bad], ['{name: first, image: good}', bad]]) {
    files({ 'pod.yaml': pod(...containers) })
    expect(await policytest('scan pod.yaml --waivers waivers.yaml')).toMatchObject({ code: 0, stderr: '' })
  }
  files({ 'waivers.yaml': waivers('/spec/containers/0') })
  expect((await policytest('scan pod.yaml --waivers waivers.yaml')).code).toBe(1)
})
