import type { CompiledExpression, CompiledPolicy } from '../compile/compiled-policy.js'

/** What a policy reads, be it through variables: `variables.workers`, `params.portMin`, `params` where it reads all of them. */
export interface Reads {
  /** Of what decides: conditions, validations, places of findings. */
  readonly toDecide: ReadonlySet<string>
  /** Of messages, too. */
  readonly atAll: ReadonlySet<string>
}

/** What the rules of a policy read. */
export function readsOf(policy: CompiledPolicy): Reads {
  const { matchConditions, validations, admission, variables } = policy
  const deciding = [
    ...matchConditions,
    ...(admission?.auditAnnotations ?? []),
    ...validations.flatMap(({ forEach, expression, at }) => [forEach ?? [], expression, at ?? []].flat()),
  ]
  const messages = validations.flatMap(({ messageExpression }) => messageExpression ?? [])
  return {
    toDecide: reachedFrom(deciding, variables),
    atAll: reachedFrom([...deciding, ...messages], variables),
  }
}

function reachedFrom(
  from: readonly CompiledExpression[],
  variables: CompiledPolicy['variables'],
): Set<string> {
  const byField = new Map(variables.map((variable) => [`variables.${variable.name}`, variable]))
  const reached = new Set<string>()
  const pending = [...from]
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const field of next.program.references.fields) {
      if (reached.has(field)) continue
      reached.add(field)
      if (field === 'variables') pending.push(...variables)
      const variable = byField.get(field)
      if (variable) pending.push(variable)
    }
  }
  return reached
}
