import { expressionsOf, type LoadedPolicy } from '../policies/index.js'

/** A type of resources, or a glob over types, with the policies that ask for it. */
export interface Need {
  readonly type: string
  readonly policies: readonly string[]
}

/** The types that policies judge, require, or look up in the inventory: each once, in the order of their first mention. */
export function neededTypes(policies: readonly LoadedPolicy[]): Need[] {
  const needs = new Map<string, Set<string>>()
  for (const loaded of policies) {
    for (const type of [...loaded.policy.types, ...loaded.policy.requires, ...lookedUp(loaded)]) {
      needs.set(type, (needs.get(type) ?? new Set()).add(loaded.id))
    }
  }
  return [...needs].map(([type, ids]) => ({ type, policies: [...ids] }))
}

/** The types in `inventory.list("v1/Node")` and the like; one that is computed cannot be told. */
function lookedUp({ policy, pack }: LoadedPolicy): string[] {
  const shared = (pack?.variables ?? []).map(({ expression }) => expression)
  const lookup = /\binventory\s*\.\s*(?:list|get|where)\(\s*(["'])([^"'\\]+)\1/g
  return [...shared, ...expressionsOf(policy)].flatMap(({ source }) =>
    [...source.matchAll(lookup)].map((match) => match[2] as string),
  )
}
