import type { Resource } from '../model.js'
import { child } from '../policies/schema-walk.js'
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
  /** What expressions see as `request`. */
  readonly seen: Readonly<Record<string, unknown>>
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
  const apiVersion = type.slice(0, type.lastIndexOf('/'))
  const kind = type.slice(type.lastIndexOf('/') + 1)
  if (child(data, 'metadata') === undefined && child(data, 'kind') !== kind) return undefined
  const [group, version] = apiVersion.includes('/')
    ? [apiVersion.slice(0, apiVersion.indexOf('/')), apiVersion.slice(apiVersion.indexOf('/') + 1)]
    : ['', apiVersion]
  const written = given.request ?? {}
  const { resource, namespaced, guessed } = discovery.nameOf(group, kind)
  const own = { group, version, resource, ...(child(written, 'resource') as object | undefined) }
  const oldObject = isOldOf(given.oldObject, data) ? given.oldObject : null
  const operation = String(written.operation ?? (oldObject ? 'UPDATE' : 'CREATE'))
  const isDelete = operation === 'DELETE'
  const request = {
    ...own,
    kind,
    subresource: String(written.subResource ?? ''),
    operation,
    namespace: String(written.namespace ?? namespaceOf(data, own.resource, namespaced, given)),
    name: String(written.name ?? textAt(data, 'name')),
    object: isDelete ? null : data,
    oldObject: isDelete ? data : oldObject,
    guessed: guessed && child(written, 'resource') === undefined,
  }
  return { ...request, seen: seenBy(request, written) }
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

/** The whole `request`: a field that nobody gives has the zero value of its type, so that reading it is no error. */
function seenBy(
  request: Omit<AdmissionRequest, 'seen' | 'guessed'>,
  written: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { group, version, kind, resource, subresource, namespace, name, operation } = request
  const kindOf = { group, version, kind, ...(child(written, 'kind') as object | undefined) }
  const resourceOf = { group, version, resource }
  return {
    requestKind: kindOf,
    requestResource: resourceOf,
    requestSubResource: subresource,
    dryRun: false,
    options: {},
    ...written,
    kind: kindOf,
    resource: resourceOf,
    subResource: subresource,
    name,
    namespace,
    operation,
    userInfo: {
      username: '',
      uid: '',
      groups: [],
      extra: {},
      ...(child(written, 'userInfo') as object | undefined),
    },
  }
}
