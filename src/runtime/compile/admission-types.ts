import type { StaticType } from '../cel/index.js'
import { dyn } from './variable-types.js'

/**
 * The names and types of the fields of `request`; the API server offers expressions no others. Each is absent when it is
 * empty, but for kinds, resources, the operation, dryRun and options.
 */
export const requestType = {
  object: 'kubernetes.AdmissionRequest',
  fields: {
    kind: groupVersion('kubernetes.GroupVersionKind', 'kind'),
    resource: groupVersion('kubernetes.GroupVersionResource', 'resource'),
    subResource: 'string',
    requestKind: groupVersion('kubernetes.GroupVersionKind', 'kind'),
    requestResource: groupVersion('kubernetes.GroupVersionResource', 'resource'),
    requestSubResource: 'string',
    name: 'string',
    namespace: 'string',
    operation: 'string',
    userInfo: {
      object: 'kubernetes.UserInfo',
      fields: {
        username: 'string',
        uid: 'string',
        groups: 'list<string>',
        extra: 'map<string, list<string>>',
      },
    },
    dryRun: 'bool',
    options: 'dyn',
  },
} as const

function groupVersion(object: string, name: 'kind' | 'resource') {
  return { object, fields: { group: 'string', version: 'string', [name]: 'string' } }
}

const condition = {
  object: 'kubernetes.NamespaceCondition',
  fields: {
    status: 'string',
    type: 'string',
    lastTransitionTime: 'timestamp',
    message: 'string',
    reason: 'string',
  },
} as const

/** The names and types of the fields of `namespaceObject`. The API server declares `UID`, and then gives `uid`. */
export const namespaceType = {
  object: 'kubernetes.Namespace',
  fields: {
    metadata: {
      object: 'kubernetes.NamespaceMetadata',
      fields: {
        name: 'string',
        generateName: 'string',
        namespace: 'string',
        labels: 'map<string, string>',
        annotations: 'map<string, string>',
        UID: 'string',
        creationTimestamp: 'timestamp',
        deletionGracePeriodSeconds: 'int',
        deletionTimestamp: 'timestamp',
        generation: 'int',
        resourceVersion: 'string',
        finalizers: 'list<string>',
      },
    },
    spec: { object: 'kubernetes.NamespaceSpec', fields: { finalizers: 'list<string>' } },
    status: {
      object: 'kubernetes.NamespaceStatus',
      fields: { conditions: { elements: condition }, phase: 'string' },
    },
  },
} as const

/** The type of `variables`, of the types that its expressions have. */
export function variablesType(types: NonNullable<StaticType['fields']>): StaticType {
  const get = (name: string) => {
    const type = types.get(name)
    return type && declared(type)
  }
  return { name: 'kubernetes.variables', args: [], fields: { get, keys: () => types.keys() } }
}

const declarable = new Set([
  'bool',
  'bytes',
  'double',
  'google.protobuf.Duration',
  'google.protobuf.Timestamp',
  'int',
  'null_type',
  'string',
  'uint',
])

/** The API server declares variables of simple types, and lists and maps of those; anything else is dyn. */
function declared({ name, args }: StaticType): StaticType {
  if (name === 'list' || name === 'map') return { name, args: args.map(declared) }
  return declarable.has(name) ? { name, args: [] } : dyn
}
