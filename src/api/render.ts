import { diffReporters } from '../reporters/diff/index.js'
import { reporters } from '../reporters/library.js'
import { mutationReporters } from '../reporters/mutation/index.js'
import type { DiffReporterName, MutationReporterName } from '../reporters/names.js'
import type { MutationReport, Report, ReportDiff, Reporter, ReporterOptions } from '../runtime/model/index.js'

/** The name of a reporter that ships with policytest. */
export type ReporterName = keyof typeof reporters

/** How a report looks. */
export type RenderOptions = Partial<ReporterOptions>

/**
 * A report as text; what changed between two reports, and what mutants have shown, by the reporters that these have.
 * @param reporter one that ships with policytest, by its name, or one of your own
 * @group Reports
 * @example
 * ```ts
 * import { loadPolicies, render } from 'policytest'
 *
 * const report = loadPolicies('policies').scan('exports')
 * console.log(render(report, 'junit').includes('<testsuites')) // true
 * console.log(render(report, ({ findings }) => `${findings.length} findings`)) // 0 findings
 * ```
 */
export function render(report: Report, reporter: ReporterName | Reporter, options?: RenderOptions): string
export function render(diff: ReportDiff, reporter: DiffReporterName, options?: RenderOptions): string
export function render(
  mutants: MutationReport,
  reporter: MutationReporterName,
  options?: RenderOptions,
): string
export function render(
  subject: Report | ReportDiff | MutationReport,
  reporter: string | Reporter,
  { color = false, quiet = false, ...more }: RenderOptions = {},
): string {
  const options = { color, quiet, ...more }
  // The overloads say which reporters there are for each.
  if (subject.kind === 'ReportDiff') return diffReporters[reporter as DiffReporterName](subject, options)
  if (subject.kind === 'MutationReport')
    return mutationReporters[reporter as MutationReporterName](subject, options)
  return (typeof reporter === 'string' ? reporters[reporter as ReporterName] : reporter)(subject, options)
}
