import type { Report, ReporterOptions, Severity } from '../../runtime/model/index.js'
import { safeJson } from '../../wording/safe-json.js'
import type { Rendered } from '../rendered.js'
import { marksOf, unplacedNote } from './marks.js'

const severities = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
} as const satisfies Record<Severity, string>

/**
 * A Code Quality report of GitLab, which a merge request shows: what it adds, and what it mends.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabCodeQuality(
  report: Report,
  { folder }: Pick<ReporterOptions, 'folder'> = {},
): Rendered {
  const marks = marksOf(report, folder)
  const issues = marks.flatMap(({ rule, message, severity, location, identity }) =>
    location
      ? [
          {
            description: message,
            check_name: rule,
            fingerprint: identity,
            severity: severities[severity],
            location: { path: location.file, lines: { begin: location.start.line, end: location.end.line } },
          },
        ]
      : [],
  )
  return { text: safeJson(issues), notes: unplacedNote('the report for GitLab', marks) }
}

/** The text of it alone. */
export function gitlab(report: Report, options?: Pick<ReporterOptions, 'folder'>): string {
  return gitlabCodeQuality(report, options).text
}
