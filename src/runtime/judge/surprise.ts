import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Resource } from '../model/index.js'
import type { Context } from './evaluation.js'
import type { Judgement } from './judge.js'
import { inventoryRef, refOf } from './resource-ref.js'

/**
 * The judgement of a resource on which the program itself failed: an error that counts, of this resource and policy alone,
 * so that a bug of ours loses nothing else of a run. It quotes nothing: the text of a bug may hold data.
 */
export function surprise(
  policy: CompiledPolicy,
  resource: Resource | undefined,
  { inventory }: Context,
): Judgement {
  const { validations, checks } = policy
  const location = validations[0]?.expression.location ?? checks?.[0]?.location ?? nowhere(policy)
  return {
    verdict: 'error',
    findings: [
      {
        verdict: 'error',
        policy: policy.id,
        validation: 'policytest',
        guidelines: policy.guidelines,
        severity: policy.severity,
        message:
          'could not be evaluated: this is a bug in policytest, please report it (--debug shows where it happened)',
        resource: resource ? refOf(resource) : inventoryRef(policy, inventory),
        pointer: '',
        element: '',
        location: resource ? resource.locate('') : location,
        policyLocation: location,
      },
    ],
  }
}

function nowhere({ file }: CompiledPolicy) {
  const start = { line: 1, column: 1 }
  return { file, start, end: start }
}
