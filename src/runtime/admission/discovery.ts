import type { Inventory } from '../judge/inventory.js'
import { field, listAt, wordOf } from '../member.js'
import type { Resource } from '../model/index.js'
import { builtInResource, guessPlural, type ResourceName } from '../policies/index.js'

/** `apps` and `v1`. */
export interface GroupVersion {
  readonly group: string
  readonly version: string
}

/** What a type is called: `apps/v1/Deployment` is kind Deployment of apps, version v1, `deployments` in rules. */
export interface Discovered extends ResourceName {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** The groups and versions that it is served in; undefined where nobody says. */
  readonly served?: readonly GroupVersion[] | undefined
  /** Nothing but the kind's own name tells what rules call it. */
  readonly guessed: boolean
}

/** Answers what a cluster's discovery would: from the table of built-in kinds and the CRDs at hand. */
export interface Discovery {
  /** The same object for the same type. */
  lookUp(type: string): Discovered
}

/** The type of what defines the types of a cluster beside the built-in ones. */
export const definitionType = 'apiextensions.k8s.io/*/CustomResourceDefinition'

/** @param beside resources that came with the policy: its CRDs are as good as those of the exports */
export function discover(inventory: Inventory, beside: readonly Resource[] = []): Discovery {
  const known = new Map<string, Discovered>()
  let custom: ReadonlyMap<string, CustomResource> | undefined
  return {
    lookUp(type) {
      const before = known.get(type)
      if (before) return before
      custom ??= definedResources([...inventory.list(definitionType), ...beside.map(({ data }) => data)])
      const { group, version, kind } = partsOf(type)
      const name = builtInResource(group, kind) ?? custom.get(`${group}/${kind}`)
      const found = name ?? { resource: guessPlural(kind), namespaced: undefined }
      const discovered = { ...found, group, version, kind, guessed: name === undefined }
      known.set(type, discovered)
      return discovered
    },
  }
}

function partsOf(type: string): { group: string; version: string; kind: string } {
  const kind = type.slice(type.lastIndexOf('/') + 1)
  const apiVersion = type.slice(0, -kind.length - 1)
  const slash = apiVersion.indexOf('/')
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1), kind }
}

interface CustomResource extends ResourceName {
  readonly served: readonly GroupVersion[]
}

function definedResources(objects: readonly unknown[]): ReadonlyMap<string, CustomResource> {
  const resources = new Map<string, CustomResource>()
  for (const object of objects) {
    if (field(object, 'kind') !== 'CustomResourceDefinition') continue
    const spec = field(object, 'spec')
    const resource = field(spec, 'names', 'plural')
    const scope = field(spec, 'scope')
    if (typeof resource !== 'string') continue
    resources.set(`${wordOf(field(spec, 'group'))}/${wordOf(field(spec, 'names', 'kind'))}`, {
      resource,
      namespaced: typeof scope === 'string' ? scope === 'Namespaced' : undefined,
      served: listAt(spec, 'versions')
        .filter((version) => field(version, 'served') !== false)
        .map((version) => ({ group: wordOf(field(spec, 'group')), version: wordOf(field(version, 'name')) })),
    })
  }
  return resources
}
