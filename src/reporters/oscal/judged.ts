import type { Finding, Report, ResourceRef } from '../../runtime/model/index.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { countTimes } from '../../wording/times.js'

/** What a policy said of a resource. */
export interface Judged {
  readonly policy: string
  readonly resource: ResourceRef
  /** The UUID of the resource: the same in every run, wherever its export lies. */
  readonly item: string
  readonly verdict: 'pass' | 'fail' | 'error'
}

/** As many results of a policy are read of each verdict: more make a document that nothing can read. */
export const mostResults = 1000

const ranks = { pass: 0, fail: 1, error: 2 } as const

/**
 * What was judged, each resource once for each policy, with the worst that was said of it where two exports have it: those of
 * the findings, and of the results of each policy and verdict the first {@link mostResults}.
 */
export function judgedIn({ results = [] }: Report, findings: readonly Finding[]): Judged[] {
  const judged = new Map<string, Judged>()
  const timesOf = countTimes()
  const first = results.filter(({ policy, verdict }) => timesOf(`${verdict} ${policy}`) <= mostResults)
  for (const { policy, resource, verdict } of [...first, ...findings]) {
    if (verdict === 'skip') continue
    const item = itemUuid(resource)
    const known = judged.get(`${policy} ${item}`)
    if (known && ranks[known.verdict] >= ranks[verdict]) continue
    judged.set(`${policy} ${item}`, { policy, resource, item, verdict })
  }
  return [...judged.values()]
}

export function itemUuid({ type, id, subject }: ResourceRef): string {
  const about = Object.entries(subject).map((entry) => JSON.stringify(entry))
  return uuidOf('resource', type, id, about.toSorted())
}
