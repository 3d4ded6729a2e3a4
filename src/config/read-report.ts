import { constants as limits } from 'node:buffer'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { digestOf, digestOfParts } from '../runtime/documents/digest.js'
import { readOpen } from '../runtime/documents/put-aside.js'
import { readBytes } from '../runtime/documents/read-bytes.js'
import type { FiledReport } from '../runtime/history/index.js'
import { displayPath } from '../runtime/paths.js'
import { parseLargeReport, parseReport } from '../runtime/report/parse-report.js'

/** Findings are what makes a report that large. */
const smallerReport =
  'it is not written as a run writes it: a report of at most 500 MB is read however it is written'

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
  return readLarge(absolute, file) ?? readAtOnce(absolute, file)
}

function readAtOnce(path: string, file: string): FiledReport {
  const bytes = readBytes(path, file, smallerReport)
  return { file, report: parseReport(file, bytes), ...digestOf(bytes) }
}

/** A report that is more than a text can hold, some findings at a time; undefined for every other. */
function readLarge(path: string, file: string): FiledReport | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile() || stats.size <= limits.MAX_STRING_LENGTH) return undefined
  return readOpen(path, (bytes) => {
    const report = parseLargeReport(file, bytes)
    return report && { file, report, ...digestOfParts(bytes) }
  })
}
