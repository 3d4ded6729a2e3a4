import { field, textAt } from '../member.js'
import type { Resource } from '../model/index.js'
import { servedAs } from '../policies/index.js'
import type { Discovery, GroupVersion } from './discovery.js'

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
  /** The groups and versions that the same object is served in; undefined where nobody says. */
  readonly served: readonly GroupVersion[] | undefined
}

/** The request that would bring this object, or undefined for what is no Kubernetes object. */
export function requestOf(
  { data, type, old, deleted }: Resource,
  given: GivenRequest,
  discovery: Discovery,
): AdmissionRequest | undefined {
  const discovered = discovery.lookUp(type)
  if (field(data, 'metadata') === undefined && field(data, 'kind') !== discovered.kind) return undefined
  const written = given.request ?? none
  const named = (field(written, 'resource') ?? discovered) as GroupVersionResource
  const oldObject = old ?? (isOldOf(given.oldObject, data) ? given.oldObject : null)
  const operation = String(written.operation ?? (deleted ? 'DELETE' : oldObject ? 'UPDATE' : 'CREATE'))
  const isDelete = operation === 'DELETE'
  const isOwn = named.group === discovered.group && named.resource === discovered.resource
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
    served: servedAs(named.group, named.resource) ?? (isOwn ? discovered.served : undefined),
  }
}

const none: Readonly<Record<string, unknown>> = {}

interface GroupVersionResource extends GroupVersion {
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
