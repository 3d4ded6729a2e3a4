import { resolve } from 'node:path'
import { digestOf } from '../runtime/documents/digest.js'
import { readBytes } from '../runtime/documents/read-bytes.js'
import type { FiledReport } from '../runtime/history/index.js'
import { displayPath } from '../runtime/paths.js'
import { parseReport } from '../runtime/report/parse-report.js'
import type { World } from './world.js'

/** Findings are what makes a report that large. */
const smallerReport =
  'a report of at most 500 MB, some 400,000 findings, can be read back: scan in parts, or waive or mend what is found so often'

/**
 * A report of the json reporter that a flag or an argument names.
 * @throws InputError for a file that is not there, or holds none
 */
export function readReport(path: string, world: World): FiledReport {
  const absolute = resolve(world.root, path)
  const file = displayPath(world.root, absolute)
  world.onRead?.(absolute)
  const bytes = readBytes(absolute, file, smallerReport)
  return { file, report: parseReport(file, bytes), ...digestOf(bytes) }
}
