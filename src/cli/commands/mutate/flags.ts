import type { CommonFlags } from '../../flags.js'

export interface MutateFlags extends CommonFlags {
  readonly filter?: string
  readonly threshold?: string
  readonly since?: string
  readonly jobs?: string
}
