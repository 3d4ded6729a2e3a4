/** How far a run is. */
export interface Progress {
  /** What it does: a few words. */
  readonly doing: string
  /** How many bytes of the exports are read, of how many. */
  readonly bytes?: { readonly done: number; readonly all: number }
  /** How many findings this thread has made so far. */
  readonly findings?: number
}
