import type { Report, ReporterOptions } from '../runtime/model/index.js'
import { console } from './console/console.js'
import { htmlWithNotes } from './html/html.js'
import { inTotoStatement } from './in-toto/in-toto.js'
import { json } from './json.js'
import { junit } from './junit/junit.js'
import { markdown } from './markdown/markdown.js'
import { oscal } from './oscal/oscal.js'
import type { Rendered } from './rendered.js'
import { sarifForUpload, sarifFull } from './sarif/sarif.js'

/** A reporter, and what a run has to know of it. */
export interface ReporterEntry {
  readonly render: (report: Report, options: ReporterOptions) => Rendered
  /** Whether it reads `report.results`, of which a run on large exports has very many. */
  readonly needsResults: boolean
}

/** Every reporter by the name that `--reporter` takes. */
export const reporters = {
  console: { render: (report, options) => ({ text: console(report, options) }), needsResults: false },
  json: { render: (report) => ({ text: json(report) }), needsResults: true },
  junit: { render: (report) => ({ text: junit(report) }), needsResults: true },
  sarif: { render: sarifForUpload, needsResults: false },
  'sarif-full': { render: (report, options) => ({ text: sarifFull(report, options) }), needsResults: true },
  markdown: { render: (report, options) => ({ text: markdown(report, options) }), needsResults: false },
  html: { render: htmlWithNotes, needsResults: false },
  oscal: { render: (report) => ({ text: oscal(report) }), needsResults: true },
  'in-toto': { render: inTotoStatement, needsResults: false },
} as const satisfies Record<string, ReporterEntry>

export type ReporterName = keyof typeof reporters
