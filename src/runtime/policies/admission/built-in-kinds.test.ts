import { describe, expect, test } from 'vitest'
import { matchResourcesOf } from './match-resources.js'
import { builtInResource, guessPlural, typesOf } from './built-in-kinds.js'

test.each([
  ['Pod', 'pods'],
  ['Endpoints', 'endpoints'],
  ['EndpointSlice', 'endpointslices'],
  ['Ingress', 'ingresses'],
  ['IngressClass', 'ingressclasses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['StorageClass', 'storageclasses'],
  ['CSIStorageCapacity', 'csistoragecapacities'],
  ['IPAddress', 'ipaddresses'],
  ['ComponentStatus', 'componentstatuses'],
  ['Gateway', 'gateways'],
  ['Mesh', 'meshes'],
])('the plural of %s is %s', (kind, plural) => {
  expect(guessPlural(kind)).toBe(plural)
})

test('a built-in kind is known in its own group alone', () => {
  expect(builtInResource('apps', 'Deployment')).toEqual({ resource: 'deployments', namespaced: true })
  expect(builtInResource('', 'Namespace')).toEqual({ resource: 'namespaces', namespaced: false })
  expect(builtInResource('networking.k8s.io', 'IngressClass')).toEqual({
    resource: 'ingressclasses',
    namespaced: false,
  })
  expect(builtInResource('apps', 'Pod')).toBeUndefined()
  expect(builtInResource('', 'constructor')).toBeUndefined()
})

describe('the types that rules can be about', () => {
  const types = (
    apiGroups: string[],
    resources: string[],
    matchPolicy: 'Exact' | 'Equivalent' = 'Equivalent',
  ) =>
    typesOf(
      matchResourcesOf({
        matchPolicy,
        resourceRules: [{ apiGroups, apiVersions: ['v1'], operations: ['CREATE'], resources }],
      }),
    )

  test.each([
    [[''], ['pods', 'pods/exec'], ['v1/Pod', 'v1/PodExecOptions']],
    [
      ['apps'],
      ['deployments', 'statefulsets'],
      ['apps/*/Deployment', 'extensions/*/Deployment', 'apps/*/StatefulSet'],
    ],
    [['', 'batch'], ['*'], ['v1/*', 'batch/*/*']],
    [['acme.example.com'], ['widgets'], ['acme.example.com/*/*']],
    [['*'], ['pods'], ['*']],
    [
      ['apps'],
      ['deployments/scale'],
      ['apps/*/Deployment', 'extensions/*/Deployment', 'autoscaling/*/Scale'],
    ],
  ])('%j %j: %j', (groups, resources, expected) => {
    expect(types(groups, resources)).toEqual(expected)
  })

  test('with matchPolicy Exact no other group counts', () => {
    expect(types(['apps'], ['deployments'], 'Exact')).toEqual(['apps/*/Deployment'])
  })
})
