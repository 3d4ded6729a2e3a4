import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDocuments } from '../../documents/index.js'
import { pointerOf } from '../../judge/identity.js'
import { setOwn } from '../../member.js'
import { storedObject } from './store.js'

/** Manifests, and what the code of Kubernetes 1.37 makes of them: the object that policies see, or why it is refused. */
interface Recorded {
  readonly manifest: {
    readonly apiVersion: string
    readonly kind: string
    readonly metadata: { name?: string }
  }
  readonly stored?: object
  readonly refused?: string
}

const recorded = parseDocuments(
  'objects.ndjson',
  readFileSync('testdata/kubernetes/1.37/objects.ndjson', 'utf8'),
).map(({ data }) => data as Recorded)
/** Without the marks of what is decoded. */
const plain = (data: unknown) => structuredClone(data)
const typeOf = ({ apiVersion, kind }: Recorded['manifest']) => `${apiVersion}/${kind}`
const named = recorded.map((each): [string, Recorded] => [
  `${typeOf(each.manifest)} ${each.manifest.metadata.name}`,
  each,
])

test('enough kinds are recorded to mean something', () => {
  expect(new Set(recorded.map(({ manifest }) => typeOf(manifest))).size).toBeGreaterThan(50)
})

test.each(named)('%s: as the API server decodes it', (_, { manifest, stored, refused }) => {
  const ours = storedObject(typeOf(manifest), manifest)
  if (refused === undefined) expect(plain(ours?.data)).toEqual(stored)
  expect(ours?.refused.length === 0).toBe(refused === undefined)
})

test.each(named.filter(([, { stored }]) => stored))('%s: what is stored stays as it is', (_, each) => {
  expect(plain(storedObject(typeOf(each.manifest), each.stored)?.data)).toEqual(each.stored)
})

test('an object is refused where the decoder would stop, at the value', () => {
  const deployment = {
    metadata: { labels: ['a'] },
    spec: { replicas: '3', template: { spec: { containers: [{ resources: { limits: { cpu: 'lots' } } }] } } },
  }
  expect(storedObject('apps/v1/Deployment', deployment)?.refused).toEqual([
    { path: ['metadata', 'labels'], message: 'expected an object, found a list' },
    { path: ['spec', 'replicas'], message: 'expected an integer of 32 bits, found text' },
    {
      path: ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'cpu'],
      message: 'expected a quantity like 500m or 2Gi, found text',
    },
  ])
})

test('unknown fields are dropped, and named', () => {
  const pod = { metadata: {}, spec: { contaners: [], containers: [{ name: 'a', image: 'a', imagePull: 1 }] } }
  const stored = storedObject('v1/Pod', pod)
  expect(stored?.dropped).toEqual([
    ['spec', 'contaners'],
    ['spec', 'containers', 0, 'imagePull'],
  ])
  expect(JSON.stringify(stored?.data)).not.toMatch(/contaners|"imagePull"/)
})

test('custom resources and versions that no server has by default are nobody’s to decode', () => {
  expect(storedObject('example.com/v1/Widget', { spec: null })).toBeUndefined()
  expect(storedObject('policy/v1beta1/PodDisruptionBudget', { spec: null })).toBeUndefined()
  expect(storedObject('constructor', {})).toBeUndefined()
})

test('keys of maps are data, whatever their names', () => {
  const labels = {}
  setOwn(labels, '__proto__', 'x')
  setOwn(labels, 'constructor', 'y')
  const stored = storedObject('v1/ConfigMap', { metadata: { labels } })
  expect(JSON.stringify(stored?.data)).toContain('{"__proto__":"x","constructor":"y"}')
})

describe('places of the copy are those of what is written', () => {
  const manifest = {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'a', ports: [{ containerPort: 80 }] }, { name: 'b' }] },
  }
  const copy = storedObject('v1/Pod', manifest)?.data as {
    spec: { containers: { resources: object; ports: object[] }[]; securityContext: object }
  }

  test('a list and its elements', () => {
    expect(pointerOf(manifest, copy.spec.containers)).toBe('/spec/containers')
    expect(pointerOf(manifest, copy.spec.containers[0]?.ports[0])).toBe('/spec/containers/0/ports/0')
  })

  test('what is filled in stands where it was filled in', () => {
    expect(pointerOf(manifest, copy.spec.containers[1]?.resources)).toBe('/spec/containers/1')
    expect(pointerOf(manifest, copy.spec.securityContext)).toBe('/spec')
  })
})
