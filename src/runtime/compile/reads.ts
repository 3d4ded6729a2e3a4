import type { CompiledPolicy } from './compiled-policy.js'
import { reachedBy } from './reached.js'

/** The names of what a policy reads, be it through variables and functions. */
export interface Reads {
  /** Of what decides: conditions, validations, places of findings. */
  readonly toDecide: ReadonlySet<string>
  /** Of messages, too. */
  readonly atAll: ReadonlySet<string>
}

/** What the rules of a policy read. */
export function readsOf(policy: CompiledPolicy): Reads {
  const { matchConditions, validations, admission } = policy
  const deciding = [
    ...matchConditions,
    ...(admission?.auditAnnotations ?? []),
    ...validations.flatMap(({ forEach, expression, at }) => [forEach ?? [], expression, at ?? []].flat()),
  ]
  const messages = validations.flatMap(({ messageExpression }) => messageExpression ?? [])
  return {
    toDecide: reachedBy(deciding, policy).names,
    atAll: reachedBy([...deciding, ...messages], policy).names,
  }
}
