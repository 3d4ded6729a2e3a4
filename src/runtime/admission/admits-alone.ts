import type { CompiledAdmission, CompiledPolicy } from '../compile/compiled-policy.js'
import { builtInResource } from '../policies/index.js'
import { looksAtNamespace } from './match.js'
import { rootsOf } from './occasion.js'

/**
 * Whether a policy of Kubernetes needs nothing but the object: no parameters, no Namespace, no CRD that says what its kind is
 * called. Errors that it ignores are told of the first in the export, so all have to be seen.
 */
export function admitsAlone(policy: CompiledPolicy, rules: CompiledAdmission): boolean {
  const { paramKind, failurePolicy, matchConstraints, bindings } = rules
  const matches = [matchConstraints, ...bindings.flatMap(({ matchResources }) => matchResources ?? [])]
  return (
    paramKind === undefined &&
    failurePolicy === 'Fail' &&
    policy.types.every(isBuiltIn) &&
    !matches.some(({ namespaceSelector }) => looksAtNamespace(namespaceSelector)) &&
    !rootsOf(policy).has('namespaceObject')
  )
}

/** Whether a glob names one kind that every cluster has, in any version. */
function isBuiltIn(glob: string): boolean {
  const [, group = '', kind = ''] = /^(?:v1|([^/*]+)\/\*)\/([^/*]+)$/.exec(glob) ?? []
  return builtInResource(group, kind) !== undefined
}
