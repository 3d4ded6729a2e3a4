import { append } from '../append.js'
import type { CompiledExpression, CompiledPolicy } from './compiled-policy.js'

/**
 * What a policy reads, be it through variables and functions: `variables.workers`, `params.portMin`, `functions.isExempt`,
 * `params` where it reads all of them; of a pack that it imports from `@images functions.isFixed`.
 */
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

/** How what an expression of a pack reads of it is called in {@link Reads}; of the policy's own pack without the pack. */
export function fieldOf(pack: string | undefined, field: string): string {
  return pack === undefined ? field : `@${pack} ${field}`
}

function reachedFrom(
  from: readonly CompiledExpression[],
  { variables, functions, homes }: Pick<CompiledPolicy, 'variables' | 'functions' | 'homes'>,
): Set<string> {
  const variablesIn = (home: string | undefined) =>
    home === undefined ? variables : (homes.find(({ pack }) => pack === home)?.variables ?? [])
  const called = (home: string | undefined, name: string) => {
    const candidates = functions.filter((each) => each.name === name)
    const own = candidates.filter((each) => each.home === home)
    return own.length > 0 ? own : candidates
  }
  const reached = new Set<string>()
  const pending = [...from]
  const reach = (home: string | undefined, field: string, parts: readonly CompiledExpression[]): void => {
    const name = fieldOf(home, field)
    if (reached.has(name)) return
    reached.add(name)
    append(pending, parts)
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { home, program } = next
    for (const field of program.references.fields) {
      const parts = variablesIn(home).filter(
        ({ name }) => field === 'variables' || field === `variables.${name}`,
      )
      reach(home, field, parts)
      for (const part of parts) if (part.home !== home) reach(part.home, `variables.${part.name}`, [])
    }
    for (const name of program.references.calls)
      for (const part of called(home, name)) reach(part.home, `functions.${name}`, [part])
  }
  return reached
}
