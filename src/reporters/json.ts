import type { Report } from '../runtime/model/index.js'
import { safeJson, safeJsonParts } from '../wording/safe-json.js'

/** The report as docs/schema/report.schema.json describes it, without the list of what each policy said of each resource. */
export function json(report: Report): string {
  return safeJson(withoutResults(report))
}

/** The same in parts. */
export function jsonParts(report: Report): Iterable<string> {
  return safeJsonParts(withoutResults(report))
}

function withoutResults({ results: _, ...report }: Report): Report {
  return report
}

/** The whole report. */
export function jsonFull(report: Report): string {
  return safeJson(report)
}

/** The same in parts. */
export function jsonFullParts(report: Report): Iterable<string> {
  return safeJsonParts(report)
}
