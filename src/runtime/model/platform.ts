import type { Diagnostic } from './diagnostic.js'
import type { Document } from './document.js'
import type { Resource } from './resource.js'

/** Reads one export format: decides by shape whether a document is its own and turns it into resources. */
export interface Source {
  readonly name: string
  /** One sentence for `--help` and error messages. */
  readonly reads: string
  accepts(document: Document): boolean
  resources(document: Document): Iterable<Resource>
  /** What the user should know of an accepted document: one page of several, a list that is not read. */
  warnings?(document: Document): readonly Diagnostic[]
  /** Types that an accepted document lists even where there is none: an empty list of floating IPs is data too. */
  covers?(document: Document): readonly string[]
}
