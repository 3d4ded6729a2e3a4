/** A place in a text: line and column, both 1-based; columns count UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A range of a file; `end` is exclusive. `file` is relative to the working directory, with forward slashes. */
export interface Location {
  readonly file: string
  readonly start: Position
  readonly end: Position
}
