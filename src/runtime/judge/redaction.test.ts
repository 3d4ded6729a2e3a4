import { expect, test } from 'vitest'
import { kubernetes } from '../../platforms/kubernetes/index.js'
import type { Resource } from '../model/index.js'
import { buildInventory } from './inventory.js'
import { buildRedaction } from './redaction.js'

const ofKubernetes = kubernetes.sensitive ?? []

function masked(type: string, data: object, more: Parameters<typeof buildRedaction>[1] = []) {
  const place = { file: 'f', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
  const resource: Resource = { id: 'x', type, name: 'x', subject: {}, data, file: 'f', locate: () => place }
  return buildRedaction(buildInventory([resource]), [...ofKubernetes, ...more]).mask(data)
}

test('the values of a Secret are masked, its keys are not', () => {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"x"}}',
    team: 'a',
  }
  expect(
    masked('v1/Secret', {
      metadata: { name: 'db', annotations },
      type: 'Opaque',
      data: { password: 'eA==' },
    }),
  ).toEqual({
    metadata: {
      name: 'db',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '<redacted>', team: 'a' },
    },
    type: 'Opaque',
    data: { password: '<redacted>' },
  })
})

test('the users of a kubeconfig are masked', () => {
  const config = { users: [{ name: 'admin', user: { token: 't', 'client-key-data': 'k' } }] }
  expect(masked('v1/Config', config)).toEqual({
    users: [{ name: 'admin', user: { token: '<redacted>', 'client-key-data': '<redacted>' } }],
  })
})

test('what the configuration names is masked, at any key or index', () => {
  const data = { servers: [{ password: 'a', host: 'h' }, { password: { old: 'b' } }] }
  expect(masked('x/Y', data, [{ type: '*', path: ['servers', '*', 'password'] }])).toEqual({
    servers: [{ password: '<redacted>', host: 'h' }, { password: { old: '<redacted>' } }],
  })
})

test('a resource without secrets stays the very same object', () => {
  const data = { a: 1 }
  expect(masked('v1/ConfigMap', data)).toBe(data)
})

test('a key named __proto__ is masked as data', () => {
  const data = JSON.parse('{"data": {"__proto__": "secret"}}')
  expect(JSON.stringify(masked('v1/Secret', data))).toBe('{"data":{"__proto__":"<redacted>"}}')
})
