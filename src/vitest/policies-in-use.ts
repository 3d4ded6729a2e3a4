import type { LoadOptions, PolicySource } from '../api/load-options.js'
import { loadPolicies } from '../api/load-policies.js'
import type { Policies } from '../api/policies.js'

let inUse: Policies | undefined

/**
 * The policies that matchers judge by. Default: those of the folder `policies`.
 * @returns them, loaded
 */
export function usePolicies(
  policies: Policies | PolicySource | readonly PolicySource[],
  options?: LoadOptions,
): Policies {
  inUse = loadedOf(policies, options)
  return inUse
}

export function policiesInUse(): Policies {
  return inUse ?? usePolicies('policies')
}

/** Policies that are loaded, or that are to be. */
export function loadedOf(
  policies: Policies | PolicySource | readonly PolicySource[],
  options?: LoadOptions,
): Policies {
  return typeof policies === 'object' && 'judge' in policies ? policies : loadPolicies(policies, options)
}
