import type { Inventory } from '../inventory.js'
import type { Resource } from '../model.js'
import { child } from '../policies/schema-walk.js'
import { builtInResource, guessPlural, type ResourceName } from './kinds.js'

/** Answers what a cluster's discovery would: from the table of built-in kinds and the CRDs at hand. */
export interface Discovery {
  /** The name that rules use for a kind; `guessed` when nothing but the kind's own name tells. */
  nameOf(group: string, kind: string): ResourceName & { readonly guessed: boolean }
}

/** @param beside resources that came with the policy: its CRDs are as good as those of the exports */
export function discover(inventory: Inventory, beside: readonly Resource[] = []): Discovery {
  let custom: ReadonlyMap<string, ResourceName> | undefined
  return {
    nameOf(group, kind) {
      custom ??= definedResources([
        ...inventory.list('apiextensions.k8s.io/*/CustomResourceDefinition'),
        ...beside.map(({ data }) => data),
      ])
      const known = builtInResource(group, kind) ?? custom.get(`${group}/${kind}`)
      if (known) return { ...known, guessed: false }
      return { resource: guessPlural(kind), namespaced: undefined, guessed: true }
    },
  }
}

function definedResources(objects: readonly unknown[]): ReadonlyMap<string, ResourceName> {
  const resources = new Map<string, ResourceName>()
  for (const object of objects) {
    if (child(object, 'kind') !== 'CustomResourceDefinition') continue
    const spec = child(object, 'spec')
    const names = child(spec, 'names')
    const resource = child(names, 'plural')
    const scope = child(spec, 'scope')
    if (typeof resource !== 'string') continue
    resources.set(`${String(child(spec, 'group'))}/${String(child(names, 'kind'))}`, {
      resource,
      namespaced: typeof scope === 'string' ? scope === 'Namespaced' : undefined,
    })
  }
  return resources
}
