import { dirname } from 'node:path'
import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import type { Policy } from '../any-policy.js'
import type { Fix } from '../fix/read.js'
import { errorAt, type Place, shownLocation } from '../mistakes/places.js'
import { repetitions } from '../mistakes/repetitions.js'
import type { Pack } from '../pack/read.js'
import type { PolicyTest } from '../tests/read.js'
import { bindingsOf, strayBindings } from './bindings.js'
import { importPolicies } from './imported-policies.js'
import { linkPacks } from './link-packs.js'
import { fixMisfits, misfits, paramProblems, requestProblems } from './misfits.js'
import { type ObjectFile, repeatedObjects } from './objects.js'
import type { LoadedFix, LoadedPolicies, LoadedPolicy } from './policy-set.js'
import type { ReadFile } from './read-file.js'

interface Linked {
  readonly loaded: Omit<LoadedPolicies, 'leftOut' | 'files'>
  readonly diagnostics: readonly Diagnostic[]
}

/** What is there beside the files that were asked for. */
interface Beyond {
  readonly objects?: readonly ObjectFile[]
  /** Files of packs that others import from. */
  readonly siblings?: readonly ReadFile[]
  /** Paths of the packs that were asked for as a whole, with the policies that they import. Default: all. */
  readonly whole?: ReadonlySet<string>
}

/**
 * Joins policies with their packs and tests with their policies, and says what does not fit.
 * @param packOf folder → path of its pack.yaml
 */
export function linkPolicies(
  files: readonly ReadFile[],
  packOf: ReadonlyMap<string, string | undefined>,
  { objects = [], siblings = [], whole }: Beyond = {},
): Linked {
  const packFiles = [...files, ...siblings].filter((file) => file.holds === 'pack')
  const { linked: linkedPacks, diagnostics: importMistakes } = linkPacks(packFiles.map(({ pack }) => pack))
  const allPacks = new Map(packFiles.map(({ path, pack }) => [path, linkedPacks.get(pack) ?? pack]))
  const packFor = (path: string) => allPacks.get(packOf.get(dirname(path)) ?? '')
  const ownFiles = files.filter((file) => file.holds === 'policies')
  const policyFiles = [...ownFiles, ...siblings.filter((file) => file.holds === 'policies')]
  const bindings = policyFiles.flatMap((file) =>
    file.bindings.map((binding) => ({ ...binding, folder: dirname(file.path) })),
  )
  const policiesOf = (from: typeof policyFiles) =>
    from.flatMap((file) =>
      file.policies.map((policy): LoadedPolicy => {
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
  const own = policiesOf(ownFiles)
  const packs = files.flatMap(({ path }) => allPacks.get(path) ?? [])
  const importing = files.flatMap(({ path }) =>
    whole?.has(path) === false ? [] : (allPacks.get(path) ?? []),
  )
  const imported = importPolicies(importing, [...own, ...policiesOf(policyFiles.slice(ownFiles.length))])
  const policies = [...own, ...imported.policies]
  const tests = ownFiles.flatMap((file) =>
    file.tests.map((test) => ({ test, ...policyOf(test, packFor(file.path), policies) })),
  )
  const fixes = ownFiles.flatMap((file) => file.fixes.map((fix) => fixOf(fix, packFor(file.path))))
  const linked = tests.flatMap(({ test, policy }) => (policy === undefined ? [] : [{ test, policy }]))
  return {
    loaded: {
      warnings: strayBindings(
        bindings,
        policies.map(({ policy }) => policy),
      ),
      packs: sorted(packs, ({ name }) => name),
      policies: sorted(policies, ({ id }) => id),
      tests: sorted(linked, ({ test }) => test.file),
      fixes: sorted(fixes, ({ id }) => id),
    },
    diagnostics: [
      ...importMistakes,
      ...imported.diagnostics,
      ...repeated(packs.map(({ name, place }) => ({ name, place, what: 'pack' }))),
      ...repeated(policies.map(({ id, policy }) => ({ name: id, place: policy.place, what: 'policy' }))),
      ...repeated(fixes.map(({ id, fix }) => ({ name: id, place: fix.place, what: 'fix' }))),
      ...repeated(bindings.map(({ name, place }) => ({ name, place, what: 'binding' }))),
      ...repeatedObjects(objects),
      ...policies.flatMap(misfits),
      ...fixes.flatMap(fixMisfits),
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

function fixOf(fix: Fix, pack: Pack | undefined): LoadedFix {
  return pack === undefined ? { id: fix.name, fix } : { id: `${pack.name}/${fix.name}`, fix, pack }
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

function repeated(named: readonly { name: string; place: Place; what: string }[]): Diagnostic[] {
  return repetitions(named, ({ name }) => name).map(({ item: { name, place, what }, first }) => {
    const hint = `the other is at ${shownLocation(first.place.location)}; rename one of them`
    return errorAt(place, 'duplicate-name', `${what} '${name}' exists twice`, hint)
  })
}

function sorted<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
