import type { ReportDiff } from '../../runtime/model/index.js'
import { safeJson } from '../../wording/safe-json.js'

/** The diff itself, as docs/schema/diff.schema.json describes it. */
export function diffJson(diff: ReportDiff): string {
  return safeJson(diff)
}
