import type { Report, ReporterOptions } from '../runtime/model/index.js'
import { checkstyle } from './ci/checkstyle.js'
import { csv } from './ci/csv.js'
import { githubAnnotations } from './ci/github.js'
import { gitlabCodeQuality } from './ci/gitlab.js'
import { tap } from './ci/tap.js'
import { console } from './console/console.js'
import { htmlWithNotes } from './html/html.js'
import { inTotoStatement } from './in-toto/in-toto.js'
import { json } from './json.js'
import { junit } from './junit/junit.js'
import { markdown } from './markdown/markdown.js'
import type { ReporterName } from './names.js'
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
  github: { render: githubAnnotations, needsResults: false },
  gitlab: { render: gitlabCodeQuality, needsResults: false },
  checkstyle: { render: (report, options) => ({ text: checkstyle(report, options) }), needsResults: false },
  tap: { render: (report) => ({ text: tap(report) }), needsResults: false },
  csv: { render: (report) => ({ text: csv(report) }), needsResults: false },
} as const satisfies Record<ReporterName, ReporterEntry>
