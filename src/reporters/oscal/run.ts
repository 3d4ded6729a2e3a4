import { type Group, groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { PolicySummary, Report } from '../../runtime/model/index.js'
import { momentOf } from '../../wording/oscal/time.js'
import { type Judged, judgedIn } from './judged.js'

/** A run as the parts of the document see it. */
export interface Run {
  readonly report: Report
  readonly groups: readonly Group[]
  /** What was judged by: the policies of the report, and those that only findings name. */
  readonly policies: readonly Observed[]
  readonly judged: readonly Judged[]
  /** When it was, as OSCAL writes it. */
  readonly at: string
}

export type Observed = Pick<PolicySummary, 'id' | 'guidelines'> & Partial<PolicySummary>

export function runOf(report: Report): Run {
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
    judged: judgedIn(report),
    at: momentOf(report.startedAt) ?? '1970-01-01T00:00:00.000Z',
  }
}
