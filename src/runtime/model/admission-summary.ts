import type { Location } from './location.js'
import type { ResourceRef } from './resource.js'

/** What judging by a policy of Kubernetes left to be told, each once: its warnings say it in words. */
export interface AdmissionSummary {
  /** Where the policy's name stands, and the line. */
  readonly location: Location
  readonly sourceLine: string
  /** What is approximate. */
  readonly notes?: readonly string[]
  /** Errors that failurePolicy Ignore lets pass, by the rule that could not be evaluated. */
  readonly ignored?: readonly IgnoredErrors[]
  /** Fields that only a cluster knows, by type, field and reason. */
  readonly doubts?: readonly DoubtfulField[]
}

/** Errors of one rule that count for nothing. */
export interface IgnoredErrors {
  /** The first by file and place. */
  readonly first: IgnoredError
  readonly count: number
}

export interface IgnoredError {
  readonly validation: string
  readonly message: string
  readonly resource: Pick<ResourceRef, 'type' | 'id' | 'file'>
  /** In the export, and in the policy. */
  readonly location: Location
  readonly policyLocation: Location
}

/** Objects whose field is in doubt. */
export interface DoubtfulField {
  /** `spec.clusterIP`, `spec.containers[].env`. */
  readonly field: string
  readonly why: string
  /** The first by file and id. */
  readonly first: Pick<ResourceRef, 'type' | 'id' | 'file'>
  readonly count: number
}
