import type { CompiledPolicy, CompiledValidation } from '../compile/compiled-policy.js'
import type { Finding, Resource, Verdict } from '../model/index.js'
import { auditAnnotations } from './annotations.js'
import {
  type Context,
  type Evaluation,
  evaluate,
  forEachElement,
  observe,
  startEvaluation,
} from './evaluation.js'
import { errorFinding, finding, messageOf, traceOf } from './findings.js'
import { judgeCode } from './judge-code.js'

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

/** Most resources pass by most policies: nothing is made for them. */
const none: readonly Finding[] = []
const passed: Judgement = { verdict: 'pass', findings: none }

/**
 * Judges one resource, or the whole inventory when `resource` is undefined. For requests to the API server: judge-occasion.ts.
 * Never throws for bad data: what cannot be evaluated becomes a finding with verdict `error`.
 */
export function judge(policy: CompiledPolicy, resource: Resource | undefined, context: Context): Judgement {
  const evaluation = startEvaluation(policy, resource, context)
  const excluded = checkConditions(evaluation)
  if (excluded) return excluded
  const misfits = policy.fits ? judgeCode(evaluation, policy.fits, 'error') : none
  if (misfits.length > 0) return { verdict: 'error', findings: misfits }
  let findings = none
  for (const validation of policy.validations)
    findings = both(findings, checkValidation(evaluation, validation))
  if (policy.checks)
    for (const check of policy.checks) findings = both(findings, judgeCode(evaluation, check, 'fail'))
  if (!policy.admission) return findings === none ? passed : { verdict: worst(findings), findings }
  const audit = auditAnnotations(evaluation, policy.admission.auditAnnotations)
  const all = [...findings, ...audit.findings]
  return { verdict: worst(all), findings: all, auditAnnotations: audit.values }
}

/** Most have none: then nothing is made. */
function both(some: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  if (others.length === 0) return some
  return some.length === 0 ? others : [...some, ...others]
}

/** The verdict that findings make. */
export function worst(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.verdict === 'error')) return 'error'
  return findings.length > 0 ? 'fail' : 'pass'
}

function checkConditions(evaluation: Evaluation): Judgement | undefined {
  const { matchConditions } = evaluation.policy
  if (matchConditions.length === 0) return undefined
  const findings: Finding[] = []
  for (const condition of matchConditions) {
    const rule = `matchConditions.${condition.name}`
    const value = evaluate(evaluation, rule, condition)
    observe(evaluation, rule, value)
    if (value === false)
      return { verdict: 'skip', reason: condition.name, excludedBy: condition.name, findings: [] }
    if (value !== true)
      findings.push(errorFinding(evaluation, { rule, expression: condition }, value, 'true or false'))
  }
  return findings.length > 0 ? { verdict: 'error', findings } : undefined
}

function checkValidation(evaluation: Evaluation, validation: CompiledValidation): readonly Finding[] {
  const { forEach, name } = validation
  if (!forEach) return checkItem(evaluation, validation)
  const list = evaluate(evaluation, `${name}.forEach`, forEach)
  const findings = forEachElement(evaluation, forEach, list, () => checkItem(evaluation, validation))
  if (findings) return findings
  observe(evaluation, name, undefined)
  return [errorFinding(evaluation, { rule: name, expression: forEach }, list, 'a list or a map')]
}

function checkItem(evaluation: Evaluation, validation: CompiledValidation): readonly Finding[] {
  const { name, expression, at } = validation
  const value = evaluate(evaluation, name, expression)
  observe(evaluation, name, value)
  if (value === true) return none
  const about = { rule: name, expression, at }
  if (value !== false) return [errorFinding(evaluation, about, value, 'true or false')]
  const message = messageOf(evaluation, validation)
  return [finding(evaluation, 'fail', about, value, message, traceOf(evaluation, expression))]
}
