import type { AdmissionSummary } from './admission-summary.js'
import type { apiVersion } from './api-version.js'
import type { Diagnostic } from './diagnostic.js'
import type {
  Digest,
  ImportedPack,
  PackFiles,
  ParamInForce,
  PolicyTests,
  Population,
  Provenance,
  SettingsFile,
} from './evidence.js'
import type { Approval, BaselineStatus, Finding, WaiverScope } from './finding.js'
import type { Acceptance, GivenAcceptance, GuidelineStatus, GuidelineSummary } from './guideline.js'
import type { Location } from './location.js'
import type { ResourceRef } from './resource.js'
import type { Stop } from './strict.js'
import type { Severity, Verdict, VerdictCounts } from './verdict.js'

/** What one policy said of one resource. */
export interface Result {
  readonly policy: string
  readonly resource: ResourceRef
  readonly verdict: Verdict
  /** For `skip`: the name of the match condition that was not met. */
  readonly reason?: string
}

export interface PolicySummary extends Partial<Digest> {
  readonly id: string
  readonly file: string
  readonly guidelines: readonly string[]
  readonly severity: Severity
  readonly validations: readonly string[]
  /** Those of them that are code: what they say hangs on a program, and no expression explains it. */
  readonly inCode?: readonly string[]
  /** `unmatched`: judged no resource; `reason` says why. `no data`: no resource of a type that it needs. */
  readonly status: 'judged' | 'unmatched' | 'no data'
  readonly reason?: string
  /** It has nothing to judge because no export holds these types. */
  readonly missing?: readonly string[]
  /** Why there may be more to judge than it has seen: the inputs that are not all there, each in a sentence. */
  readonly incomplete?: readonly string[]
  /** It sees resources together: what it says of one may hang on others of the same snapshot. */
  readonly joins?: true
  readonly counts: VerdictCounts
  /** An override has it not judged: why, and by whom. */
  readonly disabled?: Acceptance
  readonly population?: Population
  /** Of a policy of Kubernetes. */
  readonly admission?: AdmissionSummary
  readonly tests?: PolicyTests
}

export interface PackSummary extends Partial<PackFiles> {
  readonly id: string
  readonly title: string
  readonly profile?: string
  readonly documents: readonly {
    readonly id: string
    readonly title: string
    readonly publisher?: string
    readonly date?: string
    readonly url?: string
  }[]
}

/** One case of a PolicyTest. Its status is not a verdict: a case that expects `fail` and gets exactly that has passed. */
export interface CaseResult {
  readonly policy: string
  readonly test: string
  readonly name: string
  readonly status: 'passed' | 'failed'
  readonly location: Location
  /** For failed cases: expected against actual, as lines ready to print. */
  readonly details?: readonly string[]
}

export interface WaiverSummary extends Approval, WaiverScope {
  readonly location: Location
  readonly status: 'active' | 'expired' | 'unused'
  /** How many findings it names. */
  readonly matched: number
}

/** What a configuration says against a pack. */
export interface OverrideSummary extends Acceptance {
  /** Globs over full ids. */
  readonly policy?: string
  readonly guideline?: string
  readonly severity?: Severity
  readonly disable?: boolean
  /** Globs of the exports that it is about; all when undefined. */
  readonly paths?: readonly string[]
  readonly location: Location
  readonly status: 'active' | 'expired' | 'unused'
  /** The policies that it is about. */
  readonly policies: readonly string[]
}

export interface InputSummary extends Partial<Digest>, Provenance {
  readonly file: string
  readonly source: string
  /** Folder of the snapshot that it is part of. */
  readonly snapshot?: string
  readonly resources: number
  /** How many of each type. */
  readonly types?: Readonly<Record<string, number>>
  /** What is missing of it; nothing when it is whole. */
  readonly gaps?: readonly Gap[]
}

/** Something that an export says it does not hold: other pages, other tables. */
export interface Gap {
  /** The types of which there may be more. */
  readonly types: readonly string[]
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  readonly location: Location
}

/** The report of an earlier run whose findings are known, and how the open findings of this run stand to it. */
export interface Baseline extends Digest {
  readonly file: string
  readonly startedAt: string
  readonly open: Readonly<Record<BaselineStatus, number>>
  /** How many of its open findings this run has not found. */
  readonly gone: number
}

export interface Summary {
  /** Results: policy × resource. */
  readonly verdicts: VerdictCounts
  readonly findings: {
    readonly open: number
    readonly waived: number
    readonly bySeverity: Readonly<Record<Severity, number>>
  }
  readonly guidelines: Readonly<Record<GuidelineStatus, number>>
  readonly policies: { readonly judged: number; readonly unmatched: number; readonly noData: number }
  readonly cases: { readonly passed: number; readonly failed: number }
  readonly resources: number
}

/** One of several runs that share the exports between them. */
export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
  /** Of what they share: SHA-256 over the names and sizes of all files, and how many there are. */
  readonly files: number
  readonly sha256: string
  /** The files of which it has judged a part. */
  readonly parts?: readonly FilePart[]
}

/** A part of a file of which other shards have judged the others. */
export interface FilePart {
  readonly file: string
  /** Its bytes: from one offset to another, the same where none of the file's items begins in it. */
  readonly from: number
  readonly next: number
  /** What tells the names of its resources from those of the other parts: 64 bits for each, sorted, in base64. */
  readonly names: string
}

/** The result of a run: plain JSON, sorted, with no resource data beyond what a finding quotes. Schema: docs/schema/report.schema.json. */
export interface Report {
  readonly apiVersion: typeof apiVersion
  readonly kind: 'Report'
  readonly tool: { readonly name: 'policytest'; readonly version: string }
  /** ISO 8601, UTC; from SOURCE_DATE_EPOCH when set. */
  readonly startedAt: string
  /** 0 when SOURCE_DATE_EPOCH is set. */
  readonly durationMs: number
  /** The time that the run judges by, where it is not when it started: `--now`. */
  readonly asOf?: string
  /** Which part of a run it is: the others have to be merged with it. */
  readonly shard?: Shard
  readonly summary: Summary
  readonly inputs: readonly InputSummary[]
  readonly packs: readonly PackSummary[]
  /** Packs of which those use something. */
  readonly importedPacks?: readonly ImportedPack[]
  /** All parameters of the packs and policies, with the values in force. */
  readonly params?: readonly ParamInForce[]
  /** The files beside the policies that say how to judge. */
  readonly settings?: readonly SettingsFile[]
  /** What the run was compared with. */
  readonly baseline?: Baseline
  readonly guidelines: readonly GuidelineSummary[]
  readonly policies: readonly PolicySummary[]
  /** Policy × resource: only where somebody asked for it. */
  readonly results?: readonly Result[]
  readonly findings: readonly Finding[]
  readonly cases: readonly CaseResult[]
  readonly waivers: readonly WaiverSummary[]
  /** What the configuration says against the packs. */
  readonly overrides?: readonly OverrideSummary[]
  /** Guidelines of which somebody accepts that they are not decided. */
  readonly acceptances?: readonly GivenAcceptance[]
  readonly warnings: readonly Diagnostic[]
  /** Of a strict run: what it does not let pass. */
  readonly strict?: readonly Stop[]
  /** What is wrong with the policies themselves: what lint found, or the mistakes that kept the run from judging. */
  readonly problems?: readonly Diagnostic[]
  /** The run judged nothing because of its `problems`: the rest of the report is empty, and no verdict. */
  readonly couldNotRun?: true
}
