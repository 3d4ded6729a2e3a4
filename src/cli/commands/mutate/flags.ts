import type { Choice } from '../../../runtime/mutate/plan.js'
import type { CommonFlags } from '../../flags.js'
import type { WorldSeed } from '../../world.js'

export interface MutateFlags extends CommonFlags {
  readonly filter?: string
  readonly threshold?: string
  readonly since?: string
  readonly jobs?: string
}

/** What a worker is told once; it makes the same plan of it. */
export interface WorkerStart extends WorldSeed {
  readonly flags: MutateFlags
  readonly choice: Choice
  /** Of policies; none: those of the configuration. */
  readonly paths: readonly string[]
}
