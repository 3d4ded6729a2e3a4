import { groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { Report } from '../../runtime/model/index.js'
import { keepWithin } from './fit.js'
import {
  failedCases,
  guidelineTable,
  heading,
  incomplete,
  problems,
  stopped,
  undecided,
  violations,
  waivedFindings,
  waivers,
  warnings,
} from './sections.js'

/** A GitHub step summary holds 1 MiB; over it the upload fails while the step stays green. */
export const markdownLimit = 1024 * 1024

/** For a step summary or a pull request: a table of the guidelines, then what is wrong with each, worst first. */
export function markdown(report: Report): string {
  return markdownWithin(report, markdownLimit)
}

/** The Markdown report in at most so many bytes: what comes last, the least severe, gives way to a line that counts it. */
export function markdownWithin(report: Report, bytes: number): string {
  const groups = groupByGuideline(report)
  const blocks = [
    ...heading(report),
    ...problems(report.problems),
    ...guidelineTable(groups),
    ...violations(groups, report.packs),
    ...failedCases(report.cases),
    ...stopped(report.strict ?? []),
    ...incomplete(report.inputs),
    ...waivers(report.waivers),
    ...waivedFindings(report.findings),
    ...undecided(groups),
    ...warnings(report.warnings),
  ]
  return keepWithin(blocks, bytes)
}
