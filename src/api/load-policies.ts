import type { LoadOptions, PolicySource } from './load-options.js'
import { loadingOfPolicies } from './loading.js'
import { type Policies, policiesOf } from './policies.js'

/**
 * Loads and compiles policies: files, folders, globs, definitions.
 * @throws InputError with every mistake of every file
 * @group Policies
 * @example
 * ```ts
 * import { loadPolicies } from 'policytest'
 *
 * const policies = loadPolicies('policies', { params: { owned: { teams: ['shop', 'pay'] } } })
 * const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { team: 'ops' } } }
 * const { verdict, findings } = policies.judge(pod)
 * console.log(verdict, findings[0]?.pointer) // fail /metadata/labels/team
 * console.log(policies.scan('exports').summary.resources) // 1
 * ```
 */
export function loadPolicies(
  policies: PolicySource | readonly PolicySource[],
  options: LoadOptions = {},
): Policies {
  return policiesOf(loadingOfPolicies(policies, options))
}
