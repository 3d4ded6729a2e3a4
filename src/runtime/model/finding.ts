import type { Location } from './location.js'
import type { ResourceRef } from './resource.js'
import type { Severity } from './verdict.js'

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

/** Why a finding is accepted, who answers for it, who has approved it, and until when it holds. */
export interface Approval {
  readonly reason: string
  readonly owner: string
  readonly approvedBy?: string
  /** ISO date. */
  readonly approvedOn?: string
  /** Where the decision is kept: the id or the address of a ticket. */
  readonly ticket?: string
  /** ISO date, the last day on which the waiver holds. */
  readonly expires: string
}

/** Which findings a waiver is for. What it does not name, it does not restrict. */
export interface WaiverScope {
  readonly policy?: string
  readonly guideline?: string
  readonly validation?: string
  /** Globs. */
  readonly resource?: {
    readonly type?: string
    readonly name?: string
    readonly namespace?: string
    readonly id?: string
  }
  /** Globs by what the export does not say of itself: cluster, node. */
  readonly subject?: Readonly<Record<string, string>>
  /** Glob of the export's file. */
  readonly file?: string
  /** As reports give it, or the `element` beside it, which stays the same when other elements come before. */
  readonly pointer?: string
}

export interface WaiverRef extends Approval {
  readonly status: 'active' | 'expired'
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
  /**
   * What tells it from other findings of its rule and resource, and stays the same when other elements come before it: of an
   * element of a `forEach` the pointer with a key of its own in place of each index (`/spec/containers/name=app`), otherwise ''.
   */
  readonly element?: string
  /** Where the offending element stands in the export. */
  readonly location: Location
  /** Where the expression stands in the policy file. */
  readonly policyLocation: Location
  readonly explanation?: Explanation
  /** Of a ValidatingAdmissionPolicy: how the API server would have answered. */
  readonly admission?: AdmissionAnswer
  /** Set when a waiver names this finding; one that has expired does not accept it: see {@link isOpen}. */
  readonly waiver?: WaiverRef
  /**
   * Against the baseline of the run. `known`: open there, too; `changed`: the same with another message or a milder severity;
   * `new`: not there, accepted there by a waiver that no longer holds, or worse now.
   */
  readonly baseline?: BaselineStatus
}

export type BaselineStatus = 'known' | 'changed' | 'new'

/** Whether a finding counts: no valid waiver accepts it. */
export function isOpen(finding: Finding): boolean {
  return finding.waiver?.status !== 'active'
}
