import { reporters } from '../reporters/library.js'
import type { Report, Reporter, ReporterOptions } from '../runtime/model/index.js'

/** The name of a reporter that ships with policytest. */
export type ReporterName = keyof typeof reporters

/**
 * A report as text.
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
export function render(
  report: Report,
  reporter: ReporterName | Reporter,
  { color = false, quiet = false, ...options }: Partial<ReporterOptions> = {},
): string {
  const as: Reporter = typeof reporter === 'string' ? reporters[reporter] : reporter
  return as(report, { color, quiet, ...options })
}
