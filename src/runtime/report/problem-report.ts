import type { Diagnostic, Report } from '../model/index.js'
import { noOutcome } from '../scan/outcome.js'
import { buildReport } from './build-report.js'

const nothingJudged = {
  packs: [],
  guidelines: [],
  policies: [],
  attestations: [],
  inputs: [],
  outcome: noOutcome,
  waived: { faults: [], waivers: [] },
  cases: [],
}

/** A report on the policies themselves, in which nothing was judged: of lint, or of a run that mistakes kept from judging. */
export function problemReport(
  problems: readonly Diagnostic[],
  { startedAt, warnings = [] }: { readonly startedAt: Date; readonly warnings?: readonly Diagnostic[] },
): Report {
  const report = buildReport({ ...nothingJudged, now: startedAt, warnings }, { startedAt, durationMs: 0 })
  return { ...report, problems }
}
