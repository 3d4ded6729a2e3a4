import { type Group, groupByGuideline, worstOf } from '../../runtime/model/by-guideline.js'
import type { Finding, PolicySummary, Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { momentOf } from '../../wording/oscal/time.js'
import { type Judged, judgedIn } from './judged.js'

/** A run as the parts of the document see it. */
export interface Run {
  readonly report: Report
  readonly groups: readonly Group[]
  /** The findings that it has room for. */
  readonly shown: readonly Finding[]
  /** What it leaves out, in sentences. */
  readonly leftOut: readonly string[]
  /** What was judged by: the policies of the report, and those that only findings name. */
  readonly policies: readonly Observed[]
  readonly judged: readonly Judged[]
  /** When it was, as OSCAL writes it. */
  readonly at: string
}

export type Observed = Pick<PolicySummary, 'id' | 'guidelines'> & Partial<PolicySummary>

/** More make a document that nothing can read: each takes some 3 kB. */
export const mostFindings = 50_000

export function runOf(report: Report, most = mostFindings): Run {
  const shown = worstOf(report.findings, most)
  const left = report.findings.length - shown.length
  const known = new Set(report.policies.map(({ id }) => id))
  const strays = new Map(
    report.findings
      .filter(({ policy }) => !known.has(policy))
      .map(({ policy, guidelines }) => [policy, { id: policy, guidelines }]),
  )
  return {
    report,
    groups: groupByGuideline(report),
    policies: [...report.policies, ...strays.values()],
    shown,
    leftOut:
      left > 0
        ? [`${count(left, 'finding')} left out, the least severe: a document has at most ${most}`]
        : [],
    judged: judgedIn(report, shown),
    at: momentOf(report.startedAt) ?? '1970-01-01T00:00:00.000Z',
  }
}
