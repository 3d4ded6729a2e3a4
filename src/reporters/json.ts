import type { Report } from '../runtime/model/index.js'
import { safeJson } from '../wording/safe-json.js'

/** The report itself, as docs/schema/report.schema.json describes it. */
export function json(report: Report): string {
  return safeJson(report)
}
