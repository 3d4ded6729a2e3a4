import { leadingGuideline, worstOf } from '../../runtime/model/by-guideline.js'
import type { Finding, Report } from '../../runtime/model/index.js'

/** More findings than a browser holds with ease are not written, the least severe are left out. */
export const mostFindings = 10_000

/** Which findings the page lists, and where. */
export interface Shown {
  /** What it has no room for. */
  readonly left: number
  has(finding: Finding): boolean
  /** The one guideline under which it is listed, where it violates several. */
  homeOf(finding: Finding): string
}

export function shownOf(report: Report, most = mostFindings): Shown {
  const { findings } = report
  const kept = new Set(worstOf(findings, most))
  return {
    left: findings.length - kept.size,
    has: (finding) => kept.has(finding),
    homeOf: leadingGuideline(report),
  }
}
