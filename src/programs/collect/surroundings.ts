import type { CollectedExport } from './collected-export.js'

/** What a collection needs of the process that it runs in. */
export interface Surroundings {
  /** The working directory of the programs. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  clock(): Date
  /** Shows what is going on; undefined: that is over. */
  progress?: ((text: string | undefined) => void) | undefined
  /** Told of each export that was run for, as soon as it is there or is known not to be had. */
  told?: ((outcome: CollectedExport) => void) | undefined
}
