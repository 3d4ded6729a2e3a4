import type { Report, ReporterOptions } from '../runtime/model/index.js'
import { checkstyle } from './ci/checkstyle.js'
import { csv } from './ci/csv.js'
import { githubAnnotations } from './ci/github.js'
import { gitlabCodeQuality } from './ci/gitlab.js'
import { tap } from './ci/tap.js'
import { consoleParts } from './console/console.js'
import { htmlWithNotes } from './html/html.js'
import { inTotoStatement } from './in-toto/in-toto.js'
import { jsonFullParts, jsonParts } from './json.js'
import { mostCases } from './junit/cases.js'
import { junitInParts } from './junit/junit.js'
import { markdown } from './markdown/markdown.js'
import type { ReporterName } from './names.js'
import { mostResults } from './oscal/judged.js'
import { oscalWithNotes } from './oscal/oscal.js'
import type { Rendered, RenderedInParts } from './rendered.js'
import { sarifForUpload, sarifFullParts } from './sarif/sarif.js'

/** A reporter, and what a run has to know of it. */
export interface ReporterEntry {
  readonly render: (report: Report, options: ReporterOptions) => Rendered | RenderedInParts
  /** How many of `report.results` of each policy and verdict it reads: a run on large exports has very many. */
  readonly needsResults: number
  /** Whether it tells the digests of exports, which take as long to compute as to read these once more. */
  readonly needsDigests: boolean
}

const all = Number.POSITIVE_INFINITY

/** Every reporter by the name that `--reporter` takes. */
export const reporters = {
  console: {
    render: (report, options) => ({ parts: consoleParts(report, options) }),
    needsResults: 0,
    needsDigests: false,
  },
  json: { render: (report) => ({ parts: jsonParts(report) }), needsResults: 0, needsDigests: true },
  'json-full': {
    render: (report) => ({ parts: jsonFullParts(report) }),
    needsResults: all,
    needsDigests: true,
  },
  junit: { render: junitInParts, needsResults: mostCases, needsDigests: false },
  sarif: { render: sarifForUpload, needsResults: 0, needsDigests: false },
  'sarif-full': {
    render: (report, options) => ({ parts: sarifFullParts(report, options) }),
    needsResults: all,
    needsDigests: false,
  },
  markdown: {
    render: (report, options) => ({ text: markdown(report, options) }),
    needsResults: 0,
    needsDigests: true,
  },
  html: { render: htmlWithNotes, needsResults: 0, needsDigests: true },
  oscal: { render: (report) => oscalWithNotes(report), needsResults: mostResults, needsDigests: true },
  'in-toto': { render: inTotoStatement, needsResults: 0, needsDigests: true },
  github: { render: githubAnnotations, needsResults: 0, needsDigests: false },
  gitlab: { render: gitlabCodeQuality, needsResults: 0, needsDigests: false },
  checkstyle: {
    render: (report, options) => ({ text: checkstyle(report, options) }),
    needsResults: 0,
    needsDigests: false,
  },
  tap: { render: (report) => ({ text: tap(report) }), needsResults: 0, needsDigests: false },
  csv: { render: (report) => ({ text: csv(report) }), needsResults: 0, needsDigests: false },
} as const satisfies Record<ReporterName, ReporterEntry>
