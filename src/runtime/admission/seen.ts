import { decodedCopy } from '../cel/index.js'
import { field, isRecord } from '../member.js'
import type { GroupVersion } from './discovery.js'
import type { AdmissionRequest, GivenRequest } from './request.js'

const none: Readonly<Record<string, unknown>> = {}

/**
 * What expressions see as `request`: a field that is empty is absent, as the API server leaves it out, but for those that
 * it always writes.
 * @param as the group and version that a rule names, where the object is sent in another one
 */
export function requestSeen(
  request: AdmissionRequest,
  { request: written = none }: GivenRequest,
  as: GroupVersion | undefined,
): Readonly<Record<string, unknown>> {
  const { group, version, kind, resource, subresource, namespace, name, operation } = request
  // The API server always has some; which ones, nobody says.
  const options = written.options === undefined ? {} : written.options
  const sentKind = field(written, 'kind') ?? { group, version, kind }
  const sentResource = { group, version, resource }
  const seen = {
    ...filled({
      subResource: subresource,
      requestSubResource: written.requestSubResource ?? subresource,
      name,
      namespace,
    }),
    kind: as ? { ...(sentKind as object), ...as } : sentKind,
    resource: as ? { ...sentResource, ...as } : sentResource,
    requestKind: written.requestKind ?? sentKind,
    requestResource: written.requestResource ?? sentResource,
    operation,
    userInfo: filled({ ...(written.userInfo as object | undefined) }),
    dryRun: written.dryRun ?? false,
    // No expression may name them, but they are there.
    uid: '',
    object: null,
    oldObject: null,
  }
  return Object.assign(decodedCopy(seen), { options })
}

const metadataSeen = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
]

/** What expressions see as `namespaceObject`: the members that the API server copies, without those that are empty. */
export function namespaceSeen(namespace: unknown): Readonly<Record<string, unknown>> {
  const status = field(namespace, 'status')
  const conditions = field(status, 'conditions')
  return decodedCopy({
    metadata: filled(membersOf(field(namespace, 'metadata'), metadataSeen)),
    spec: filled(membersOf(field(namespace, 'spec'), ['finalizers'])),
    status: filled({
      phase: field(status, 'phase'),
      ...(Array.isArray(conditions) && { conditions: conditions.map(conditionSeen) }),
    }),
  })
}

function conditionSeen(condition: unknown): unknown {
  if (!isRecord(condition)) return condition
  const { type = '', status = '', ...rest } = condition
  return { ...filled(rest), type, status }
}

function membersOf(object: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, field(object, name)]))
}

/** The members that hold something. */
function filled(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)))
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isRecord(value)) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}
