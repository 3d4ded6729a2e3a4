import type { MutationReport, ReporterOptions } from '../../runtime/model/index.js'
import type { MutationReporterName } from '../names.js'
import { mutationConsole } from './console.js'
import { mutationJson } from './json.js'
import { mutationJunit } from './junit.js'
import { mutationMarkdown } from './markdown.js'

export type MutationReporter = (report: MutationReport, options: ReporterOptions) => string

/** Reporters of `policytest mutate` by the name that `--reporter` takes. */
export const mutationReporters = {
  console: mutationConsole,
  json: mutationJson,
  junit: mutationJunit,
  markdown: mutationMarkdown,
} as const satisfies Record<MutationReporterName, MutationReporter>
