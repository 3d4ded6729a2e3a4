import { field, textAt } from '../member.js'
import type { Resource } from '../model/index.js'
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

/** The request that would bring this object, or undefined for what is no Kubernetes object. */
export function requestOf(
  { data, type }: Resource,
  given: GivenRequest,
  discovery: Discovery,
): AdmissionRequest | undefined {
  const discovered = discovery.lookUp(type)
  if (field(data, 'metadata') === undefined && field(data, 'kind') !== discovered.kind) return undefined
  const written = given.request ?? none
  const named = (field(written, 'resource') ?? discovered) as GroupVersionResource
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
    name: String(written.name ?? metadataText(data, 'name')),
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
    agrees(field(oldObject, 'kind'), field(data, 'kind')) &&
    ['name', 'namespace'].every((key) =>
      agrees(field(oldObject, 'metadata', key), field(data, 'metadata', key)),
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
  if (resource === 'namespaces') return metadataText(data, 'name')
  if (namespaced === false) return ''
  const own = metadataText(data, 'namespace')
  if (own !== '' || namespaced === undefined) return own
  return metadataText(given.namespaceObject, 'name') || 'default'
}

function metadataText(object: unknown, key: string): string {
  return textAt(object, 'metadata', key) ?? ''
}

/** What expressions see as `request`: a field that nobody gives has the zero value of its type, so it is safe to read. */
export function requestSeen(
  request: AdmissionRequest,
  { request: written = none }: GivenRequest,
): Readonly<Record<string, unknown>> {
  const { group, version, kind, resource, subresource, namespace, name, operation } = request
  const ownKind = field(written, 'kind') ?? { group, version, kind }
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
    userInfo: { ...nobody, ...(field(written, 'userInfo') as object | undefined) },
  }
}

const nobody = { username: '', uid: '', groups: [], extra: {} }
