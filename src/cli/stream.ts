/** Where text goes, and whether a person watches. */
export interface Stream {
  readonly isTerminal: boolean
  write(text: string): void
}
