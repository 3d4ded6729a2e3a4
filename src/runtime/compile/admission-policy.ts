import { requestFields } from '../admission/request.js'
import type { AdmissionRules } from '../policies/index.js'
import { expressionWarnings } from './absent-functions.js'
import type { CompiledRules, PolicyToCompile } from './compile-policies.js'
import type { CompiledValidation } from './compiled-policy.js'
import { type Compiler, compileVariables, type Names, typesOf } from './expressions.js'

const ours = 'it is of policytest: the API server would refuse the policy'

/** Names that an author may expect, and why the API server does not have them. */
export const absentNames = {
  params: "say under 'paramKind' what the parameters are",
  variables: 'match conditions come before the variables',
  inventory: ours,
  now: ours,
  subject: ours,
  item: ours,
} as const

/**
 * Compiles a policy of Kubernetes in the environment of the API server: match conditions see no variables, and `params`
 * exists only where the policy says of which kind they are.
 */
export function compileAdmissionPolicy(
  { policy, bindings = [], beside = [] }: PolicyToCompile,
  { auditAnnotations, ...rules }: AdmissionRules,
  compiler: Compiler,
): CompiledRules {
  const names: Names = {
    object: 'dyn',
    oldObject: 'dyn',
    request: { fields: requestFields },
    namespaceObject: 'dyn',
    ...(rules.paramKind && { params: 'dyn' }),
  }
  const variables = compileVariables(policy.variables, names, [], [], compiler)
  const visible = { ...names, variables: { fields: typesOf(policy.variables, variables) } }
  const matchConditions = policy.matchConditions.flatMap(({ name, expression }) => {
    const condition = compiler.compile(expression, names, ['bool'])
    return condition ? [{ name, ...condition }] : []
  })
  const validations = policy.validations.flatMap((validation): CompiledValidation[] => {
    const { name, message, reason } = validation
    const expression = compiler.compile(validation.expression, visible, ['bool'])
    const messageExpression =
      validation.messageExpression && compiler.compile(validation.messageExpression, visible, ['string'])
    if (!expression) return []
    return [
      {
        name,
        expression,
        ...(message !== undefined && { message }),
        ...(messageExpression && { messageExpression }),
        ...(reason !== undefined && { reason }),
      },
    ]
  })
  const annotations = auditAnnotations.flatMap(({ name, expression }) => {
    const value = compiler.compile(expression, visible, ['string', 'null_type'])
    return value ? [{ name, ...value }] : []
  })
  return {
    readsInventory: false,
    matchConditions,
    variables,
    validations,
    admission: {
      ...rules,
      auditAnnotations: annotations,
      bindings,
      beside,
      place: policy.place,
      warnings: expressionWarnings(matchConditions, [
        ...matchConditions,
        ...variables,
        ...annotations,
        ...validations.flatMap(({ expression, messageExpression }) =>
          [expression, messageExpression ?? []].flat(),
        ),
      ]),
    },
  }
}
