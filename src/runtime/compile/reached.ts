import { append } from '../append.js'
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
  const variablesIn = (home: string | undefined) =>
    home === undefined ? variables : (homes.find(({ pack }) => pack === home)?.variables ?? [])
  const called = (home: string | undefined, name: string) => {
    const candidates = functions.filter((each) => each.name === name)
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
      const parts = variablesIn(home).filter(
        ({ name }) => field === 'variables' || field === `variables.${name}`,
      )
      reach(home, field, parts)
      for (const part of parts) if (part.home !== home) reach(part.home, `variables.${part.name}`, [])
    }
    for (const name of program.references.calls)
      for (const part of called(home, name)) reach(part.home, `functions.${name}`, [part])
  }
  return { names, expressions }
}
