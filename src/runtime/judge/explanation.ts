import { elementsOf, formatValue, isCelError, policyBudget } from '../cel/index.js'
import type { CompiledExpression, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Location, Resource, ResourceRef, Verdict } from '../model/index.js'
import type { Context } from './evaluation.js'
import { pointerOf } from './identity.js'
import { judge } from './judge.js'
import { refOf } from './resource-ref.js'
import { bindScope, type PolicyScope } from './scope.js'

/** How a policy came to its verdict on one resource: every rule with every sub-expression. */
export interface PolicyExplanation {
  readonly resource?: ResourceRef
  readonly location?: Location
  readonly verdict: Verdict
  readonly rules: readonly RuleExplanation[]
}

export interface RuleExplanation {
  /** `matchConditions.is-web`, a validation's name. */
  readonly rule: string
  /** For an element of `forEach`: its index, and its place when it came out of the document. */
  readonly element?: { readonly index: number; readonly location?: Location }
  readonly expression: string
  /** The value as CEL, or `error: …`. */
  readonly value: string
  readonly parts: readonly { readonly expression: string; readonly value: string }[]
}

/** Explains one policy on one resource, or on the whole inventory. Sensitive values are masked, and judged masked. */
export function explain(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
): PolicyExplanation {
  const { redaction } = context
  const scope = bindScope(
    policy,
    resource ? redaction.mask(resource.data) : null,
    resource?.subject ?? {},
    {
      ...context,
      inventory: redaction.inventory,
    },
    { left: policyBudget },
  )
  const conditions = policy.matchConditions.map((condition) =>
    explained(`matchConditions.${condition.name}`, condition, scope),
  )
  const { verdict } = judge(policy, resource, context)
  const judged = verdict === 'skip' ? [] : policy.validations
  const validations = judged.flatMap(({ name, forEach, expression }): RuleExplanation[] => {
    if (!forEach) return [explained(name, expression, scope)]
    const list = forEach.program.evaluate(scope)
    const { values, keys } = elementsOf(list) ?? { values: [] }
    return [
      explained(`${name}.forEach`, forEach, scope),
      ...values.map((item, index) => {
        scope.item = item
        if (keys) scope.key = keys[index]
        else scope.index = index
        const pointer = resource && pointerOf(scope.object, item)
        const location = pointer === undefined ? undefined : resource?.locate(pointer)
        return { ...explained(name, expression, scope), element: { index, ...(location && { location }) } }
      }),
    ]
  })
  return {
    ...(resource && { resource: refOf(resource), location: resource.locate('') }),
    verdict,
    rules: [...conditions, ...validations],
  }
}

function explained(rule: string, { program }: CompiledExpression, scope: PolicyScope): RuleExplanation {
  const value = program.evaluate(scope)
  const [whole, ...parts] = program.trace(scope).explain({ all: true })
  const source = program.source.trim()
  return {
    rule,
    expression: source,
    value: isCelError(value) ? `error: ${value.message}` : formatValue(value),
    parts: whole === undefined || whole.expression.trim() === source ? parts : [whole, ...parts],
  }
}
