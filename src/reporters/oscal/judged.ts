import type { Report, ResourceRef } from '../../runtime/model/index.js'
import { uuidOf } from '../../wording/oscal/uuid.js'

/** What a policy said of a resource. */
export interface Judged {
  readonly policy: string
  readonly resource: ResourceRef
  /** The UUID of the resource: the same in every run, wherever its export lies. */
  readonly item: string
  readonly verdict: 'pass' | 'fail' | 'error'
}

/** As many resources that passed are named for each policy: more make a document that nothing can read. */
export const mostPasses = 1000

const ranks = { pass: 0, fail: 1, error: 2 } as const

/**
 * What was judged, each resource once for each policy, with the worst that was said of it where two exports have it: all
 * that failed or could not be evaluated, and of those that passed the first {@link mostPasses}.
 */
export function judgedIn({ results = [], findings }: Report): Judged[] {
  const judged = new Map<string, Judged>()
  const passes = new Map<string, number>()
  for (const { policy, resource, verdict } of [...results, ...findings]) {
    if (verdict === 'skip') continue
    const item = itemUuid(resource)
    const known = judged.get(`${policy} ${item}`)
    if (known && ranks[known.verdict] >= ranks[verdict]) continue
    if (verdict === 'pass') {
      const number = (passes.get(policy) ?? 0) + 1
      passes.set(policy, number)
      if (number > mostPasses) continue
    }
    judged.set(`${policy} ${item}`, { policy, resource, item, verdict })
  }
  return [...judged.values()]
}

export function itemUuid({ type, id, subject }: ResourceRef): string {
  const about = Object.entries(subject).map((entry) => JSON.stringify(entry))
  return uuidOf('resource', type, id, about.toSorted())
}
