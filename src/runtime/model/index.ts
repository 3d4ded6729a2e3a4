/**
 * The shared vocabulary: types only, plain readonly data (docs/architecture.md, "Words").
 * Everything that leaves the reading stage is final: paths are relative with forward slashes, positions are 1-based.
 */

/** What a policy said of a resource. */
export type Verdict = 'pass' | 'fail' | 'skip' | 'error'

/** How much a violated guideline matters, worst first in {@link severities}. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/** All severities, worst first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** What kind of statement a document makes. */
export type GuidelineKind = 'requirement' | 'recommendation' | 'provider-default'

/** A place in a text: line and column, both 1-based; columns count UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A range of a file; `end` is exclusive. `file` is relative to the working directory, with forward slashes. */
export interface Location {
  readonly file: string
  readonly start: Position
  readonly end: Position
}

/** What an export does not say of itself: cluster, node, security group id. */
export type Subject = Readonly<Record<string, string>>

/** One parsed document of an export file: a YAML document, a JSON text, one line of NDJSON, an iptables-save text. */
export interface Document {
  readonly file: string
  readonly format: 'json' | 'yaml' | 'ndjson' | 'text'
  /**
   * Plain data as JSON.parse would give it, except that integers beyond ±(2^53-1) are bigint.
   * For `text` documents the string itself.
   */
  readonly data: unknown
  readonly subject: Subject
  /** The place of the value at an RFC 6901 pointer; of the nearest existing ancestor when there is none. */
  locate(pointer: string): Location
}

/** One object to judge: a Pod, a security group, an iptables chain. */
export interface Resource {
  /** Identity within its type, stable across runs: `namespace/name`, a security group id. */
  readonly id: string
  /** `v1/Pod`, `apps/v1/Deployment`, `ibm.is/SecurityGroup`. */
  readonly type: string
  readonly name: string
  readonly namespace?: string
  readonly subject: Subject
  readonly data: unknown
  readonly file: string
  /** Place of a value inside the resource, by RFC 6901 pointer relative to the resource (`''` is the resource). */
  locate(pointer: string): Location
}

/** Reads one export format: decides by shape whether a document is its own and turns it into resources. */
export interface Source {
  readonly name: string
  /** One sentence for `--help` and error messages. */
  readonly reads: string
  accepts(document: Document): boolean
  resources(document: Document): Iterable<Resource>
  /** What the user should know of an accepted document: one page of several, a list that is not read. */
  warnings?(document: Document): readonly Diagnostic[]
  /** Types that an accepted document lists even where there is none: an empty list of floating IPs is data too. */
  covers?(document: Document): readonly string[]
}

/** A user's mistake or a warning, with its place, ready to print (docs/reference/diagnostics.md). */
export interface Diagnostic {
  readonly code: string
  readonly level: 'error' | 'warning'
  readonly message: string
  /** What to do about it: `did you mean 'object'?` */
  readonly hint?: string
  readonly location?: Location
  /** The source line that `location.start` is on, for the caret excerpt. */
  readonly sourceLine?: string
}

/** How a resource is named in a report. */
export interface ResourceRef {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly namespace?: string
  readonly file: string
  readonly subject: Subject
}

/** The value of one sub-expression of a failed validation. */
export interface SubExpressionValue {
  /** Source text of the sub-expression. */
  readonly expression: string
  /** Offset of the sub-expression in the whole expression, in UTF-16 code units. */
  readonly offset: number
  /** The value, formatted as CEL, cut to a sensible length and redacted. */
  readonly value: string
}

/** Why a validation failed: the expression and the values that decided it. */
export interface Explanation {
  readonly expression: string
  readonly values: readonly SubExpressionValue[]
}

/** One failed validation, or one that could not be evaluated, at one place in one resource. */
export interface Finding {
  /** `fail`: the validation is not satisfied; `error`: it could not be evaluated. */
  readonly verdict: 'fail' | 'error'
  /** Full policy id: `ibm-pag/vsi-inbound-from-gateway`. */
  readonly policy: string
  readonly validation: string
  /** Full ids of the guidelines that the policy enforces in the chosen profile, most severe first. */
  readonly guidelines: readonly string[]
  readonly severity: Severity
  readonly message: string
  readonly resource: ResourceRef
  /** RFC 6901 pointer to the offending element inside the resource; '' is the resource. */
  readonly pointer: string
  /** Where the offending element stands in the export. */
  readonly location: Location
  /** Where the expression stands in the policy file. */
  readonly policyLocation: Location
  readonly explanation?: Explanation
  /** Of a ValidatingAdmissionPolicy: how the API server would have answered. */
  readonly admission?: AdmissionAnswer
  /** Set when a valid (not expired) waiver accepts this finding; an expired one leaves `expired` true and counts. */
  readonly waiver?: WaiverRef
}

