import type { Location } from './location.js'

/** The statuses of a guideline that decide nothing, as names. */
export const undecidedNames = [
  'no-data',
  'unmatched',
  'partial',
  'not-attested',
  'attestation-expired',
  'not-implemented',
] as const

export type UndecidedName = (typeof undecidedNames)[number]

/** What a strict run does not let pass, by the name that allows it. docs/strict.md has a row for each. */
export const strictNames = [
  ...undecidedNames,
  'idle-policy',
  'incomplete-input',
  'not-read',
  'unknown-type',
  'unknown-reference',
  'waiver-unused',
  'accept-unused',
  'attestation-unused',
  'override-unused',
  'param-unused',
  'exclude-unused',
  'snapshot-age',
  'snapshot-mismatch',
  'evidence-changed',
  'admission-ignored',
  'admission-approximate',
] as const

export type StrictName = (typeof strictNames)[number]

/** One thing that a strict run does not let pass. */
export interface Stop {
  /** What allows it. */
  readonly code: StrictName
  /** The guideline, policy or file that it is about. */
  readonly about?: string
  readonly message: string
  /** What to do about it, other than to allow it. */
  readonly hint: string
  readonly location?: Location
}
