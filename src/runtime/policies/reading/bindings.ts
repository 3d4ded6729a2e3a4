import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import type { Binding } from '../admission/binding.js'
import type { Policy } from '../any-policy.js'
import { errorAt } from '../mistakes/places.js'

/** The bindings of a policy, sorted by name. */
export function bindingsOf<B extends Binding>(policy: Policy, bindings: readonly B[]): B[] {
  if (!policy.admission) return []
  return bindings
    .filter((binding) => binding.policy === policy.name)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A binding of a policy that is not there has no effect in a cluster, and none here: that is said. */
export function strayBindings(bindings: readonly Binding[], policies: readonly Policy[]): Diagnostic[] {
  const names = policies.filter(({ admission }) => admission).map(({ name }) => name)
  return bindings
    .filter(({ policy }) => !names.includes(policy))
    .map(({ policy, policyPlace }) => ({
      ...errorAt(
        policyPlace,
        'unknown-reference',
        `the binding is of '${policy}', which is no ValidatingAdmissionPolicy among the policies`,
        didYouMean(policy, names, 'policies') ?? 'name the file of that policy too',
      ),
      level: 'warning' as const,
    }))
}
