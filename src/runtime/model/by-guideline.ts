import { type Finding, isOpen } from './finding.js'
import { type GuidelineSummary, guidelineOfPolicy } from './guideline.js'
import type { PolicySummary, Report } from './report.js'
import { severities } from './verdict.js'

/** A guideline with everything that the run found about it. */
export interface Group {
  readonly guideline: GuidelineSummary
  readonly policies: readonly PolicySummary[]
  /** Findings that count: violations, evaluation errors, and those whose waiver has expired. */
  readonly open: readonly Finding[]
  readonly waived: readonly Finding[]
}

/**
 * The report by guideline, in the report's order. Every finding is in at least one group: what names no guideline
 * of the report stands under its policy, in groups of their own at the end.
 */
export function groupByGuideline(report: Report): readonly Group[] {
  const known = new Set(report.guidelines.map(({ id }) => id))
  const found = groupBy(report.findings, (finding) => groupsOf(finding, known))
  const policies = new Map(report.policies.map((policy) => [policy.id, policy]))
  const strays = [...found].flatMap(([id, findings]) => (known.has(id) ? [] : standIn(id, findings)))
  return [...report.guidelines, ...strays].map((guideline) => {
    const findings = found.get(guideline.id) ?? []
    return {
      guideline,
      policies: guideline.policies.flatMap((id) => policies.get(id) ?? []),
      open: findings.filter(isOpen),
      waived: findings.filter((finding) => !isOpen(finding)),
    }
  })
}

/** For each finding the one guideline to list it under where it should be listed once: the most severe. */
export function leadingGuideline({ guidelines }: Pick<Report, 'guidelines'>): (finding: Finding) => string {
  const known = new Set(guidelines.map(({ id }) => id))
  return (finding) => groupsOf(finding, known)[0] ?? finding.policy
}

function groupsOf({ guidelines, policy }: Finding, known: ReadonlySet<string>): readonly string[] {
  const named = guidelines.filter((id) => known.has(id))
  return named.length > 0 ? named : [policy]
}

/** Items by each of their keys, in order. */
export function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  return groups
}

/** Critical ones first; within a severity the order stays. */
export function worstFirst<T>(items: readonly T[], severityOf: (item: T) => Finding['severity']): T[] {
  return severities.flatMap((severity) => items.filter((item) => severityOf(item) === severity))
}

/** The most severe findings, so many of them, in their order. */
export function worstOf(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings
  const kept = new Set(worstFirst(findings, ({ severity }) => severity).slice(0, most))
  return findings.filter((finding) => kept.has(finding))
}

/** A guideline for a policy whose findings name none of the report. */
function standIn(policy: string, findings: readonly Finding[]): GuidelineSummary[] {
  const [worst] = worstFirst(findings, (finding) => finding.severity)
  if (!worst) return []
  const open = findings.filter(isOpen)
  const count = (verdict: Finding['verdict']) => open.filter((finding) => finding.verdict === verdict).length
  const counts = {
    pass: 0,
    fail: count('fail'),
    error: count('error'),
    skip: 0,
    waived: findings.length - open.length,
  }
  return [
    {
      ...guidelineOfPolicy({ id: policy, name: policy, severity: worst.severity }),
      status: counts.fail > 0 ? 'violated' : counts.error > 0 ? 'error' : 'waived',
      counts,
      policies: [policy],
    },
  ]
}
