import type { Location } from './location.js'

/** What an export does not say of itself: cluster, node, security group id. */
export type Subject = Readonly<Record<string, string>>

/** One parsed document of an export file: a YAML document, a JSON text, one line of NDJSON, an iptables-save text. */
export interface Document {
  readonly file: string
  readonly format: 'json' | 'yaml' | 'ndjson' | 'text'
  /**
   * Plain data as JSON.parse would give it, except that integers beyond ±(2^53-1) are bigint.
   * For `text` documents the string itself.
   */
  readonly data: unknown
  readonly subject: Subject
  /** Paths of integers in JSON that a decoder for 64 bits takes for floats: those written as `5.0` or `1e3`, 2^63. */
  floats?(): readonly (readonly (string | number)[])[]
  /** Of a document that has some of the items of a list, as if there were no others. */
  readonly cut?: Cut
  /** The place of the value at an RFC 6901 pointer; of the nearest existing ancestor when there is none. */
  locate(pointer: string): Location
}

/** What is there of a document that is read piece by piece. */
export interface Cut {
  /** RFC 6901 pointer of the list of which it has some items. */
  readonly list: string
  /** How many of its items stand before them, where that is known. */
  readonly before: number | undefined
  /** Pointers of other lists, which are empty in this document, and have items in others. */
  readonly emptied: readonly string[]
}
