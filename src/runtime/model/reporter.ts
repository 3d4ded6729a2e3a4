import type { Report } from './report.js'

/** Turns a report into text. Pure: no clock, no disk, no colour detection; never sorts. */
export type Reporter = (report: Report, options: ReporterOptions) => string

export interface ReporterOptions {
  /** ANSI colours allowed. */
  readonly color: boolean
  /** Leave out what is not a problem. */
  readonly quiet: boolean
}
