import { labelsOf, selectorMatches } from '../firewall/labels.js'
import type { Inventory } from '../judge/inventory.js'
import type { Resource } from '../model/index.js'
import type { ParamRef } from '../policies/index.js'
import type { Discovery } from './discovery.js'
import type { AdmissionRequest } from './request.js'

/** The parameter resources that a binding finds for a request; none is a finding only where the binding says so. */
export type FoundParams =
  | { readonly resources: readonly Resource[] }
  /** The binding cannot be evaluated: what the API server calls a configuration error. */
  | { readonly obstacle: string }

export interface ParamKind {
  readonly apiVersion: string
  readonly kind: string
}

/**
 * All resources of a parameter kind. Those of the exports come before those beside the policy: what is in the cluster is
 * in force, and a test case may bring its own.
 */
export function paramResources(
  { apiVersion, kind }: ParamKind,
  inventory: Inventory,
  beside: readonly Resource[],
): readonly Resource[] {
  const type = `${apiVersion}/${kind}`
  const found = new Map<string, Resource>()
  for (const resource of [...inventory.ofTypes([type]), ...beside]) {
    if (resource.type === type && !found.has(resource.id)) found.set(resource.id, resource)
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** Collects as the API server does: by name or selector, in the namespace of the reference or of the request. */
export function findParams(
  kind: ParamKind,
  ref: ParamRef,
  candidates: readonly Resource[],
  request: AdmissionRequest,
  discovery: Discovery,
): FoundParams {
  const { kind: name, apiVersion } = kind
  // A custom kind without its CRD is as its objects are written.
  const namespaced =
    discovery.lookUp(`${apiVersion}/${name}`).namespaced ??
    (ref.namespace !== undefined || candidates.some((resource) => resource.namespace !== undefined))
  if (!namespaced && ref.namespace !== undefined) {
    return { obstacle: `${name} lives in no namespace, but the paramRef names one` }
  }
  const namespace = ref.namespace ?? request.namespace
  if (namespaced && namespace === '') {
    return { obstacle: `the paramRef of ${name} needs a namespace: the object judged lives in none` }
  }
  const resources = candidates
    .filter((resource) => !namespaced || (resource.namespace ?? 'default') === namespace)
    .filter((resource) => (ref.name === undefined ? true : resource.name === ref.name))
    .filter(
      (resource) => ref.selector === undefined || selectorMatches(ref.selector, labelsOf(resource.data)),
    )
  if (resources.length > 0 || ref.whenNotFound === 'Allow') return { resources }
  const wanted = ref.name === undefined ? `${name} that its selector finds` : `${name} '${ref.name}'`
  const where = namespaced ? ` in namespace '${namespace}'` : ''
  return { obstacle: `there is no ${wanted}${where}, and parameterNotFoundAction is Deny` }
}
