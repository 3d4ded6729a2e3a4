import type { Report } from './report.js'

/** Turns a report into text. Pure: no clock, no disk, no colour detection; never sorts. */
export type Reporter = (report: Report, options: ReporterOptions) => string

export interface ReporterOptions {
  /** ANSI colours allowed. */
  readonly color: boolean
  /** Leave out what is not a problem. */
  readonly quiet: boolean
  /** Where the working directory lies in its repository, `/` between the parts; default: at its root. */
  readonly folder?: string | undefined
  /** What places in the repository link to, for formats that are read on the web. */
  readonly link?: LinkTarget | undefined
  /** The most bytes that a text for a page of others may have: a step summary, a comment. */
  readonly maxSize?: number | undefined
}

/** The web page of a repository's file: this prefix, then the file's path in the repository. */
export interface LinkTarget {
  /** `https://github.com/acme/infra/blob/<commit>/` */
  readonly prefix: string
  /** As {@link ReporterOptions.folder}. */
  readonly folder?: string | undefined
}
