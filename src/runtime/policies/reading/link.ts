import { dirname } from 'node:path'
import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { bindingsOf, type ObjectFile, repeatedObjects, strayBindings } from '../admission/objects.js'
import type { InlineDocument } from '../inline-documents.js'
import type { Pack } from '../pack/read.js'
import { layerProblems } from '../params/layers.js'
import { errorAt, type Place } from '../mistakes/places.js'
import type { Policy } from '../policy/read.js'
import type { PolicyTest } from '../tests/read.js'
import type { ReadFile } from './read-file.js'
import type { AdmissionRules } from '../admission/policy.js'
import type { Binding } from '../admission/binding.js'

/** Packs, policies and tests that fit together; nothing is compiled. */
export interface LoadedPolicies {
  /** What has no effect, such as a binding without its policy. */
  readonly warnings: readonly Diagnostic[]
  /** Sorted by name. */
  readonly packs: readonly Pack[]
  /** Sorted by id. */
  readonly policies: readonly LoadedPolicy[]
  /** Sorted by file. */
  readonly tests: readonly LoadedTest[]
}

export interface LoadedPolicy {
  /** `pack/name`, or the name of a policy without pack. */
  readonly id: string
  readonly policy: Policy
  readonly pack?: Pack
  /** Of a policy of Kubernetes: its bindings, and the objects beside it or them. */
  readonly bindings: readonly Binding[]
  readonly beside: readonly InlineDocument[]
}

export interface LoadedTest {
  readonly test: PolicyTest
  readonly policy: LoadedPolicy
}

interface Linked {
  readonly loaded: LoadedPolicies
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Joins policies with their packs and tests with their policies, and says what does not fit.
 * @param packOf folder → path of its pack.yaml
 */
export function linkPolicies(
  files: readonly ReadFile[],
  packOf: ReadonlyMap<string, string | undefined>,
  objects: readonly ObjectFile[] = [],
): Linked {
  const packFiles = files.filter((file) => file.holds === 'pack')
  const packs = new Map(packFiles.map(({ path, pack }) => [path, pack]))
  const packFor = (path: string) => packs.get(packOf.get(dirname(path)) ?? '')
  const policyFiles = files.filter((file) => file.holds === 'policies')
  const bindings = policyFiles.flatMap((file) =>
    file.bindings.map((binding) => ({ ...binding, folder: dirname(file.path) })),
  )
  const policies = policyFiles.flatMap((file) =>
    file.policies.map((policy) => {
      const own = bindingsOf(policy, bindings)
      const folders = new Set([dirname(file.path), ...own.map(({ folder }) => folder)])
      const beside = policy.admission ? objects.filter(({ folder }) => folders.has(folder)) : []
      return {
        ...joined(policy, packFor(file.path)),
        bindings: own,
        beside: beside.map(({ object }) => object),
      }
    }),
  )
  const tests = files
    .filter((file) => file.holds === 'test')
    .map(({ path, test }) => ({ test, ...policyOf(test, packFor(path), policies) }))
  const linked = tests.flatMap(({ test, policy }) => (policy === undefined ? [] : [{ test, policy }]))
  return {
    loaded: {
      warnings: strayBindings(
        bindings,
        policies.map(({ policy }) => policy),
      ),
      packs: sorted([...packs.values()], ({ name }) => name),
      policies: sorted(policies, ({ id }) => id),
      tests: sorted(linked, ({ test }) => test.file),
    },
    diagnostics: [
      ...repeated([...packs.values()].map(({ name, place }) => ({ name, place, what: 'pack' }))),
      ...repeated(policies.map(({ id, policy }) => ({ name: id, place: policy.place, what: 'policy' }))),
      ...repeated(bindings.map(({ name, place }) => ({ name, place, what: 'binding' }))),
      ...repeatedObjects(objects),
      ...policies.flatMap(misfits),
      ...tests.flatMap(({ diagnostics }) => diagnostics),
      ...linked.flatMap(paramProblems),
      ...linked.flatMap(requestProblems),
    ],
  }
}

function joined(policy: Policy, pack: Pack | undefined): Omit<LoadedPolicy, 'bindings' | 'beside'> {
  return pack === undefined
    ? { id: policy.name, policy }
    : { id: `${pack.name}/${policy.name}`, policy, pack }
}

function policyOf(
  test: PolicyTest,
  pack: Pack | undefined,
  policies: readonly LoadedPolicy[],
): { policy?: LoadedPolicy; diagnostics: readonly Diagnostic[] } {
  const written = test.policy
  const id = written.includes('/') || pack === undefined ? written : `${pack.name}/${written}`
  const policy = policies.find((candidate) => candidate.id === id)
  if (policy !== undefined) return { policy, diagnostics: [] }
  const names = policies.map((candidate) =>
    candidate.pack === pack && !written.includes('/') ? candidate.policy.name : candidate.id,
  )
  const where = pack !== undefined && id !== written ? ` in pack '${pack.name}'` : ''
  const hint = didYouMean(written, names.sort(), 'policies')
  return {
    diagnostics: [errorAt(test.place, 'unknown-reference', `unknown policy '${written}'${where}`, hint)],
  }
}

/** Where a policy and its pack contradict each other. */
function misfits({ policy, pack }: LoadedPolicy): Diagnostic[] {
  if (pack === undefined) {
    return policy.guidelines.slice(0, 1).map(({ place }) => {
      const hint = 'add a pack.yaml to its folder, or remove the guidelines'
      return errorAt(place, 'unknown-reference', 'a policy without pack has no guidelines to enforce', hint)
    })
  }
  const ids = pack.guidelines.map(({ id }) => id)
  const shared = new Set(pack.variables.map(({ name }) => name))
  return [
    ...policy.guidelines.flatMap(({ id, place }) => {
      const guideline = pack.guidelines.find((candidate) => candidate.id === id)
      if (guideline === undefined) {
        const message = `pack '${pack.name}' has no guideline '${id}'`
        return [errorAt(place, 'unknown-reference', message, didYouMean(id, ids, 'its guidelines'))]
      }
      if (guideline.attestation === undefined) return []
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
    ...policy.variables
      .filter(({ name }) => shared.has(name) && policy.admission === undefined)
      .map(({ name, place }) =>
        errorAt(
          place,
          'duplicate-name',
          `variable '${name}' exists already in ${pack.file}`,
          'give it another name',
        ),
      ),
    ...[...policy.params.values()].slice(0, 1).map(({ place }) => {
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

/** What a test gives for parameters that the policy does not know or cannot take. */
function paramProblems({ test, policy }: LoadedTest): Diagnostic[] {
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
function requestProblems({ test, policy }: LoadedTest): Diagnostic[] {
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

function repeated(named: readonly { name: string; place: Place; what: string }[]): Diagnostic[] {
  const first = new Map<string, Place>()
  return named.flatMap(({ name, place, what }) => {
    const other = first.get(name)?.location
    if (other === undefined) {
      first.set(name, place)
      return []
    }
    const hint = `the other is at ${other.file}:${other.start.line}:${other.start.column}; rename one of them`
    return [errorAt(place, 'duplicate-name', `${what} '${name}' exists twice`, hint)]
  })
}

function sorted<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
