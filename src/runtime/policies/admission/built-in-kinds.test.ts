import { expect, test } from 'vitest'
import { builtInResource, guessPlural } from './built-in-kinds.js'

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
