import type { Reporter } from '../runtime/model/index.js'
import { checkstyle } from './ci/checkstyle.js'
import { csv } from './ci/csv.js'
import { github } from './ci/github.js'
import { gitlab } from './ci/gitlab.js'
import { tap } from './ci/tap.js'
import { console } from './console/console.js'
import { html } from './html/html.js'
import { inToto } from './in-toto/in-toto.js'
import { json, jsonFull } from './json.js'
import { junit } from './junit/junit.js'
import { markdown } from './markdown/markdown.js'
import type { ReporterName } from './names.js'
import { oscal } from './oscal/oscal.js'
import { sarif, sarifFull } from './sarif/sarif.js'

/**
 * Every reporter as a function that gives its text, for programs that write reports themselves.
 * @group Reports
 * @example
 * ```ts
 * import { loadPolicies, reporters } from 'policytest'
 *
 * const report = loadPolicies('policies').scan('exports')
 * console.log(JSON.parse(reporters.json(report)).kind) // Report
 * ```
 */
export const reporters = {
  console,
  json,
  'json-full': jsonFull,
  junit,
  sarif,
  'sarif-full': sarifFull,
  markdown,
  html,
  oscal,
  'in-toto': inToto,
  github,
  gitlab,
  checkstyle,
  tap,
  csv,
} as const satisfies Record<ReporterName, Reporter>
