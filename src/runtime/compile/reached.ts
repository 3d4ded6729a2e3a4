import { append } from '../append.js'
import { groupBy } from '../model/by-guideline.js'
import type { CompiledExpression, CompiledPolicy } from './compiled-policy.js'

/** What expressions of a policy read, be it through variables and functions. */
export interface Reached {
  /**
   * `variables.workers`, `params.portMin`, `functions.isExempt`, `params` where all of them are read; of a pack that is
   * imported from `@images functions.isFixed`.
   */
  readonly names: ReadonlySet<string>
  /** They themselves, and those that they come to use. */
  readonly expressions: readonly CompiledExpression[]
}

/** How what an expression of a pack reads of it is called in {@link Reached}; of the policy's own pack without the pack. */
export function fieldOf(pack: string | undefined, field: string): string {
  return pack === undefined ? field : `@${pack} ${field}`
}

/** What these expressions of a policy read: nothing of the variables and functions that they do not come to use. */
export function reachedBy(
  from: readonly CompiledExpression[],
  { variables, functions, homes }: Pick<CompiledPolicy, 'variables' | 'functions' | 'homes'>,
): Reached {
  const scopes = new Map([
    [undefined, variables],
    ...homes.map(({ pack, variables }) => [pack, variables] as const),
  ])
  const byField = new Map(
    [...scopes].map(([home, known]) => [home, groupBy(known, ({ name }) => [`variables.${name}`])]),
  )
  const read = (home: string | undefined, field: string) =>
    (field === 'variables' ? scopes.get(home) : byField.get(home)?.get(field)) ?? []
  const byName = groupBy(functions, ({ name }) => [name])
  const called = (home: string | undefined, name: string) => {
    const candidates = byName.get(name) ?? []
    const own = candidates.filter((each) => each.home === home)
    return own.length > 0 ? own : candidates
  }
  const names = new Set<string>()
  const expressions: CompiledExpression[] = []
  const pending = [...from]
  const reach = (home: string | undefined, field: string, parts: readonly CompiledExpression[]): void => {
    const name = fieldOf(home, field)
    if (names.has(name)) return
    names.add(name)
    append(pending, parts)
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    expressions.push(next)
    const { home, program } = next
    for (const field of program.references.fields) {
      const parts = read(home, field)
      reach(home, field, parts)
      for (const part of parts) if (part.home !== home) reach(part.home, `variables.${part.name}`, [])
    }
    for (const name of program.references.calls)
      for (const part of called(home, name)) reach(part.home, `functions.${name}`, [part])
  }
  return { names, expressions }
}
