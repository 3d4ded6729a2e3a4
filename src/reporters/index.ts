import type { Reporter } from '../runtime/model/index.js'
import { console } from './console/console.js'
import { json } from './json.js'
import { junit } from './junit/junit.js'
import { markdown } from './markdown/markdown.js'
import { sarif, sarifFull } from './sarif/sarif.js'

/** Every reporter by the name that `--reporter` takes. */
export const reporters = {
  console,
  json,
  junit,
  sarif,
  'sarif-full': sarifFull,
  markdown,
} as const satisfies Record<string, Reporter>

export type ReporterName = keyof typeof reporters

export { sarifLimits } from './sarif/sarif.js'
