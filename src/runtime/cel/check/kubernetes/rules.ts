import type { Inspection, TypeRules } from '../inspection.js'
import type { Type } from '../type.js'
import type { Relation } from './relation.js'

/** What the parts of the check in Kubernetes' environment share. */
export interface KubernetesRules extends TypeRules {
  readonly relation: Relation
  /** The type of an operator on operands of these types; undefined when it does not take them. */
  operator(name: string, operands: readonly Type[]): Type | undefined
  /** The type of a function's or a method's value, without a node: macros are made of some. */
  call(inspection: Inspection, name: string, method: boolean, operands: readonly Type[]): Type | undefined
}
