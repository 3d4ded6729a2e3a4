import type { ReportDiff, ReporterOptions } from '../../runtime/model/index.js'
import { diffConsole } from './console.js'
import { diffJson } from './json.js'
import { diffMarkdown } from './markdown.js'

export type DiffReporter = (diff: ReportDiff, options: ReporterOptions) => string

/** Reporters of `policytest diff` by the name that `--reporter` takes. */
export const diffReporters = {
  console: diffConsole,
  json: diffJson,
  markdown: diffMarkdown,
} as const satisfies Record<string, DiffReporter>
