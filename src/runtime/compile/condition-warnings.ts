import type { Diagnostic } from '../model/index.js'
import type { CompiledCondition } from './compiled-policy.js'

/** Match conditions that mean something else in a cluster than they say. */
export function conditionWarnings(conditions: readonly CompiledCondition[]): Diagnostic[] {
  return conditions.flatMap(withoutNamespace)
}

/** The API server compiles such a condition, and then evaluates it without the namespace. */
function withoutNamespace({ name, program, location }: CompiledCondition): Diagnostic[] {
  if (!program.references.roots.has('namespaceObject')) return []
  return [
    {
      code: 'admission-condition',
      level: 'warning',
      message: `namespaceObject is always null in match conditions, so '${name}' cannot look at it`,
      hint: 'select namespaces by matchConstraints.namespaceSelector, or look at it in the validations',
      location,
    },
  ]
}
