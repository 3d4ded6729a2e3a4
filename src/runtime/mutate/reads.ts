import type { CompiledExpression, CompiledPolicy } from '../compile/compiled-policy.js'

/** What a policy reads, be it through variables and functions: `variables.workers`, `params.portMin`, `functions.isExempt`, `params` where it reads all of them. */
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
    toDecide: reachedFrom(deciding, policy),
    atAll: reachedFrom([...deciding, ...messages], policy),
  }
}

function reachedFrom(
  from: readonly CompiledExpression[],
  { variables, functions }: Pick<CompiledPolicy, 'variables' | 'functions'>,
): Set<string> {
  const named = new Map<string, CompiledExpression>([
    ...variables.map((variable) => [`variables.${variable.name}`, variable] as const),
    ...functions.map((called) => [`functions.${called.name}`, called] as const),
  ])
  const reached = new Set<string>()
  const pending = [...from]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { fields, calls } = next.program.references
    for (const name of [...fields, ...[...calls].map((call) => `functions.${call}`)]) {
      if (reached.has(name)) continue
      reached.add(name)
      if (name === 'variables') pending.push(...variables)
      const part = named.get(name)
      if (part) pending.push(part)
    }
  }
  return reached
}
