import type { AdmissionPolicy } from './admission/policy.js'
import type { Expression } from './policy/expression.js'
import type { OwnPolicy } from './policy/read.js'

/** A policy as its file says it, of policytest or of Kubernetes: checked, but not compiled. */
export type Policy = OwnPolicy | AdmissionPolicy

/** All expressions of a policy; those of its pack are not among them. */
export function expressionsOf({ matchConditions, variables, validations, admission }: Policy): Expression[] {
  return [
    ...[...matchConditions, ...variables, ...(admission?.auditAnnotations ?? [])].map(
      ({ expression }) => expression,
    ),
    ...validations.flatMap(({ forEach, expression, messageExpression }) => [
      ...(forEach ? [forEach] : []),
      expression,
      ...(messageExpression ? [messageExpression] : []),
    ]),
  ]
}
