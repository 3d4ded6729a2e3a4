import type { Diagnostic, Digest, PackFiles } from '../../model/index.js'
import type { Binding } from '../admission/binding.js'
import type { Policy } from '../any-policy.js'
import type { Fix } from '../fix/read.js'
import type { InlineDocument } from '../inline-documents.js'
import type { Pack } from '../pack/read.js'
import type { PolicyTest } from '../tests/read.js'

/** Packs, policies and tests that fit together; nothing is compiled. */
export interface LoadedPolicies {
  /** What has no effect, such as a binding without its policy. */
  readonly warnings: readonly Diagnostic[]
  /** What was found beside the policies and not read, as warnings: nothing is wrong with it. */
  readonly leftOut: readonly Diagnostic[]
  /** Sorted by name. */
  readonly packs: readonly Pack[]
  /** Sorted by id. */
  readonly policies: readonly LoadedPolicy[]
  /** Sorted by file. */
  readonly tests: readonly LoadedTest[]
  /** Sorted by id. */
  readonly fixes: readonly LoadedFix[]
  readonly files: LoadedFiles
}

/** The files that were read, as reports name them. */
export interface LoadedFiles {
  readonly digests: ReadonlyMap<string, Digest>
  /** What each pack consists of, by its pack.yaml. */
  readonly ofPacks: ReadonlyMap<string, PackFiles>
}

export interface LoadedPolicy {
  /** `pack/name`, or the name of a policy without pack. */
  readonly id: string
  readonly policy: Policy
  readonly pack?: Pack
  /** Of an imported policy the pack that it was written for: its parameters, variables and functions are those of that pack. */
  readonly home?: Pack
  /** Of a policy of Kubernetes: its bindings, and the objects beside it or them. */
  readonly bindings: readonly Binding[]
  readonly beside: readonly InlineDocument[]
}

export interface LoadedFix {
  /** `pack/name`, or the name of a fix without pack. */
  readonly id: string
  readonly fix: Fix
  readonly pack?: Pack
}

export interface LoadedTest {
  readonly test: PolicyTest
  readonly policy: LoadedPolicy
}
