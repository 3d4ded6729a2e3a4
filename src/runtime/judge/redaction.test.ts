import { expect, test } from 'vitest'
import { kubernetes } from '../../platforms/kubernetes/index.js'
import type { Resource } from '../model/index.js'
import { buildInventory } from './inventory.js'
import { buildRedaction, sensitiveParts, watchRedactions } from './redaction.js'

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

const secret = (more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2' } },
  data: { password: 'hunter2' },
  stringData: { password: 'hunter2' },
  ...more,
})

test.each<[how: string, type: string, data: object]>([
  ['read as data of a made-up type', 'x/Y', secret()],
  ['in a List', 'x/Y', { apiVersion: 'v1', kind: 'List', items: [{ kind: 'Pod' }, secret()] }],
  ['in a List in a List', 'x/Y', { kind: 'List', items: [{ kind: 'List', items: [secret()] }] }],
  [
    'in a SecretList that says it once',
    'x/Y',
    { apiVersion: 'v1', kind: 'SecretList', items: [{ data: { a: 'hunter2' } }] },
  ],
  ['in a wrapper', 'x/Y', { result: { response: [secret()] } }],
  ['without an apiVersion', 'x/Y', { kind: 'Secret', data: { a: 'hunter2' } }],
  ['of a version of its own', 'v2/Secret', secret({ apiVersion: 'v2' })],
  ['below another kind', 'x/Y', { apiVersion: 'x', kind: 'Y', spec: { template: secret() } }],
])('a Secret is masked by its kind: %s', (_, type, data) => {
  expect(JSON.stringify(data)).toContain('hunter2')
  expect(JSON.stringify(masked(type, data))).not.toContain('hunter2')
})

test('the environment and the arguments of containers are masked where the user wants it, wherever the pod stands', () => {
  const pod = {
    containers: [
      {
        name: 'a',
        image: 'i',
        env: [{ name: 'A', value: 'hunter2' }],
        args: ['--p=hunter2'],
        command: ['hunter2'],
      },
    ],
  }
  const cron = { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: pod } } } } }
  const all = [{ kind: 'Pod', spec: pod }, { kind: 'Deployment', spec: { template: { spec: pod } } }, cron]
  const parts = sensitiveParts([kubernetes], { redactContainers: true })
  for (const data of [...all, { kind: 'List', items: all }]) {
    const text = JSON.stringify(masked('x/Y', data, parts))
    expect(text).not.toContain('hunter2')
    expect(text).toContain('"name":"A"')
    expect(JSON.stringify(masked('x/Y', data))).toContain('hunter2')
  }
})

test('a path to redact that nothing has is told', () => {
  const place = { file: 'f', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
  const data = { spec: { password: 'x' } }
  const resource: Resource = {
    id: 'x',
    type: 'a/B',
    name: 'x',
    subject: {},
    data,
    file: 'f',
    locate: () => place,
  }
  const parts = [
    { type: '*', path: ['spec', 'password'] },
    { type: 'a/B', path: ['spec', 'pasword'], location: place },
    { type: 'a/C', path: ['spec', 'password'] },
  ]
  const redactions = watchRedactions(parts)
  redactions.see([resource])
  expect(redactions.unused()).toEqual([
    {
      code: 'redact-unused',
      level: 'warning',
      message: 'nothing is redacted at spec.pasword of a/B: no resource has it',
      hint: 'correct the path, which starts at the top of the resource, or remove it',
      location: place,
    },
    {
      code: 'redact-unused',
      level: 'warning',
      message: 'nothing is redacted at spec.password of a/C: no resource has it',
      hint: 'correct the path, which starts at the top of the resource, or remove it',
    },
  ])
})
