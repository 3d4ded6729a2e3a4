import { refOf } from '../judge/resource-ref.js'
import type { ResourceRef, Result, Verdict } from '../model/index.js'
import { by, compareTexts } from '../order.js'
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
  of(policy: string): (resource: ResourceRef, verdict: Verdict, reason: string | undefined) => void
  all(): readonly Result[]
}

/** Keeps at least so many of each policy and verdict, the first in the order of reports: no more than memory is for. */
export function keptResults(most: number): KeptResults {
  if (most === 0) return { of: () => () => {}, all: () => [] }
  if (most === Number.POSITIVE_INFINITY) {
    const results: Result[] = []
    return {
      of: (policy) => (resource, verdict, reason) =>
        results.push(resultOf(policy, resource, verdict, reason)),
      all: () => results,
    }
  }
  const ofPolicies: Record<Verdict, Result[]>[] = []
  return {
    of(policy) {
      const lists = { pass: [], fail: [], error: [], skip: [] } as Record<Verdict, Result[]>
      ofPolicies.push(lists)
      return (resource, verdict, reason) => {
        const list = lists[verdict]
        const last = list[most - 1]
        if (last && byResource(last.resource, resource) <= 0) return
        keepFirst(list, resultOf(policy, resource, verdict, reason), inList, most)
      }
    },
    all: () => ofPolicies.flatMap((lists) => Object.values(lists).flat()),
  }
}

function byResource(a: ResourceRef, b: ResourceRef): number {
  return compareTexts(a.type, b.type) || compareTexts(a.id, b.id) || compareTexts(a.file, b.file)
}

/** The order of reports, of results of one policy and verdict. */
function inList(a: Result, b: Result): number {
  return byResource(a.resource, b.resource) || compareTexts(a.reason ?? '', b.reason ?? '')
}

function resultOf(
  policy: string,
  resource: ResourceRef,
  verdict: Verdict,
  reason: string | undefined,
): Result {
  return { policy, resource: refOf(resource), verdict, ...(reason !== undefined && { reason }) }
}
