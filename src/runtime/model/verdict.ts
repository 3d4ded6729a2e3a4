/** What a policy said of a resource. */
export type Verdict = 'pass' | 'fail' | 'skip' | 'error'

/** How much a violated guideline matters, worst first in {@link severities}. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/**
 * All severities, worst first.
 * @group Reports
 * @example
 * ```ts
 * import { severities } from 'policytest'
 *
 * console.log(severities[0]) // critical
 * ```
 */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** Counts of verdicts. `fail` and `error` count what is open; `waived` failing results whose findings are all waived. */
export interface VerdictCounts {
  readonly pass: number
  readonly fail: number
  readonly error: number
  readonly skip: number
  readonly waived: number
}
