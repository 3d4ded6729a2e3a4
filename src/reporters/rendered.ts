/** What a reporter makes of a report. */
export interface Rendered {
  readonly text: string
  /** Sentences for stderr on what the text leaves out, or what its reader will not show. */
  readonly notes?: readonly string[]
}
