import type { CompiledPolicy, CompiledValidation } from '../compile/compiled-policy.js'
import type { Finding, Resource, Verdict } from '../model/index.js'
import { auditAnnotations } from './annotations.js'
import { type Context, type Evaluation, evaluate, forEachElement, startEvaluation } from './evaluation.js'
import { errorFinding, explain, finding, messageOf } from './findings.js'
import type { PolicyScope } from './scope.js'

/** What a policy said of a resource, with the findings that made it say so. */
export interface Judgement {
  readonly verdict: Verdict
  /** For `skip`: why, in words or by the name of a match condition. */
  readonly reason?: string
  /** For `skip`: the match condition that was not met. */
  readonly excludedBy?: string
  readonly findings: readonly Finding[]
  /** What a policy of Kubernetes has the API server record of the request, by key. */
  readonly auditAnnotations?: Readonly<Record<string, string>>
}

/**
 * Judges one resource, or the whole inventory when `resource` is undefined. For requests to the API server: judge-occasion.ts.
 * Never throws for bad data: what cannot be evaluated becomes a finding with verdict `error`.
 */
export function judge(policy: CompiledPolicy, resource: Resource | undefined, context: Context): Judgement {
  const evaluation = startEvaluation(policy, resource, context)
  const excluded = checkConditions(evaluation)
  if (excluded) return excluded
  const findings = policy.validations.flatMap((validation) => checkValidation(evaluation, validation))
  if (!policy.admission) return { verdict: worst(findings), findings }
  const audit = auditAnnotations(evaluation, policy.admission.auditAnnotations)
  const all = [...findings, ...audit.findings]
  return { verdict: worst(all), findings: all, auditAnnotations: audit.values }
}

/** The verdict that findings make. */
export function worst(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.verdict === 'error')) return 'error'
  return findings.length > 0 ? 'fail' : 'pass'
}

function checkConditions(evaluation: Evaluation): Judgement | undefined {
  const findings: Finding[] = []
  for (const condition of evaluation.policy.matchConditions) {
    const rule = `matchConditions.${condition.name}`
    const value = evaluate(evaluation, rule, condition)
    observe(evaluation, rule, value)
    if (value === false)
      return { verdict: 'skip', reason: condition.name, excludedBy: condition.name, findings: [] }
    if (value !== true) findings.push(errorFinding(evaluation, rule, condition, value, 'true or false'))
  }
  return findings.length > 0 ? { verdict: 'error', findings } : undefined
}

function checkValidation(evaluation: Evaluation, validation: CompiledValidation): Finding[] {
  const { forEach } = validation
  if (!forEach) return checkItem(evaluation, validation, evaluation.resource?.data)
  const list = evaluate(evaluation, `${validation.name}.forEach`, forEach)
  if (!Array.isArray(list)) {
    observe(evaluation, validation.name, undefined)
    return [errorFinding(evaluation, validation.name, forEach, list, 'a list')]
  }
  let masked: unknown
  const listIn = (scope: PolicyScope) => {
    masked ??= forEach.program.evaluate(scope)
    return masked
  }
  const findings: Finding[] = []
  forEachElement(evaluation, list, listIn, (item) =>
    findings.push(...checkItem(evaluation, validation, item)),
  )
  return findings
}

function checkItem(evaluation: Evaluation, validation: CompiledValidation, item: unknown): Finding[] {
  const value = evaluate(evaluation, validation.name, validation.expression)
  observe(evaluation, validation.name, value)
  if (value === true) return []
  if (value !== false) {
    return [errorFinding(evaluation, validation.name, validation.expression, value, 'true or false', item)]
  }
  return [
    finding(evaluation, 'fail', validation.name, messageOf(evaluation, validation), item, {
      policyLocation: validation.expression.location,
      ...explain(evaluation, validation.expression),
    }),
  ]
}

/** Tells the outcome of a rule to whoever counts. */
export function observe(evaluation: Evaluation, rule: string, value: unknown): void {
  evaluation.context.observe?.(
    evaluation.policy,
    rule,
    value === true ? 'true' : value === false ? 'false' : 'error',
  )
}
