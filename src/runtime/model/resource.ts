import type { Subject } from './document.js'
import type { Location } from './location.js'

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
  /** What it was before the change that brings it, where the export tells: a policy of Kubernetes sees an UPDATE. */
  readonly old?: unknown
  /**
   * What the export says is about to be deleted: there for nobody but policies of Kubernetes, which see a DELETE of its data.
   */
  readonly deleted?: true
  /** Paths in its data that the export itself calls secret: never quoted. */
  readonly sensitive?: readonly (readonly string[])[]
  readonly file: string
  /** Place of a value inside the resource, by RFC 6901 pointer relative to the resource (`''` is the resource). */
  locate(pointer: string): Location
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
