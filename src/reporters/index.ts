import type { Reporter } from '../runtime/model/index.js'
import { console } from './console.js'
import { json } from './json.js'
import { junit } from './junit.js'
import { markdown } from './markdown.js'
import { sarif, sarifFull } from './sarif.js'

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

export { sarifLimits } from './sarif.js'
