import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import type { AdmissionRules } from '../admission/policy.js'
import { errorAt } from '../mistakes/places.js'
import { sharedVariables } from '../pack/linked.js'
import type { Pack } from '../pack/read.js'
import { layerProblems } from '../params/layers.js'
import type { PolicyTest } from '../tests/read.js'
import type { LoadedFix, LoadedPolicy, LoadedTest } from './policy-set.js'

/** Where a policy and its pack contradict each other. */
export function misfits({ policy, pack, home }: LoadedPolicy): Diagnostic[] {
  if (pack === undefined) return pointlessGuidelines(policy, 'a policy')
  return [
    ...unknownGuidelines(policy, pack),
    ...policy.guidelines.flatMap(({ id, place }) => {
      const guideline = pack.guidelines.find((candidate) => candidate.id === id)
      if (guideline?.attestation === undefined) return []
      const hint = 'split the guideline in what an export shows and what a person has to confirm'
      return [
        errorAt(
          place,
          'invalid-value',
          `guideline '${id}' is attested by a person, not enforced by a policy`,
          hint,
        ),
      ]
    }),
    ...(policy.admission || home ? [] : sharedNames(policy, pack)),
    ...(home ? [] : [...policy.params.values()]).slice(0, 1).map(({ place }) => {
      const hint = `move them to ${pack.file}`
      return errorAt(
        place,
        'invalid-value',
        'parameters of a policy in a pack are declared by the pack',
        hint,
      )
    }),
  ]
}

/** Where a fix and its pack contradict each other. */
export function fixMisfits({ fix, pack }: LoadedFix): Diagnostic[] {
  if (pack === undefined) return pointlessGuidelines(fix, 'a fix')
  return [...unknownGuidelines(fix, pack), ...sharedNames(fix, pack)]
}

type InPack = Pick<LoadedFix['fix'], 'guidelines' | 'variables'>

function pointlessGuidelines({ guidelines }: InPack, what: string): Diagnostic[] {
  return guidelines.slice(0, 1).map(({ place }) => {
    const hint = 'add a pack.yaml to its folder, or remove the guidelines'
    return errorAt(place, 'unknown-reference', `${what} without pack has no guidelines to enforce`, hint)
  })
}

function unknownGuidelines({ guidelines }: InPack, pack: Pack): Diagnostic[] {
  const ids = pack.guidelines.map(({ id }) => id)
  return guidelines
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, place }) => {
      const message = `pack '${pack.name}' has no guideline '${id}'`
      return errorAt(place, 'unknown-reference', message, didYouMean(id, ids, 'its guidelines'))
    })
}

function sharedNames({ variables }: InPack, pack: Pack): Diagnostic[] {
  const shared = new Set(sharedVariables(pack).map(({ name }) => name))
  return variables
    .filter(({ name }) => shared.has(name))
    .map(({ name, place }) => {
      const message = `variable '${name}' exists already in ${pack.file}`
      return errorAt(place, 'duplicate-name', message, 'give it another name')
    })
}

/** What a test gives for parameters that the policy does not know or cannot take. */
export function paramProblems({ test, policy }: LoadedTest): Diagnostic[] {
  if (policy.policy.admission) return resourcesAsParams(test, policy.policy.admission)
  const declarations = policy.pack?.params ?? policy.policy.params
  const layers = new Set(test.cases.flatMap(({ params }) => params))
  return [...layers].flatMap((layer) => layerProblems(declarations, layer))
}

/** The parameters of a policy of Kubernetes are objects, not values. */
function resourcesAsParams(test: PolicyTest, { paramKind }: AdmissionRules): Diagnostic[] {
  const layers = new Set(test.cases.flatMap(({ params }) => params))
  return [...layers].flatMap((layer) =>
    Object.keys(layer.values)
      .slice(0, 1)
      .map((name) => {
        const hint = paramKind
          ? `give a ${paramKind.kind} (${paramKind.apiVersion}) under 'resources' or 'given', or beside the policy`
          : 'this one has no paramKind'
        const message = 'the parameters of a ValidatingAdmissionPolicy are resources'
        return errorAt(layer.placeOf(name), 'param-unknown', message, hint)
      }),
  )
}

/** What only requests to the API server have, in the test of a policy that knows none. */
export function requestProblems({ test, policy }: LoadedTest): Diagnostic[] {
  if (policy.policy.admission) return []
  return test.cases
    .filter(({ request, oldObject }) => request !== undefined || oldObject !== undefined)
    .map(({ place }) => {
      const hint = 'remove them: a Policy judges what is, not requests'
      return errorAt(
        place,
        'invalid-value',
        "'request' and 'oldObject' are for ValidatingAdmissionPolicies",
        hint,
      )
    })
}
