import { resolve } from 'node:path'
import { digestOf } from '../runtime/documents/digest.js'
import { readBytes } from '../runtime/documents/read-bytes.js'
import type { FiledReport } from '../runtime/history/index.js'
import { displayPath } from '../runtime/paths.js'
import { parseReport } from '../runtime/report/parse-report.js'

/** Findings are what makes a report that large. */
const smallerReport =
  'a report of at most 500 MB, some 400,000 findings, can be read back: scan in parts, or waive or mend what is found so often'

/** Where a report lies. */
export interface ReportPlace {
  /** What the path starts from, and what the file is named relative to. Default: the working directory. */
  readonly root?: string
  /** Told of the file before it is read. */
  readonly onRead?: ((path: string) => void) | undefined
}

/**
 * A report of the json reporter, as a run has written it.
 * @throws InputError for a file that is not there, or holds none
 * @group Reports
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs'
 * import { loadPolicies, readReport, render } from 'policytest'
 *
 * const policies = loadPolicies('policies')
 * writeFileSync('known.json', render(policies.scan('exports'), 'json'))
 * const baseline = readReport('known.json')
 * console.log(baseline.file, policies.scan('exports', { baseline }).baseline?.file) // known.json known.json
 * ```
 */
export function readReport(path: string, { root = '.', onRead }: ReportPlace = {}): FiledReport {
  const absolute = resolve(root, path)
  const file = displayPath(resolve(root), absolute)
  onRead?.(absolute)
  const bytes = readBytes(absolute, file, smallerReport)
  return { file, report: parseReport(file, bytes), ...digestOf(bytes) }
}
