import { type Budget, costLimits } from '../cel/index.js'
import type { CompiledExpression, CompiledPolicy, CompiledValidation } from '../compile/compiled-policy.js'
import type { Finding, Resource } from '../model/index.js'
import { auditAnnotations } from './annotations.js'
import {
  type Context,
  type Evaluation,
  evaluate,
  type Occasion,
  observe,
  startRequest,
} from './evaluation.js'
import { errorFinding, finding, traceOf, wordedBy } from './findings.js'
import { type Judgement, worst } from './judge.js'
import type { PolicyScope } from './scope.js'

/**
 * Judges one request under one binding with one parameter resource, as the API server does. Never throws for bad data.
 *
 * Match conditions have a budget, validations with their messages have one, and audit annotations have one. Where it is
 * overdrawn the policy has no other answer than that. Each of these groups, and the messages, computes variables anew.
 */
export function judgeOccasion(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
  occasion: Occasion,
): Judgement {
  const start = (budget: Budget): Evaluation => startRequest(policy, resource, context, occasion, budget)
  if (policy.matchConditions.length > 0) {
    const excluded = checkConditions(start({ left: costLimits.matchConditions }))
    if (excluded) return excluded
  }
  const budget = { left: costLimits.binding }
  const validated = validate(start(budget), () => start(budget))
  const annotations = policy.admission?.auditAnnotations ?? []
  if ('judgement' in validated) return validated.judgement
  const { findings } = validated
  if (annotations.length === 0) return { verdict: worst(findings), findings, auditAnnotations: {} }
  const annotating = start({ left: costLimits.binding })
  const audit = auditAnnotations(annotating, annotations)
  const total = told(annotating, 'auditAnnotations', costLimits.binding)
  const [first] = annotations
  if (annotating.budget.left < 0 && first)
    return tooCostly(annotating, policy.validations[0]?.name ?? 'auditAnnotations', first, total)
  const all = [...findings, ...audit.findings]
  return { verdict: worst(all), findings: all, auditAnnotations: audit.values }
}

/** All of them are evaluated, for their costs, even when one has already said no. */
function checkConditions(evaluation: Evaluation): Judgement | undefined {
  const findings: Finding[] = []
  let excludedBy: string | undefined
  for (const condition of evaluation.policy.matchConditions) {
    const rule = `matchConditions.${condition.name}`
    const value = evaluate(evaluation, rule, condition, withoutNamespace)
    observe(evaluation, rule, value)
    if (evaluation.budget.left < 0)
      return tooCostly(
        evaluation,
        rule,
        condition,
        told(evaluation, 'matchConditions', costLimits.matchConditions),
      )
    if (value === false) excludedBy ??= condition.name
    else if (value !== true)
      findings.push(errorFinding(evaluation, { rule, expression: condition }, value, 'true or false'))
  }
  told(evaluation, 'matchConditions', costLimits.matchConditions)
  if (excludedBy !== undefined) return { verdict: 'skip', reason: excludedBy, excludedBy, findings: [] }
  return findings.length > 0 ? { verdict: 'error', findings } : undefined
}

/** The API server does not give the namespace to match conditions. */
function withoutNamespace(scope: PolicyScope): PolicyScope {
  return { ...scope, namespaceObject: null }
}

/** The validations, then the messages of all of them, of those that hold too. */
function validate(
  evaluation: Evaluation,
  startMessages: () => Evaluation,
): { readonly findings: readonly Finding[] } | { readonly judgement: Judgement } {
  const { policy, budget } = evaluation
  const values: unknown[] = []
  for (const validation of policy.validations) {
    const value = evaluate(evaluation, validation.name, validation.expression)
    observe(evaluation, validation.name, value)
    values.push(value)
    if (budget.left < 0) {
      const total = told(evaluation, 'validations', costLimits.binding)
      return { judgement: tooCostly(evaluation, validation.name, validation.expression, total) }
    }
  }
  const messages = policy.validations.some(({ messageExpression }) => messageExpression) && startMessages()
  const texts = messages ? computeMessages(messages) : []
  const total = told(evaluation, 'validations', costLimits.binding)
  const findings = policy.validations.flatMap((validation, i): Finding[] => {
    const value = values[i]
    const { name, expression } = validation
    if (value !== true && value !== false)
      return [errorFinding(evaluation, { rule: name, expression }, value, 'true or false')]
    if (budget.left < 0)
      return [costError(evaluation, name, validation.messageExpression ?? expression, total)]
    return value
      ? []
      : [failure(evaluation, validation, messages ? shownText(messages, validation, texts[i]) : undefined)]
  })
  return { findings }
}

/** What the messageExpressions give, until the budget is overdrawn. */
function computeMessages(evaluation: Evaluation): readonly unknown[] {
  const texts: unknown[] = []
  for (const { name, messageExpression } of evaluation.policy.validations) {
    if (evaluation.budget.left < 0) break
    texts.push(messageExpression && evaluate(evaluation, `${name}.messageExpression`, messageExpression))
  }
  return texts
}

/** The text of a message; computed once more from masked data where something is sensitive. */
function shownText(messages: Evaluation, { messageExpression }: CompiledValidation, text: unknown): unknown {
  const scope = messages.wordScope()
  return scope === messages.scope ? text : messageExpression?.program.evaluate(scope)
}

function failure(evaluation: Evaluation, validation: CompiledValidation, text: unknown): Finding {
  const { name, expression, reason = 'Invalid' } = validation
  const message = wordedBy(validation, text, /\n/)
  const trace = traceOf(evaluation, expression)
  return finding(evaluation, 'fail', { rule: name, expression }, false, message, trace, {
    ...(evaluation.occasion && { admission: { ...evaluation.occasion.answer, reason } }),
  })
}

/** What the API server has a limit for. */
const groups = {
  matchConditions: 'match conditions',
  validations: 'a policy under one binding',
  auditAnnotations: 'a policy under one binding',
} as const

/** Tells what a group has cost, and gives its limit in words. */
function told({ policy, budget, context }: Evaluation, group: keyof typeof groups, limit: number): string {
  context.costs?.({ policy, what: group, units: limit - budget.left, limit })
  return `costs more than the API server allows ${groups[group]}: ${limit.toLocaleString('en-US')}`
}

function tooCostly(
  evaluation: Evaluation,
  rule: string,
  expression: CompiledExpression,
  why: string,
): Judgement {
  return { verdict: 'error', findings: [costError(evaluation, rule, expression, why)] }
}

function costError(
  evaluation: Evaluation,
  rule: string,
  expression: CompiledExpression,
  why: string,
): Finding {
  const message = `could not be evaluated: ${why}`
  return finding(evaluation, 'error', { rule, expression }, undefined, message, undefined)
}
