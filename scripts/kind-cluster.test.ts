import { expect, test } from 'vitest'
import type { Report } from '../src/runtime/model/index.js'
import { policytest } from './policytest.fixture.js'

/** What was exported of it, be it that there is none. */
const exported = [
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'certificates.k8s.io/v1/CertificateSigningRequest',
  'networking.k8s.io/v1/Ingress',
  'networking.k8s.io/v1/NetworkPolicy',
  'rbac.authorization.k8s.io/v1/ClusterRole',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1/RoleBinding',
  'storage.k8s.io/v1/StorageClass',
  'v1/Namespace',
  'v1/Node',
  'v1/Pod',
  'v1/Service',
  'v1/ServiceAccount',
]

test('a kind cluster, without a provider around it, is judged by ibm-iks as far as there is something to judge', async () => {
  const { code, out, err } = await policytest(
    'scan',
    'testdata/kind',
    '--policies',
    'policies/ibm-iks',
    '-r',
    'json',
  )
  const { findings, guidelines, policies, warnings } = JSON.parse(out) as Report
  const found = findings.map(
    ({ location: { file, start }, severity, policy, message }) =>
      `${file}:${start.line} ${severity} ${policy}: ${message}\n`,
  )
  await expect(found.join('')).toMatchFileSnapshot('../testdata/findings/kind.txt')
  const statuses = guidelines
    .filter(({ attestationRequired }) => attestationRequired === undefined)
    .map(({ id, status }) => `${status}: ${id}\n`)
  await expect(statuses.sort().join('')).toMatchFileSnapshot('../testdata/findings/kind-guidelines.txt')
  expect({
    code,
    err,
    warnings,
    undecided: findings.filter(({ verdict }) => verdict === 'error'),
    missed: policies.filter(({ missing = [] }) => missing.some((type) => exported.includes(type))),
  }).toEqual({ code: 1, err: '', warnings: [], undecided: [], missed: [] })
})
