import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Context } from '../judge/evaluation.js'

/** Which outcomes of each rule the test cases have shown. */
export interface Coverage {
  readonly observe: NonNullable<Context['observe']>
  /** One entry per validation and match condition, in the order of the policies. */
  rules(): RuleCoverage[]
}

export interface RuleCoverage {
  readonly policy: string
  /** A validation's name, or `matchConditions.<name>`. */
  readonly rule: string
  readonly seenTrue: boolean
  readonly seenFalse: boolean
}

/** Starts counting; an error counts as neither outcome. */
export function startCoverage(policies: readonly CompiledPolicy[]): Coverage {
  const seen = new Set<string>()
  const key = (policy: string, rule: string, outcome: string) => JSON.stringify([policy, rule, outcome])
  return {
    observe: (policy, rule, outcome) => seen.add(key(policy.id, rule, outcome)),
    rules: () =>
      policies.flatMap((policy) =>
        [
          ...policy.matchConditions.map(({ name }) => `matchConditions.${name}`),
          ...[...policy.validations, ...(policy.checks ?? [])].map(({ name }) => name),
        ].map((rule) => ({
          policy: policy.id,
          rule,
          seenTrue: seen.has(key(policy.id, rule, 'true')),
          seenFalse: seen.has(key(policy.id, rule, 'false')),
        })),
      ),
  }
}
