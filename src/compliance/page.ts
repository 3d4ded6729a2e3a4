/** A page: where it stands in the folder of the documents, and its text. */
export interface Page {
  /** Relative to the folder, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** The first line of every page; what begins otherwise was written by somebody else. */
export const pageMark = '<!-- Written by policytest docs: changes are lost with its next run. -->'

/** A page of these blocks, with a blank line between each two. */
export function pageOf(path: string, blocks: readonly (string | undefined)[]): Page {
  return { path, text: `${[pageMark, ...blocks].filter(Boolean).join('\n\n')}\n` }
}
