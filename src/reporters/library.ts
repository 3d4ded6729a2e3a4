import type { Reporter } from '../runtime/model/index.js'
import { console } from './console/console.js'
import { html } from './html/html.js'
import { json } from './json.js'
import { junit } from './junit/junit.js'
import { markdown } from './markdown/markdown.js'
import type { ReporterName } from './names.js'
import { sarif, sarifFull } from './sarif/sarif.js'

/** Every reporter as a function that gives its text, for programs that write reports themselves. */
export const reporters = {
  console,
  json,
  junit,
  sarif,
  'sarif-full': sarifFull,
  markdown,
  html,
} as const satisfies Record<ReporterName, Reporter>
