import type { Diagnostic } from '../model/index.js'
import type { CompiledCondition } from './compiled-policy.js'

/** The API server compiles a condition that looks at the namespace, and then evaluates it without the namespace. */
export function conditionWarnings({ name, program, location }: CompiledCondition): Diagnostic[] {
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
