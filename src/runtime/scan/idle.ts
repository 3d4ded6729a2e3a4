import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Tally } from './outcome.js'

/** Why a policy had nothing to judge. */
export type Idle =
  /** A type that it requires is not among the exports, or it judges types of which there is nothing at all. */
  | { readonly status: 'no data' | 'unmatched'; readonly withoutData: true; readonly reason: string }
  /** It applies to none of the resources. */
  | { readonly status: 'unmatched'; readonly withoutData: false; readonly reason: string }

/** Why a policy is idle, or undefined when it judged something. */
export function idleOf(policy: CompiledPolicy, tally: Tally | undefined): Idle | undefined {
  if (tally && tally.pass + tally.fail + tally.error > 0) return undefined
  if (tally?.hadData) return { status: 'unmatched', withoutData: false, reason: whyUnmatched(policy, tally) }
  if (tally?.lacking !== undefined) {
    return { status: 'no data', withoutData: true, reason: `needs ${tally.lacking}, which no export has` }
  }
  return {
    status: 'unmatched',
    withoutData: true,
    reason: `no resource of type ${policy.types.join(', ')}`,
  }
}

function whyUnmatched(policy: CompiledPolicy, { excluded, skipped, candidates }: Tally): string {
  if (excluded.size + skipped.size === 0) {
    return policy.admission && candidates > 0
      ? 'its matchConstraints leave out every resource'
      : 'the exports list no resource of its types'
  }
  if (skipped.size === 0) {
    const parts = policy.matchConditions
      .filter(({ name }) => excluded.has(name))
      .map(({ name }) => `${excluded.get(name)} by '${name}'`)
    return `every resource was excluded by a match condition: ${parts.join(', ')}`
  }
  const reasons = sorted(new Map([...excluded, ...skipped]))
  return `every resource was skipped: ${reasons.map(([reason, count]) => `${count}: ${reason}`).join('; ')}`
}

/** In an order that does not hang on which resource came first. */
function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}
