import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { kubernetesTypes } from '../../platforms/kubernetes/types.js'
import { type PolicyTest, parsePolicyFile } from '../policies/index.js'
import { unknownTypes } from './unknown-types.js'

function warningsFor(type: string, tests: readonly PolicyTest[] = [], own = platforms) {
  const [policy] = parsePolicyFile(
    'a.yaml',
    `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: a}
spec:
  match: {resources: ['${type}']}
  requires: [v1/Node]
  validations: [{expression: 'true'}]
`,
  )
  if (policy === undefined) throw new Error('no policy')
  const loaded = { id: 'a', policy, bindings: [], beside: [] }
  const found = unknownTypes(
    {
      policies: [loaded],
      packs: [],
      warnings: [],
      leftOut: [],
      files: { digests: new Map(), ofPacks: new Map() },
      fixes: [],
      tests: tests.map((each) => ({ test: each, policy: loaded })),
    },
    own,
  )
  return found.map(({ message, hint, location, level }) => {
    const { line, column } = location?.start ?? {}
    return `${level} ${line}:${column} ${message}${hint === undefined ? '' : `: ${hint}`}`
  })
}

test.each([
  ['v1/pod', 'v1/Pod'],
  ['v1/pods', 'v1/Pod'],
  ['Pod', 'v1/Pod'],
  ['pods', 'v1/Pod'],
  ['V1/Pod', 'v1/Pod'],
  ['v1/Podd', 'v1/Pod'],
  ['apps/v1/deployment', 'apps/v1/Deployment'],
  ['apps/v1/deployments', 'apps/v1/Deployment'],
  ['apps/Deployment', 'apps/v1/Deployment'],
  ['app/v1/Deployment', 'apps/v1/Deployment'],
  ['v1/Deployment', 'apps/v1/Deployment'],
  ['Deployment', 'apps/v1/Deployment'],
  ['networking/v1/Ingress', 'networking.k8s.io/v1/Ingress'],
  ['networking.k8s.io/v1/networkpolicies', 'networking.k8s.io/v1/NetworkPolicy'],
  ['autoscaling/v2/horizontalpodautoscaler', 'autoscaling/v2/HorizontalPodAutoscaler'],
  ['rbac.authorization.k8s.io/v1/ClusterRol', 'rbac.authorization.k8s.io/v1/ClusterRole'],
  ['ibm.is/SecurityGroups', 'ibm.is/SecurityGroup'],
  ['ibm.is/securitygroup', 'ibm.is/SecurityGroup'],
  ['ibm.is/SecurtyGroup', 'ibm.is/SecurityGroup'],
  ['iptables/ruleset', 'iptables/Ruleset'],
  ['dockerfile/Dockerfile', 'docker/Dockerfile'],
  ['package-json/Package', 'npm/Package'],
])('%s: did you mean %s?', (type, meant) => {
  expect(warningsFor(type)).toEqual([
    `warning 5:23 no source gives the type '${type}': did you mean '${meant}'?`,
  ])
})

test('the core group has no kinds of others', () => {
  expect(warningsFor('v1/Widget')).toEqual([
    "warning 5:23 no source gives the type 'v1/Widget': a custom resource has its group before the version",
  ])
})

test('a glob is told apart by upper and lower case', () => {
  expect(warningsFor('apps/v1/deploy*')).toEqual([
    "warning 5:23 no source gives a type that 'apps/v1/deploy*' matches: upper and lower case matter: 'apps/v1/Deployment'",
  ])
})

test.each([
  ...platforms.flatMap(({ types = [] }) => types),
  'apps/v1beta1/StatefulSet',
  'extensions/v1beta1/Ingress',
  'autoscaling/v1/HorizontalPodAutoscaler',
  'v1/Event',
  'resource.k8s.io/v1beta2/ResourceClaim',
  'cilium.io/v2/CiliumNetworkPolicy',
  'example.com/v1/Pod',
  'example.com/v1/widget',
  'argoproj.io/v1alpha1/Application',
  'snapshot.storage.k8s.io/v1/VolumeSnapshot',
  'projectcalico.org/v1/NetworkPolicy',
  'x/Text',
  'Server',
  'example.com/Server',
  'ibm.is/IKEPolicy',
  '*',
  'apps/*',
  '*/Deployment',
  'cilium.io/*',
  '*calico*olicy',
])('%s may be there', (type) => {
  expect(warningsFor(type)).toEqual([])
})

test('what a test gives is known', () => {
  const given = [
    { cases: [{ given: [], resources: [{ source: 'json:Pod' }] }] },
  ] as unknown as readonly PolicyTest[]
  expect(warningsFor('Pod', given)).toEqual([])
})

test('without Kubernetes nothing is said of its kinds', () => {
  expect(warningsFor('v1/pod', [], [])).toEqual([])
  expect(kubernetesTypes).toContain('v1/Pod')
})
