import { type FailOn, type Finding, isOpen, type Report, severities } from '../runtime/model/index.js'
import type { RunRequest } from '../runtime/run.js'

/** Exit codes: a contract (docs/reference/cli.md). */
export const exitCodes = { clean: 0, findings: 1, cannotRun: 2, nothingEvaluated: 3 } as const

/** What a run comes to. */
export function exitCodeOf(
  report: Report,
  failOn: FailOn,
  { inputs, tests }: Pick<RunRequest, 'inputs' | 'tests'>,
): number {
  const { cases, findings, summary } = report
  if (failing(findings, failOn) || summary.cases.failed > 0) return exitCodes.findings
  const { pass, fail, error, waived } = summary.verdicts
  const nothingTested = tests !== undefined && cases.length === 0
  const nothingScanned = inputs !== undefined && pass + fail + error + waived === 0
  if (nothingTested || nothingScanned) return exitCodes.nothingEvaluated
  return report.strict && report.strict.length > 0 ? exitCodes.findings : exitCodes.clean
}

/**
 * Whether one of the findings counts. A verdict `error` does whatever its severity, known or not: nobody knows what the rule
 * would have said.
 */
export function failing(findings: readonly Finding[], { severity, newOnly }: FailOn): boolean {
  const worse = new Set(severities.slice(0, severities.indexOf(severity) + 1))
  return findings.some(
    (finding) =>
      isOpen(finding) &&
      (finding.verdict === 'error' || (worse.has(finding.severity) && !(newOnly && isKnown(finding)))),
  )
}

/** Whether the baseline of the run knows it. */
function isKnown({ baseline }: Finding): boolean {
  return baseline === 'known' || baseline === 'changed'
}
