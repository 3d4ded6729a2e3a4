import { inTurn, type Tally } from './outcome.js'

/** Why a policy had nothing to judge. */
export type Idle =
  /** A type that it requires is not among the exports, or it judges types of which there is nothing at all: `missing`. */
  | {
      readonly status: 'no data' | 'unmatched'
      readonly withoutData: true
      readonly missing: readonly string[]
      readonly reason: string
    }
  /** It applies to none of the resources. */
  | { readonly status: 'unmatched'; readonly withoutData: false; readonly reason: string }

/** A policy: its types, and whether it is one of Kubernetes, which matches otherwise. */
interface Judging {
  readonly types: readonly string[]
  readonly admission?: unknown
}

/** Why a policy is idle, or undefined when it judged something. */
export function idleOf(policy: Judging, tally: Tally | undefined): Idle | undefined {
  if (tally && tally.pass + tally.fail + tally.error > 0) return undefined
  if (tally?.hadData) return { status: 'unmatched', withoutData: false, reason: whyUnmatched(policy, tally) }
  if (tally?.lacking !== undefined) {
    const { lacking } = tally
    const reason = `needs ${lacking}, which no export has`
    return { status: 'no data', withoutData: true, missing: [lacking], reason }
  }
  return {
    status: 'unmatched',
    withoutData: true,
    missing: policy.types,
    reason: `no resource of type ${policy.types.join(', ')}`,
  }
}

function whyUnmatched(policy: Judging, { excluded, skipped, candidates }: Tally): string {
  if (excluded.size + skipped.size === 0) {
    return policy.admission && candidates > 0
      ? 'its matchConstraints leave out every resource'
      : 'the exports list no resource of its types'
  }
  if (skipped.size === 0) {
    const parts = inTurn(excluded).map(([condition, { count }]) => `${count} by '${condition}'`)
    return `every resource was excluded by a match condition: ${parts.join(', ')}`
  }
  const reasons = [...inTurn(excluded), ...inTurn(skipped)]
  return `every resource was skipped: ${reasons.map(([reason, { count }]) => `${count}: ${reason}`).join('; ')}`
}
