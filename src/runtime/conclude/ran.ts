import type { InputRequest } from '../exports/files.js'
import type { Inputs } from '../exports/inputs.js'
import type { ObjectsRequest } from '../exports/objects.js'
import type { FiledReport } from '../history/index.js'
import type { RedactionUse } from '../judge/redaction.js'
import type { Revisions } from '../library/evidence.js'
import type { LibraryRequest } from '../library/library.js'
import type { CaseResult, Diagnostic, SettingsFile } from '../model/index.js'
import type { Strictness } from '../report/strict.js'
import type { Outcome } from '../scan/outcome.js'
import type { InForce } from './in-force.js'

/** What the report of a run is asked for. */
export interface ConclusionRequest extends Pick<LibraryRequest, 'disk' | 'params'> {
  /** Exports to judge; none: only the tests are run. */
  readonly inputs?: readonly (InputRequest | ObjectsRequest)[] | undefined
  /** Whether to run the test cases of the policies, and which. */
  readonly tests?: { readonly filter?: string | undefined } | undefined
  /** The report of an earlier run whose findings are known; without exports nothing is compared. */
  readonly baseline?: FiledReport | undefined
  /** Asks for the report of a strict run: with all that was not decided, not read, or without effect. */
  readonly strict?: Strictness | undefined
  /** The files beside the policies that say how to judge, for the report. */
  readonly settings?: readonly SettingsFile[]
  /** The commits of the packs, for the report. */
  readonly revisions?: Revisions | undefined
}

/** What a run has come to, stage by stage. */
export interface Ran {
  readonly inForce: InForce
  readonly tested: { readonly cases: readonly CaseResult[]; readonly warnings: readonly Diagnostic[] }
  readonly inputs: Inputs
  readonly outcome: Outcome
  /** Told of all resources. */
  readonly redactions: RedactionUse
}

/** The times of a run. */
export interface Clock {
  readonly startedAt: Date
  readonly now: Date
  /** Gives the duration in milliseconds when the run is over. */
  readonly elapsed: () => number
}
