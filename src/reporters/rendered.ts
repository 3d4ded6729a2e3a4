/** What a reporter makes of a report. */
export interface Rendered {
  readonly text: string
  /** Sentences for stderr on what the text leaves out, or what its reader will not show. */
  readonly notes?: readonly string[]
}

/** The same where the text may be longer than a string can be. */
export interface RenderedInParts extends Pick<Rendered, 'notes'> {
  readonly parts: Iterable<string>
}

export function partsOf(rendered: Rendered | RenderedInParts): Iterable<string> {
  return 'parts' in rendered ? rendered.parts : [rendered.text]
}
