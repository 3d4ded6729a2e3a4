import type { Group } from '../runtime/model/by-guideline.js'
import { count } from './count.js'
import { oneLine } from './printable.js'

/** As many guidelines without data are named one by one. */
const mostNamed = 5

/** As many types are named that would give them data. */
const mostTypes = 5

/** The guidelines that a report names, and in words those that it only counts. */
export interface Folded {
  readonly named: readonly Group[]
  /** How many have no data for want of exports, and the types that most of them lack. */
  readonly others?: string
}

/**
 * Whoever scans one file with a pack for many has a long list of guidelines without data, and nothing else to read in it: it
 * becomes a count. Whatever has another status, or was accepted by somebody, is named always.
 */
export function foldNoData(groups: readonly Group[]): Folded {
  const [named, plain] = [groups.filter((group) => !isPlain(group)), groups.filter(isPlain)]
  if (plain.length <= mostNamed) return { named: groups }
  const lacking = new Map<string, number>()
  for (const type of plain.flatMap(missingIn)) lacking.set(type, (lacking.get(type) ?? 0) + 1)
  const types = [...lacking].sort(([x, a], [y, b]) => b - a || (x < y ? -1 : 1))
  const more = types.length - mostTypes
  const shown = types.slice(0, mostTypes).map(([type, number]) => `${type} (${number})`)
  const and = more > 0 ? ` and ${count(more, 'more type')}` : ''
  const others = `${count(plain.length, 'guideline')}: no export has ${shown.join(', ')}${and}`
  return { named, others: oneLine(others) }
}

function isPlain({ guideline: { status, accepted } }: Group): boolean {
  return status === 'no data' && !accepted
}

/** The types that a guideline lacks, each once. */
function missingIn({ policies }: Group): readonly string[] {
  return [...new Set(policies.flatMap(({ missing = [] }) => missing))]
}
