import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '../src/runtime/model/index.js'
import { policytest } from './policytest.fixture.js'

const scan = (...options: string[]) =>
  policytest('scan', 'testdata/exports/acme', '--config', 'testdata/acme/policytest.config.yaml', ...options)

/** `not implemented` cannot be: a pack has a policy or an attestation for each guideline. */
const statuses = [
  'attestation expired',
  'attested',
  'error',
  'no data',
  'not attested',
  'partial',
  'satisfied',
  'unmatched',
  'violated',
  'waived',
]

test('a whole account, judged by ibm-iks as its owner configured it', async () => {
  const report = JSON.parse((await scan('-r', 'json')).out) as Report
  const found = report.findings.map(
    ({ location: { file, start }, verdict, severity, policy, validation, message, waiver }) =>
      `${file}:${start.line}:${start.column} ${verdict === 'fail' ? severity : verdict} ${policy} ${validation}: ${message}${waiver ? ` (waived: ${waiver.reason})` : ''}\n`,
  )
  await expect(found.join('')).toMatchFileSnapshot('../testdata/findings/ibm-iks.txt')
  const guidelines = report.guidelines.map(({ id, status }) => `${status}: ${id}\n`).sort()
  await expect(guidelines.join('')).toMatchFileSnapshot('../testdata/findings/ibm-iks-guidelines.txt')
  expect({
    statuses: [...new Set(report.guidelines.map(({ status }) => status))].sort(),
    warnings: report.warnings.map(({ code, message }) => `${code}: ${message}`),
  }).toEqual({
    statuses,
    warnings: [
      'source-incomplete: ibm.sl/SecurityGroup databases: the list of groups does not show their rules',
    ],
  })
})

test("for today's platform other guidelines stand in the place of what it has replaced", async () => {
  const { out } = await scan('--profile', 'ibm-iks=current-platform', '-r', 'json')
  const { guidelines } = JSON.parse(out) as Report
  const known = new Set(
    readFileSync('testdata/findings/ibm-iks-guidelines.txt', 'utf8')
      .split('\n')
      .map((line) => line.split(': ')[1]),
  )
  const chosen = new Set(guidelines.map(({ id }) => id))
  expect({
    instead: guidelines.filter(({ id }) => !known.has(id)).map(({ id, status }) => `${status}: ${id}`),
    of: [...known].filter((id) => id !== undefined && !chosen.has(id)).sort(),
  }).toEqual({
    instead: [
      'violated: ibm-iks/pod-security-default-restricts',
      'satisfied: ibm-iks/api-restricted-by-context',
      'satisfied: ibm-iks/cluster-group-secure-by-default',
      'violated: ibm-iks/image-signatures-verified',
      'satisfied: ibm-iks/retired-agents-removed',
      'satisfied: ibm-iks/vpc-flow-logs-collected',
      'not attested: ibm-iks/worker-apparmor-confirmed',
    ],
    of: [
      'ibm-iks/image-content-trust',
      'ibm-iks/legacy-vpc-default-group-denies-inbound',
      'ibm-iks/network-insights-enabled',
      'ibm-iks/no-production-on-free-clusters',
      'ibm-iks/private-endpoint-subnet-allowlist',
      'ibm-iks/psp-admission-default-enabled',
      'ibm-iks/vpc-default-group-opens-nothing-else',
      'ibm-iks/vpc-default-group-rules',
      'ibm-iks/vpc-subnets-use-custom-acl',
      'ibm-iks/worker-apparmor-enabled',
    ],
  })
})

test('without its configuration it is read as well', async () => {
  const { code, out, err } = await policytest(
    'scan',
    'testdata/exports/acme',
    '--policies',
    'policies/ibm-iks',
    '-r',
    'json',
  )
  const { findings } = JSON.parse(out) as Report
  expect({
    code,
    warnings: err.split('\n').filter((line) => line.includes(': warning: ')).length,
    undecided: findings
      .filter(({ verdict }) => verdict === 'error')
      .map(({ location, policy }) => `${location.file} ${policy}`),
  }).toEqual({
    code: 1,
    warnings: 1,
    undecided: ['testdata/exports/acme/legacy/classic-groups.json ibm-iks/classic-groups-allow-vrrp'],
  })
})
