import { expect, test } from 'vitest'
import { parseReport } from '../runtime/report/parse-report.js'
import { commandLine } from './command-line.fixture.js'

const { policytest, write } = commandLine('extends')

const config = (spec: string) => `apiVersion: policytest.dev/v1\nkind: Config\nspec:\n${spec}`

const policy = (name: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  params: {least: {type: integer, default: 3}, most: {type: integer, default: 5}}
  match: {resources: [v1/Pod]}
  validations:
    - name: n
      expression: size(object.metadata.name) >= params.least && size(object.metadata.name) <= params.most
      message: M
`

const pod = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name } })

/** A company's configuration as a package, one of a team beside, and one that extends both. */
function given() {
  write({
    'node_modules/@acme/config/policytest.config.yaml': config(`  policies: [rules]
  params: {lengths: {least: 1, most: 2}}
  overrides: [{policy: lengths, severity: critical, reason: Ours}]
  waivers: [waivers.yaml]
  failOn: critical
  reporters: [junit]
`),
    'node_modules/@acme/config/waivers.yaml': `apiVersion: policytest.dev/v1
kind: Waivers
spec: {waivers: [{policy: lengths, resource: {name: waived}, reason: R, owner: O, expires: 2027-01-01}]}
`,
    'node_modules/@acme/config/rules/lengths.yaml': policy('lengths'),
    'team/base.yaml': config(`  extends: ['npm:@acme/config']
  policies: [own]
  params: {lengths: {most: 4}}
`),
    'team/own/more.yaml': policy('more'),
    'policytest.config.yaml': config(`  extends: ['npm:@acme/config', team/base.yaml]
  inputs: [pods.ndjson]
  reporters: [json]
  failOn: low
`),
    'pods.ndjson': [pod('abcd'), pod('abcde'), pod('waived')].join('\n'),
  })
}

test('what extended configurations say is under what the one on top says, each path from its own folder', async () => {
  given()
  const { code, stdout, stderr } = await policytest('')
  const report = parseReport('report.json', stdout)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(report.policies.map(({ id, file }) => `${id} ${file}`)).toEqual([
    'lengths npm:@acme/config/rules/lengths.yaml',
    'more team/own/more.yaml',
  ])
  expect(
    report.findings.map(({ policy: of, resource, severity, waiver }) =>
      [of, resource.name, severity, waiver?.status].join(' '),
    ),
  ).toEqual(['lengths abcde critical ', 'lengths waived critical active', 'more waived medium '])
  expect(report.settings?.map(({ role, file }) => `${role} ${file}`)).toEqual([
    'config policytest.config.yaml',
    'config npm:@acme/config/policytest.config.yaml',
    'config team/base.yaml',
    'waivers npm:@acme/config/waivers.yaml',
  ])
})

test('a configuration that extends itself, or one that is not there, is an error at its place', async () => {
  given()
  write({ 'team/base.yaml': config('  extends: [..]\n') })
  expect((await policytest('')).stderr).toMatch(
    /^team\/base\.yaml:4:13: the configuration comes to extend itself: policytest\.config\.yaml → team\/base\.yaml → policytest\.config\.yaml \[circular\]/,
  )
  write({ 'team/base.yaml': config("  extends: ['npm:@acme/confg']\n") })
  expect((await policytest('')).stderr).toMatch(
    /^team\/base\.yaml:4:13: 'npm:@acme\/confg': the package '@acme\/confg' is not installed \[not-found\]\n.*\n.*\n {2}did you mean 'npm:@acme\/config'\?/,
  )
  write({ 'team/base.yaml': config('  extends: [own]\n') })
  expect((await policytest('')).stderr).toMatch(/^team\/base\.yaml:4:13: 'own': there is no configuration/)
})

test('a mistake in an extended configuration is told where it is', async () => {
  given()
  write({
    'node_modules/@acme/config/policytest.config.yaml': config('  policies: [rulez]\n  failOn: hihg\n'),
  })
  expect((await policytest('')).stderr).toMatch(/^npm:@acme\/config\/policytest\.config\.yaml:5:11: /)
})
