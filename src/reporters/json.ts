import type { Report } from '../runtime/model/index.js'
import { safeJson } from '../wording/safe-json.js'

/** The report as docs/schema/report.schema.json describes it, without the list of what each policy said of each resource. */
export function json({ results: _, ...report }: Report): string {
  return safeJson(report)
}

/** The whole report. */
export function jsonFull(report: Report): string {
  return safeJson(report)
}
