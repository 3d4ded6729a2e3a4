import { textBy } from '../config/text-by.js'
import { type ReporterEntry, reporters } from '../reporters/index.js'
import type { ReporterName } from '../reporters/names.js'
import { partsOf } from '../reporters/rendered.js'
import type { Report } from '../runtime/model/index.js'
import { inBlocks } from './in-blocks.js'
import type { Presentation } from './presentation.js'
import type { ReporterRequest } from './reporter-requests.js'
import { writeWhole } from './write-whole.js'

/** What a terminal or pipe shows of a run. */
export interface Screen {
  readonly color: boolean
  readonly quiet: boolean
  readonly presentation: Presentation
  out(text: string): void
}

/** Writes every requested report, a file whole or not at all; gives what the reporters note on them, each note once. */
export function writeReports(
  report: Report,
  requests: readonly ReporterRequest[],
  { color, quiet, presentation, out }: Screen,
): readonly string[] {
  const noted = requests.flatMap((request) => {
    const { file } = request
    const options = { color: file === undefined && color, quiet, ...presentation }
    const rendered = reporterOf(request).render(report, options)
    const parts = partsOf(rendered)
    if (file !== undefined) writeWhole(file, parts)
    else for (const part of inBlocks(parts)) out(part)
    return rendered.notes ?? []
  })
  return [...new Set(noted)]
}

/** What a request stands for; a custom reporter may read everything. */
export function reporterOf({ name, custom }: ReporterRequest): ReporterEntry {
  if (!custom) return reporters[name as ReporterName]
  return {
    needsResults: Number.POSITIVE_INFINITY,
    needsDigests: true,
    render: (report, options) => ({ text: textBy(custom, name, report, options) }),
  }
}
