import type { Population } from '../model/index.js'
import { inTurn, type Skips, type Tally } from '../scan/outcome.js'
import { membersOf } from '../scan/sample.js'

/** What a policy had before it, by type and by the reason for which it was left out. */
export function populationOf(policy: { readonly admission?: unknown }, tally: Tally): Population {
  const judged = [...tally.judged]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, { errors, ...sample }]) => ({ type, ...membersOf(sample), errors }))
  const skipped = [
    ...inTurn(tally.excluded).map(([condition, skips]) => ({ condition, ...skippedOf(skips) })),
    ...inTurn(tally.skipped).map(([reason, skips]) => ({ reason, ...skippedOf(skips) })),
  ]
  const seen = [...judged, ...skipped].reduce((sum, { count }) => sum + count, 0)
  const leftOut = policy.admission ? tally.candidates - seen : 0
  return { resources: seen + leftOut, judged, skipped, ...(leftOut > 0 && { leftOut }) }
}

function skippedOf({ count, members }: Skips) {
  return { ...membersOf(members), ...(count !== members.count && { times: count }) }
}
