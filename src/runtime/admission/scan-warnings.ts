import type { CompiledAdmission, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Diagnostic, Resource } from '../model/index.js'
import { errorAt } from '../policies/index.js'

/**
 * What a policy asks for that no export can show.
 * @param exported what the exports hold
 */
export function scanWarnings(
  { id, admission: rules }: CompiledPolicy,
  exported: () => readonly Resource[],
): Diagnostic[] {
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
  const isShown = (operation: string) =>
    operation === 'UPDATE'
      ? exported().some(({ old }) => old !== undefined)
      : operation === 'DELETE' && exported().some(({ deleted }) => deleted)
  if (!operations.has('*') && !operations.has('CREATE') && ![...operations].some(isShown)) {
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

function warning({ place }: CompiledAdmission, code: string, message: string, hint: string): Diagnostic {
  return { ...errorAt(place, code, message, hint), level: 'warning' }
}