/** By which binding and parameters a ValidatingAdmissionPolicy objects, and what the API server makes of it. */
export interface AdmissionAnswer {
  /** Undefined for a policy that nothing binds. */
  readonly binding?: string
  /** Id of the parameter resource: `namespace/name`. */
  readonly params?: string
  /** What the binding asks for: only Deny refuses the request. */
  readonly actions: readonly ('Deny' | 'Warn' | 'Audit')[]
  /** The reason given for a refusal. */
  readonly reason?: string
}

export interface WaiverRef {
  readonly reason: string
  readonly owner: string
  /** ISO date, the last day on which the waiver holds. */
  readonly expires: string
  readonly status: 'active' | 'expired'
}

/** What one policy said of one resource. */
export interface Result {
  readonly policy: string
  readonly resource: ResourceRef
  readonly verdict: Verdict
  /** For `skip`: the name of the match condition that was not met. */
  readonly reason?: string
}

/**
 * What the run says of a guideline. `satisfied` needs at least one pass and nothing worse.
 * - `violated`: an open finding. `error`: a policy could not be evaluated. `waived`: every finding has a valid waiver.
 * - `no data`: no resource of the types that its policies need. `unmatched`: resources, but none that they apply to.
 * - `partial`: some of its policies judged resources and passed, others had nothing to judge.
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

/** Counts of verdicts. `fail` and `error` count what is open; `waived` failing results whose findings are all waived. */
export interface VerdictCounts {
  readonly pass: number
  readonly fail: number
  readonly error: number
  readonly skip: number
  readonly waived: number
}

export interface Attestation {
  readonly guideline: string
  readonly by: string
  readonly date: string
  readonly expires: string
  /** What is confirmed, where it is not the guideline's own `attestationRequired`. */
  readonly statement?: string
  readonly evidence?: string
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
  readonly attestation?: Attestation
}

export interface PolicySummary {
  readonly id: string
  readonly file: string
  readonly guidelines: readonly string[]
  readonly severity: Severity
  readonly validations: readonly string[]
  /** `unmatched`: judged no resource; `reason` says why. `no data`: no resource of a type that it needs. */
  readonly status: 'judged' | 'unmatched' | 'no data'
  readonly reason?: string
  readonly counts: VerdictCounts
}

export interface PackSummary {
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

export interface WaiverSummary {
  readonly policy?: string
  readonly guideline?: string
  readonly reason: string
  readonly owner: string
  readonly expires: string
  readonly location: Location
  readonly status: 'active' | 'expired' | 'unused'
  /** How many findings it names. */
  readonly matched: number
}

export interface InputSummary {
  readonly file: string
  readonly source: string
  readonly resources: number
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

/** The result of a run: plain JSON, sorted, with no resource data beyond what a finding quotes. Schema: docs/schema/report.schema.json. */
export interface Report {
  readonly apiVersion: 'policytest.dev/v1'
  readonly kind: 'Report'
  readonly tool: { readonly name: 'policytest'; readonly version: string }
  /** ISO 8601, UTC; from SOURCE_DATE_EPOCH when set. */
  readonly startedAt: string
  /** 0 when SOURCE_DATE_EPOCH is set. */
  readonly durationMs: number
  readonly summary: Summary
  readonly inputs: readonly InputSummary[]
  readonly packs: readonly PackSummary[]
  readonly guidelines: readonly GuidelineSummary[]
  readonly policies: readonly PolicySummary[]
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
  readonly cases: readonly CaseResult[]
  readonly waivers: readonly WaiverSummary[]
  readonly warnings: readonly Diagnostic[]
}

/** Turns a report into text. Pure: no clock, no disk, no colour detection; never sorts. */
export type Reporter = (report: Report, options: ReporterOptions) => string

export interface ReporterOptions {
  /** ANSI colours allowed. */
  readonly color: boolean
  /** Leave out what is not a problem. */
  readonly quiet: boolean
}
