import type { CompiledAdmission, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Diagnostic, Finding } from '../model/index.js'
import { errorAt } from '../policies/index.js'
import type { Admission } from './admit.js'

/** What a judgement of resources left to be told, each once: approximations, and errors that failurePolicy ignores. */
export function admissionWarnings(policy: CompiledPolicy, admissions: readonly Admission[]): Diagnostic[] {
  const { admission: rules } = policy
  if (!rules) return []
  const notes = new Set(admissions.flatMap(({ notes }) => notes))
  return [
    ...[...notes].map((note) => warning(rules, 'admission-approximate', `'${policy.id}': ${note}`)),
    ...ignoredByRule(admissions).map((findings) => ignoredWarning(policy, findings)),
  ]
}

function ignoredByRule(admissions: readonly Admission[]): Finding[][] {
  const byRule = new Map<string, Finding[]>()
  for (const finding of admissions.flatMap(({ ignored }) => ignored)) {
    const known = byRule.get(finding.validation)
    if (known) known.push(finding)
    else byRule.set(finding.validation, [finding])
  }
  return [...byRule.values()]
}

function ignoredWarning(policy: CompiledPolicy, findings: readonly Finding[]): Diagnostic {
  const [first] = findings as [Finding]
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : ''
  const { resource, validation, message, policyLocation } = first
  return {
    code: 'admission-ignored',
    level: 'warning',
    message: `'${policy.id}' did not judge ${resource.type} ${resource.id}${more}: ${validation} ${message}`,
    hint: 'failurePolicy is Ignore, so the API server lets such objects pass',
    location: policyLocation,
  }
}

/** What a policy asks for that no export can show. */
export function scanWarnings({ id, admission: rules }: CompiledPolicy): Diagnostic[] {
  if (!rules) return []
  const { resourceRules } = rules.matchConstraints
  const warnings: Diagnostic[] = []
  const warn = (code: string, message: string, hint: string) =>
    warnings.push(warning(rules, code, message, hint))
  if (rules.bindings.length === 0) {
    warn(
      'admission-unbound',
      `no binding names '${id}': a cluster does not enforce it, but it is judged here`,
      'add a ValidatingAdmissionPolicyBinding beside it',
    )
  }
  const operations = new Set(resourceRules.flatMap((rule) => rule.operations))
  if (!operations.has('*') && !operations.has('CREATE')) {
    warn(
      'admission-operations',
      `'${id}' is about ${[...operations].join(' and ')} alone, and an export shows objects as if they were created`,
      'judge it by test cases, with oldObject or request.operation',
    )
  }
  const resources = resourceRules.flatMap((rule) => rule.resources)
  const isSubresource = (resource: string) => /\/[^*]/.test(resource)
  for (const resource of new Set(resources.filter(isSubresource))) {
    warn(
      'admission-subresource',
      `'${id}' is about ${resource}, and no export holds what is sent to a subresource`,
      'judge it by test cases, with request.resource and request.subResource',
    )
  }
  return warnings
}

function warning({ place }: CompiledAdmission, code: string, message: string, hint?: string): Diagnostic {
  return { ...errorAt(place, code, message, hint), level: 'warning' }
}
