import type { Location } from './location.js'

/** A user's mistake or a warning, with its place, ready to print. */
export interface Diagnostic {
  readonly code: string
  readonly level: 'error' | 'warning'
  readonly message: string
  /** What to do about it: `did you mean 'object'?` */
  readonly hint?: string
  readonly location?: Location
  /** The source line that `location.start` is on, for the caret excerpt. */
  readonly sourceLine?: string
}
