import type { Resource } from '../model/index.js'
import { child } from '../policies/mistakes/schema-walk.js'
import type { Discovery } from './discovery.js'

/** What a test case says of the request that would bring its objects; an export says nothing of it. */
export interface GivenRequest {
  readonly oldObject?: Readonly<Record<string, unknown>> | null
  readonly namespaceObject?: Readonly<Record<string, unknown>>
  /** Fields of an AdmissionRequest; those left out are what the object says. */
  readonly request?: Readonly<Record<string, unknown>>
}

/** A request as the rules of matchConstraints look at it. */
export interface AdmissionRequest {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly resource: string
  readonly subresource: string
  readonly operation: string
  /** '' for what lives in no namespace; the own name of a Namespace. */
  readonly namespace: string
  /** '' where the API server is to make the name. */
  readonly name: string
  readonly object: unknown
  readonly oldObject: unknown
  /** Nothing but the kind's own name says what rules call it. */
  readonly guessed: boolean
}

/** The names and types of the fields of `request`; the API server offers expressions no others. */
export const requestFields = {
  kind: { fields: { group: 'string', version: 'string', kind: 'string' } },
  resource: { fields: { group: 'string', version: 'string', resource: 'string' } },
  subResource: 'string',
  requestKind: { fields: { group: 'string', version: 'string', kind: 'string' } },
  requestResource: { fields: { group: 'string', version: 'string', resource: 'string' } },
  requestSubResource: 'string',
  name: 'string',
  namespace: 'string',
  operation: 'string',
  userInfo: {
    fields: {
      username: 'string',
      uid: 'string',
      groups: 'list<string>',
      extra: 'map<string, list<string>>',
    },
  },
  dryRun: 'bool',
  options: 'dyn',
} as const

/** The request that would bring this object, or undefined for what is no Kubernetes object. */
export function requestOf(
  { data, type }: Resource,
  given: GivenRequest,
  discovery: Discovery,
): AdmissionRequest | undefined {
  const discovered = discovery.lookUp(type)
  if (child(data, 'metadata') === undefined && child(data, 'kind') !== discovered.kind) return undefined
  const written = given.request ?? none
  const named = (child(written, 'resource') ?? discovered) as GroupVersionResource
  const oldObject = isOldOf(given.oldObject, data) ? given.oldObject : null
  const operation = String(written.operation ?? (oldObject ? 'UPDATE' : 'CREATE'))
  const isDelete = operation === 'DELETE'
  return {
    group: named.group,
    version: named.version,
    kind: discovered.kind,
    resource: named.resource,
    subresource: String(written.subResource ?? ''),
    operation,
    namespace: String(written.namespace ?? namespaceOf(data, named.resource, discovered.namespaced, given)),
    name: String(written.name ?? textAt(data, 'name')),
    object: isDelete ? null : data,
    oldObject: isDelete ? data : oldObject,
    guessed: discovered.guessed && named === discovered,
  }
}

const none: Readonly<Record<string, unknown>> = {}

interface GroupVersionResource {
  readonly group: string
  readonly version: string
  readonly resource: string
}

/** Whether the old object of a case is that of this one: same kind and name, as far as it says them. */
export function isOldOf(oldObject: GivenRequest['oldObject'], data: unknown): boolean {
  if (!oldObject) return false
  const agrees = (old: unknown, now: unknown) => old === undefined || old === now
  return (
    agrees(child(oldObject, 'kind'), child(data, 'kind')) &&
    ['name', 'namespace'].every((key) =>
      agrees(child(child(oldObject, 'metadata'), key), child(child(data, 'metadata'), key)),
    )
  )
}

/** An object that says no namespace goes into that of the case, or else, as kubectl would have it, into `default`. */
function namespaceOf(
  data: unknown,
  resource: string,
  namespaced: boolean | undefined,
  given: GivenRequest,
): string {
  if (resource === 'namespaces') return textAt(data, 'name')
  if (namespaced === false) return ''
  const own = textAt(data, 'namespace')
  if (own !== '' || namespaced === undefined) return own
  return textAt(given.namespaceObject, 'name') || 'default'
}

function textAt(object: unknown, key: string): string {
  const value = child(child(object, 'metadata'), key)
  return typeof value === 'string' ? value : ''
}

/** What expressions see as `request`: a field that nobody gives has the zero value of its type, so it is safe to read. */
export function requestSeen(
  request: AdmissionRequest,
  { request: written = none }: GivenRequest,
): Readonly<Record<string, unknown>> {
  const { group, version, kind, resource, subresource, namespace, name, operation } = request
  const ownKind = child(written, 'kind') ?? { group, version, kind }
  const ownResource = { group, version, resource }
  return {
    requestKind: ownKind,
    requestResource: ownResource,
    requestSubResource: subresource,
    dryRun: false,
    options: {},
    ...written,
    kind: ownKind,
    resource: ownResource,
    subResource: subresource,
    name,
    namespace,
    operation,
    userInfo: { ...nobody, ...(child(written, 'userInfo') as object | undefined) },
  }
}

const nobody = { username: '', uid: '', groups: [], extra: {} }
