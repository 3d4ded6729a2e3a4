import type { apiVersion } from './api-version.js'
import type { Diagnostic } from './diagnostic.js'
import type { Digest, ParamInForce, SettingsFile } from './evidence.js'
import type { Finding } from './finding.js'
import type { GuidelineStatus } from './guideline.js'
import type { Severity } from './verdict.js'

/**
 * What became of a finding between two runs.
 * - `new`: open, and not found before. `reopened`: open, and a waiver accepted it before.
 * - `changed`: found in both, with another message, severity, verdict, place or waiver.
 * - `waived`: a waiver accepts it that did not before.
 * - `unseen`: not found any more, but its policy is not in force, has nothing to judge or not all there is: nobody knows.
 * - `fixed`: not found any more.
 */
export const findingChanges = ['new', 'reopened', 'changed', 'waived', 'unseen', 'fixed'] as const

export type FindingChange = (typeof findingChanges)[number]

/** In what a finding of two runs differs. */
export const findingAspects = ['verdict', 'severity', 'message', 'place', 'waiver'] as const

export type FindingAspect = (typeof findingAspects)[number]

/** A finding that is not in both runs the same. */
export interface ChangedFinding {
  readonly change: FindingChange
  /** What names it across runs: SARIF's fingerprint `policytest/v2`. */
  readonly identity: string
  /** Of a `changed` one. */
  readonly differs?: readonly FindingAspect[]
  /** Whether nobody can have known of it: new, reopened, or worse than it was. */
  readonly isNews: boolean
  readonly before?: Finding
  readonly after?: Finding
}

/** What stands in a run and not in the other, or in both and differs. */
export interface Change<Value> {
  readonly before?: Value
  readonly after?: Value
}

export interface ChangedGuideline extends Change<GuidelineStatus> {
  readonly id: string
  readonly title: string
  readonly severity: Severity
}

/** A policy that is not the same in both runs: another digest of its file, other guidelines or severity. */
export interface ChangedPolicy
  extends Change<{
    readonly file: string
    readonly severity: Severity
    readonly guidelines: readonly string[]
    readonly sha256?: string
  }> {
  readonly id: string
}

/** A pack of which files, or the profile, are not the same; `imported`: others use something of it. */
export interface ChangedPack
  extends Change<{
    readonly imported?: true
    readonly profile?: string
    readonly sha256?: string
    readonly commit?: string
  }> {
  readonly id: string
}

export interface ChangedParam extends Change<Pick<ParamInForce, 'value' | 'from' | 'place' | 'isExemption'>> {
  readonly of: string
  readonly name: string
}

/** A file that says how to judge. */
export interface ChangedSettings extends Change<Digest> {
  readonly role: SettingsFile['role']
  readonly file: string
}

/** One of the two reports. */
export interface ComparedReport extends Digest {
  readonly file: string
  /** The version of policytest that made it. */
  readonly version: string
  readonly startedAt: string
  readonly asOf?: string
  readonly resources: number
  readonly findings: { readonly open: number; readonly waived: number }
  readonly guidelines: Readonly<Record<GuidelineStatus, number>>
}

/** What changed between two reports: plain JSON, sorted. Schema: docs/schema/diff.schema.json. */
export interface ReportDiff {
  readonly apiVersion: typeof apiVersion
  readonly kind: 'ReportDiff'
  readonly tool: { readonly name: 'policytest'; readonly version: string }
  readonly before: ComparedReport
  readonly after: ComparedReport
  readonly summary: Readonly<Record<FindingChange | 'unchanged', number>>
  /** News first, then by the place of the later run. */
  readonly findings: readonly ChangedFinding[]
  readonly guidelines: readonly ChangedGuideline[]
  /** What the verdicts rest on: where it changed, fewer findings may be a weaker rule. */
  readonly policies: readonly ChangedPolicy[]
  readonly packs: readonly ChangedPack[]
  readonly params: readonly ChangedParam[]
  readonly settings: readonly ChangedSettings[]
  readonly warnings: readonly Diagnostic[]
}
