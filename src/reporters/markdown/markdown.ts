import { groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { Report, ReporterOptions } from '../../runtime/model/index.js'
import { placedWith } from '../../wording/placed.js'
import { evidence } from './evidence.js'
import { keepWithin } from './fit.js'
import {
  attested,
  diagnostics,
  failedCases,
  guidelineTables,
  heading,
  overridden,
  stopped,
  undecided,
  violations,
  waived,
} from './sections.js'

/** A GitHub step summary holds 1 MiB; over it the upload fails while the step stays green. */
export const markdownLimit = 1024 * 1024

/**
 * For a step summary or a pull request: the verdict in a line, what is wrong, worst first, what nobody judged, what was
 * waived; what is in order is folded away. What comes last gives way to a line that counts it when there is no more room.
 */
export function markdown(
  report: Report,
  { maxSize = markdownLimit, link }: Pick<ReporterOptions, 'maxSize' | 'link'> = {},
): string {
  const groups = groupByGuideline(report)
  const placed = placedWith(link)
  const blocks = [
    ...heading(report),
    ...diagnostics('Problems', report.problems, placed),
    ...violations(groups, report, placed),
    ...failedCases(report.cases, placed),
    ...stopped(report.strict ?? [], placed),
    ...undecided(groups, report.inputs, placed),
    ...waived(report, placed),
    ...overridden(report, placed),
    ...diagnostics('Warnings', report.warnings, placed),
    ...attested(groups),
    ...guidelineTables(groups),
    ...evidence(report),
  ]
  return keepWithin(blocks, maxSize)
}
