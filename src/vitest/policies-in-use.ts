import { resolve } from 'node:path'
import { type LoadOptions, loadPolicies, type PolicySource } from '../api/load-policies.js'
import type { Policies } from '../api/policies.js'

let inUse: { readonly root: string; readonly policies: Policies } | undefined

/**
 * The policies that matchers judge by. Default: those of the folder `policies`.
 * @returns them, loaded
 */
export function usePolicies(
  policies: Policies | PolicySource | readonly PolicySource[],
  options?: LoadOptions,
): Policies {
  const loaded = loadedOf(policies, options)
  inUse = { root: resolve('.'), policies: loaded }
  return loaded
}

export function policiesInUse(): Policies {
  return inUse?.policies ?? usePolicies('policies')
}

/** Policies that are loaded, or that are to be. */
export function loadedOf(
  policies: Policies | PolicySource | readonly PolicySource[],
  options?: LoadOptions,
): Policies {
  return typeof policies === 'object' && 'judge' in policies ? policies : loadPolicies(policies, options)
}
