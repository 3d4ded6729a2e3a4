import type { Result } from '../model/index.js'
import { by } from '../order.js'
import { keepFirst } from './keep-first.js'

/** The order of results in a report. */
export const byJudged = by<Result>(
  ({ policy }) => policy,
  ({ resource }) => resource.type,
  ({ resource }) => resource.id,
  ({ resource }) => resource.file,
  ({ verdict }) => verdict,
  ({ reason = '' }) => reason,
)

/** Results in the making: all of them in the order in which they came, or the first of each policy and verdict. */
export interface KeptResults {
  add(result: Result): void
  all(): readonly Result[]
}

/** Keeps at least so many of each policy and verdict, the first in the order of reports: no more than memory is for. */
export function keptResults(most: number): KeptResults {
  const results: Result[] = []
  if (most === Number.POSITIVE_INFINITY) return { add: (result) => results.push(result), all: () => results }
  const lists = new Map<string, Result[]>()
  return {
    add(result) {
      if (most === 0) return
      const key = `${result.verdict} ${result.policy}`
      const list = lists.get(key) ?? []
      lists.set(key, list)
      keepFirst(list, result, byJudged, most)
    },
    all: () => [...lists.values()].flat(),
  }
}
