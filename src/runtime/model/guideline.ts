import type { Location } from './location.js'
import type { UndecidedName } from './strict.js'
import type { Severity, VerdictCounts } from './verdict.js'

/** What kind of statement a document makes. */
export type GuidelineKind = 'requirement' | 'recommendation' | 'provider-default'

/**
 * What the run says of a guideline. `satisfied` needs at least one pass and nothing worse.
 * - `violated`: an open finding. `error`: a policy could not be evaluated. `waived`: every finding has a valid waiver.
 * - `no data`: no resource of the types that its policies need. `unmatched`: resources, but none that they apply to.
 * - `partial`: some of its policies judged resources and passed, others had nothing to judge, or not all there is.
 * - `attested` / `attestation expired` / `not attested`: a person's word instead of a policy.
 * - `not implemented`: neither policy nor attestation.
 */
export type GuidelineStatus =
  | 'violated'
  | 'error'
  | 'waived'
  | 'partial'
  | 'no data'
  | 'unmatched'
  | 'satisfied'
  | 'attested'
  | 'attestation expired'
  | 'not attested'
  | 'not implemented'

export interface Attestation {
  readonly guideline: string
  readonly by: string
  readonly date: string
  readonly expires: string
  /** It was looked at and does not hold: the guideline is violated. Otherwise it is confirmed. */
  readonly result?: 'failed'
  /** What is confirmed, where it is not the guideline's own `attestationRequired`. */
  readonly statement?: string
  /** Where it is kept; with a digest a file, relative to the one that holds the attestation. */
  readonly evidence?: string
  readonly evidenceSha256?: string
}

/** Why it is acceptable that a guideline is not decided. */
export interface Acceptance {
  readonly reason: string
  readonly owner?: string
  /** The last day on which it holds. */
  readonly expires?: string
}

/** Somebody accepts that guidelines are not decided, and says why. */
export interface GivenAcceptance extends Acceptance {
  /** Full id of a guideline, or a glob over ids. */
  readonly guideline: string
  /** The status that is accepted; with any other the guideline counts. */
  readonly status: UndecidedName
  readonly location: Location
}

/** A guideline of the chosen profile with what the run says of it; reporters group by these. */
export interface GuidelineSummary {
  /** Full id: `ibm-pag/vsi-inbound`. A policy without guidelines stands as its own guideline under the policy's id. */
  readonly id: string
  readonly pack?: string
  readonly title: string
  readonly statement: string
  readonly kind: GuidelineKind
  readonly severity: Severity
  /** What it follows from; `document` is the id of one of the documents of its pack. */
  readonly source?: { readonly document: string; readonly section?: string; readonly url?: string }
  readonly rationale?: string
  /** Markdown. */
  readonly remediation?: string
  readonly controls: Readonly<Record<string, readonly string[]>>
  readonly status: GuidelineStatus
  readonly counts: VerdictCounts
  /** Full ids of the policies that enforce it. */
  readonly policies: readonly string[]
  /** What a person has to confirm, for a guideline without policy. */
  readonly attestationRequired?: string
  /** How many days one word holds at most. */
  readonly attestationDays?: number
  readonly attestation?: Attestation
  /** Where the person's word is written; where there is none, where the pack asks for it. */
  readonly attestationPlace?: Location
  /** Somebody accepts that the run did not decide it. */
  readonly accepted?: Acceptance
  /** An override has it not judged: why, and by whom. */
  readonly disabled?: Acceptance
}

/** A policy without guidelines as its own guideline, under the policy's id: title and statement are what it says of itself. */
export function guidelineOfPolicy(policy: {
  readonly id: string
  readonly pack?: string | undefined
  readonly name: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly severity: Severity
}): Pick<GuidelineSummary, 'id' | 'pack' | 'title' | 'statement' | 'kind' | 'severity' | 'controls'> {
  const { id, pack, name, title = name, description = title, severity } = policy
  return {
    id,
    ...(pack !== undefined && { pack }),
    title,
    statement: description,
    kind: 'requirement',
    severity,
    controls: {},
  }
}
