import type { PolicySummary } from '../model/index.js'
import type { Place } from '../policies/index.js'

/** A policy in force, before the run has its say. */
export interface ActivePolicy extends Pick<PolicySummary, 'id' | 'file' | 'guidelines' | 'severity'> {
  readonly types: readonly string[]
  readonly validations: readonly { readonly name: string }[]
  /** Rules in code. */
  readonly checks?: readonly { readonly name: string }[] | undefined
  readonly joins?: boolean | undefined
  /** Of a policy of Kubernetes. */
  readonly admission?: { readonly place: Place }
}
