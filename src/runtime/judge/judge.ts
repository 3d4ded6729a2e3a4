import type { CompiledCondition, CompiledPolicy, CompiledValidation } from '../compile/compiled-policy.js'
import type { Finding, Resource, Verdict } from '../model/index.js'
import { type Context, type Occasion, type Run, startRequest, startRun } from './evaluation.js'
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
 * Judges one resource, or the whole inventory when `resource` is undefined.
 * Never throws for bad data: what cannot be evaluated becomes a finding with verdict `error`.
 */
export function judge(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  context: Context,
  occasion?: Occasion,
): Judgement {
  const run = occasion
    ? startRequest(policy, resource, context, occasion)
    : startRun(policy, resource, context)
  const excluded = checkConditions(run)
  if (excluded) return excluded
  const findings = policy.validations.flatMap((validation) => checkValidation(run, validation))
  if (!policy.admission) return { verdict: worst(findings), findings }
  const audit = auditAnnotations(run, policy.admission.auditAnnotations)
  const all = [...findings, ...audit.findings]
  return { verdict: worst(all), findings: all, auditAnnotations: audit.values }
}

/** The verdict that findings make. */
export function worst(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.verdict === 'error')) return 'error'
  return findings.length > 0 ? 'fail' : 'pass'
}

/** The API server does not give the namespace to match conditions. */
function conditionScope({ scope, occasion }: Run): PolicyScope {
  return occasion ? { ...scope, namespaceObject: null } : scope
}

function checkConditions(run: Run): Judgement | undefined {
  const findings: Finding[] = []
  const scope = conditionScope(run)
  for (const condition of run.policy.matchConditions) {
    const value = condition.program.evaluate(scope, run.budget)
    const rule = `matchConditions.${condition.name}`
    observe(run, rule, value)
    if (value === false)
      return { verdict: 'skip', reason: condition.name, excludedBy: condition.name, findings: [] }
    if (value !== true) findings.push(errorFinding(run, rule, condition, value, 'true or false'))
  }
  return findings.length > 0 ? { verdict: 'error', findings } : undefined
}

function checkValidation(run: Run, validation: CompiledValidation): Finding[] {
  const { forEach } = validation
  if (!forEach) return checkItem(run, validation, run.resource?.data)
  const list = forEach.program.evaluate(run.scope, run.budget)
  if (!Array.isArray(list)) {
    observe(run, validation.name, undefined)
    return [errorFinding(run, validation.name, forEach, list, 'a list')]
  }
  let masked: unknown
  const listIn = (scope: PolicyScope) => {
    masked ??= forEach.program.evaluate(scope)
    return masked
  }
  const findings: Finding[] = []
  for (const [index, item] of list.entries()) {
    run.scope.item = item
    run.scope.index = index
    run.element = { list, index, listIn }
    findings.push(...checkItem(run, validation, item))
  }
  run.element = undefined
  run.scope.item = undefined
  run.scope.index = 0
  return findings
}

function checkItem(run: Run, validation: CompiledValidation, item: unknown): Finding[] {
  const value = validation.expression.program.evaluate(run.scope, run.budget)
  observe(run, validation.name, value)
  if (value === true) return []
  if (value !== false) {
    return [errorFinding(run, validation.name, validation.expression, value, 'true or false', item)]
  }
  return [
    finding(run, 'fail', validation.name, messageOf(run, validation), item, {
      policyLocation: validation.expression.location,
      ...explain(run, validation.expression),
      ...(run.occasion && { admission: { ...run.occasion.answer, reason: validation.reason ?? 'Invalid' } }),
    }),
  ]
}

/** Null and blank texts are left out, as the API server does; anything else but a text is an error. */
function auditAnnotations(run: Run, annotations: readonly CompiledCondition[]) {
  const values: Record<string, string> = {}
  const findings: Finding[] = []
  for (const annotation of annotations) {
    const value = annotation.program.evaluate(run.scope, run.budget)
    const shown = run.words() === run.scope ? value : annotation.program.evaluate(run.words())
    if (typeof value === 'string' && typeof shown === 'string') {
      if (shown.trim() !== '') values[annotation.name] = shown.trim().slice(0, 10 * 1024)
    } else if (value !== null) {
      const rule = `auditAnnotations.${annotation.name}`
      findings.push(errorFinding(run, rule, annotation, value, 'a text or null'))
    }
  }
  return { values, findings }
}

function observe(run: Run, rule: string, value: unknown): void {
  run.context.observe?.(run.policy, rule, value === true ? 'true' : value === false ? 'false' : 'error')
}
