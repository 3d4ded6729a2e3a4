import { field, isRecord, textAt } from '../../member.js'
import { shapesVersion } from './shapes.js'
import type { Path, StoredObject } from './store.js'

/** A field of which only a cluster knows what expressions would see. */
export interface Doubt {
  /** `spec.clusterIP`, `spec.containers[].env`. */
  readonly field: string
  readonly why: string
}

/** Fields that a cluster sets when an object is created without them, in admission or in storage; by type. */
const setByCluster: Readonly<Record<string, readonly string[]>> = {
  'v1/Pod': [
    'spec.serviceAccountName',
    'spec.serviceAccount',
    'spec.priority',
    'spec.preemptionPolicy',
    'spec.tolerations',
    'spec.volumes',
    'status.qosClass',
  ],
  'v1/Service': ['spec.clusterIP', 'spec.clusterIPs', 'spec.ipFamilies', 'spec.ipFamilyPolicy'],
  'v1/Namespace': ['spec.finalizers'],
  'v1/PersistentVolumeClaim': ['spec.storageClassName', 'metadata.finalizers'],
  'v1/PersistentVolume': ['metadata.finalizers'],
  'networking.k8s.io/v1/Ingress': ['spec.ingressClassName'],
  'batch/v1/Job': ['spec.selector'],
  'certificates.k8s.io/v1/CertificateSigningRequest': ['spec.username', 'spec.groups', 'spec.extra'],
  'resource.k8s.io/v1/DeviceTaintRule': ['spec.taint.timeAdded'],
}

const setOnAll = ['metadata.creationTimestamp', 'metadata.managedFields', 'metadata.generation']

/** Whether the expressions of a policy name a field. */
export type Mentions = (name: string) => boolean

/** What cannot be known of an object without its cluster, of the fields that a policy looks at. */
export function doubtsOf(
  type: string,
  written: unknown,
  stored: StoredObject | undefined,
  mentions: Mentions,
): readonly Doubt[] {
  const doubts = doubtsOfWritten(written, stored, mentions)
  if (!stored || isOfCluster(written)) return doubts
  const unset = unsetBy(type)
    .filter((path) => mentions(lastName(path)) && field(stored.data, ...path) === undefined)
    .map((path) => ({ field: wordsOf(path), why: 'is not given, and the cluster sets it' }))
  return [...doubts, ...unset]
}

/** The same of what is written alone, whoever wrote it: nulls that only a CRD decides about, and unknown fields. */
export function doubtsOfWritten(
  written: unknown,
  stored: StoredObject | undefined,
  mentions: Mentions,
): readonly Doubt[] {
  const why = stored
    ? `is no field of Kubernetes ${shapesVersion}: the API server drops it, and kubectl refuses it`
    : 'is null, and only its CRD tells whether the API server keeps that'
  return (stored ? stored.dropped : nullsIn(written))
    .filter((path) => mentions(lastName(path)))
    .map((path) => ({ field: wordsOf(path, true), why }))
}

const unset = new Map<string, readonly Path[]>()

function unsetBy(type: string): readonly Path[] {
  const known = unset.get(type)
  if (known) return known
  const paths = [...(setByCluster[type] ?? []), ...setOnAll].map((name) => name.split('.'))
  unset.set(type, paths)
  return paths
}

/** What has an identity has been through all that; an item of a list that says its kind for all is one of those. */
export function isOfCluster(data: unknown): boolean {
  return textAt(data, 'metadata', 'uid') !== undefined || field(data, 'kind') === undefined
}

/** A path in words: `spec.containers[0].image`, or of all elements `spec.containers[].image`. */
export function wordsOf(path: Path, ofAll = false): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${ofAll ? '' : key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

function lastName(path: Path): string {
  return String(path.findLast((key) => typeof key === 'string') ?? '')
}

const nulls = new WeakMap<object, readonly Path[]>()

function nullsIn(root: unknown): readonly Path[] {
  if (!isRecord(root)) return []
  const known = nulls.get(root)
  if (known) return known
  const found: Path[] = []
  const pending: [unknown, Path][] = [[root, []]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, path] = next
    if (value === null) found.push(path)
    else if (Array.isArray(value)) for (const [i, item] of value.entries()) pending.push([item, [...path, i]])
    else if (isRecord(value))
      for (const [key, item] of Object.entries(value)) pending.push([item, [...path, key]])
  }
  nulls.set(root, found)
  return found
}
