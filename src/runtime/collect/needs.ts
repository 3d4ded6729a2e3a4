import { expressionsOf, type LoadedPolicy, lookupsIn, usedExpressions } from '../policies/index.js'

/** A type of resources, or a glob over types, with the policies that ask for it. */
export interface Need {
  readonly type: string
  readonly policies: readonly string[]
}

/** The types that policies judge, require, or look up in the inventory: each once, in the order of their first mention. */
export function neededTypes(policies: readonly LoadedPolicy[]): Need[] {
  const needs = new Map<string, Set<string>>()
  for (const loaded of policies) {
    const { types, requires, looksUp = [] } = loaded.policy
    for (const type of [...types, ...requires.flat(), ...looksUp, ...lookedUp(loaded)]) {
      needs.set(type, (needs.get(type) ?? new Set()).add(loaded.id))
    }
  }
  return [...needs].map(([type, ids]) => ({ type, policies: [...ids] }))
}

function lookedUp({ policy, pack, home = pack }: LoadedPolicy): string[] {
  const own = expressionsOf(policy)
  return lookupsIn([...own, ...usedExpressions(home, own)]).map(({ type }) => type)
}
