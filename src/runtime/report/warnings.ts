import type { Diagnostic, Report } from '../model/index.js'
import { by } from '../order.js'

/** Warnings as a report lists them, each once: those that stand nowhere first, then by place. */
export function inReportOrder(warnings: readonly Diagnostic[]): readonly Diagnostic[] {
  const each = new Map(warnings.map((warning) => [JSON.stringify(warning), warning]))
  return [...each.values()].sort(byPlace)
}

const byPlace = by<Diagnostic>(
  ({ location }) => location?.file ?? '',
  ({ location }) => location?.start.line ?? 0,
  ({ location }) => location?.start.column ?? 0,
  ({ code }) => code,
  ({ message }) => message,
)

/** The report with more warnings. */
export function withWarnings(report: Report, more: readonly Diagnostic[]): Report {
  return { ...report, warnings: inReportOrder([...report.warnings, ...more]) }
}
