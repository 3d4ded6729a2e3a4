import type { MutationReport } from '../../runtime/model/index.js'
import { safeJson } from '../../wording/safe-json.js'

/** The report itself, as docs/schema/mutation-report.schema.json describes it. */
export function mutationJson(report: MutationReport): string {
  return safeJson(report)
}
