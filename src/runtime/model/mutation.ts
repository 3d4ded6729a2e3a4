import type { apiVersion } from './api-version.js'
import type { Diagnostic } from './diagnostic.js'
import type { Location } from './location.js'

/** What came of the mutants of one policy, of the shared parts of a pack, of a pack, or of all. */
export interface MutationCounts {
  /** A test failed. */
  readonly killed: number
  /** No test failed. */
  readonly survived: number
  /** Marked as equivalent: not counted. */
  readonly equivalent: number
  /** Did not compile: not counted. */
  readonly invalid: number
  /** Killed of killed and survived, in percent; without either there is none. */
  readonly score?: number
}

/** A change to a policy that no test notices. */
export interface Mutant {
  /** Id of the policy, or the name of the pack whose shared part was changed. */
  readonly policy: string
  /** `validations.no-latest-tag`, `variables.workers`, `matchConditions.is-web`, `params.portMin`. */
  readonly part: string
  /** The operator that made it: `boundary`. */
  readonly operator: string
  /** `'<=' becomes '<'`. */
  readonly change: string
  readonly location: Location
  readonly sourceLine: string
  /** The whole expression (of a parameter its default as JSON) before and after; empty when it is left out. */
  readonly before: string
  readonly after: string
}

/** A mutant that is marked as equivalent. */
export interface EquivalentMutant extends Mutant {
  readonly reason: string
}

export interface MutatedPolicy {
  /** Of a policy, or of a pack: `shared` tells which. */
  readonly id: string
  readonly pack?: string
  readonly file: string
  /** Whether it stands for the variables and parameters that the policies of a pack share. */
  readonly shared: boolean
  readonly cases: number
  readonly counts: MutationCounts
}

/** What a run of `policytest mutate` found: plain JSON, sorted. */
export interface MutationReport {
  readonly apiVersion: typeof apiVersion
  readonly kind: 'MutationReport'
  readonly tool: { readonly name: 'policytest'; readonly version: string }
  readonly startedAt: string
  readonly durationMs: number
  readonly summary: MutationCounts
  readonly packs: readonly { readonly id: string; readonly counts: MutationCounts }[]
  readonly policies: readonly MutatedPolicy[]
  /** By policy, then by place. */
  readonly survivors: readonly Mutant[]
  readonly equivalents: readonly EquivalentMutant[]
  readonly warnings: readonly Diagnostic[]
}
