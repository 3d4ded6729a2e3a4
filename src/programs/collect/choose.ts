import {
  type CollectionPlan,
  type CollectionValues,
  type PlannedCommand,
  planCollection,
} from '../../runtime/collect/index.js'
import { inputError } from '../../runtime/input-error.js'
import type { Library } from '../../runtime/library/library.js'
import type { Listing, Platform } from '../../runtime/model/index.js'
import type { LoadedPolicy } from '../../runtime/policies/index.js'
import { didYouMean } from '../../runtime/suggest.js'
import { checkedValues, withoutSkipped } from './chosen.js'
import { listingsFor } from './listed-values.js'

/** Which exports. */
export interface ExportsRequest {
  /** Names of packs. Default: all that are loaded. */
  readonly packs?: readonly string[] | undefined
  /** Values that commands need: `cluster=prod`. */
  readonly set?: readonly string[] | undefined
  /** Globs of the files of commands to leave out. */
  readonly skip?: readonly string[] | undefined
}

/** The commands whose exports policies need, as far as that is known before anything is run. */
export interface ChosenExports {
  readonly commands: readonly PlannedCommand[]
  /** What the exports will lack, to be told. */
  readonly remarks: readonly string[]
  /** The values that were given. */
  readonly given: CollectionValues
  /** What lists the values that nobody gave. */
  readonly listings: readonly Listing[]
  /** The same commands with all values. */
  withValues(values: CollectionValues): readonly PlannedCommand[]
}

/**
 * Chooses the commands that export what policies need. Nothing is run.
 * @throws InputError for an unknown pack or value, and where there is nothing to export
 */
export function chooseExports(
  { packs = [], set = [], skip = [] }: ExportsRequest,
  library: Library,
  platforms: readonly Platform[],
): ChosenExports {
  const given = checkedValues(set)
  const policies = policiesOf(packs, library)
  const plan = planCollection(policies, given, platforms)
  for (const name of given.keys()) checkName(name, plan)
  const commands = withoutSkipped(plan.commands, skip, 'before listing')
  return {
    commands,
    remarks: remarks(plan, commands, given),
    given,
    listings: listingsFor(commands, platforms),
    withValues: (values) =>
      withoutSkipped(planCollection(policies, values, platforms).commands, skip, 'listed'),
  }
}

/** The policies of the chosen profile, of the named packs or of all. */
function policiesOf(names: readonly string[], { loaded, policies }: Library): LoadedPolicy[] {
  const known = loaded.packs.map(({ name }) => name)
  for (const name of names) {
    if (known.includes(name)) continue
    const hint = didYouMean(name, known, 'packs')
    throw inputError('unknown-reference', `unknown pack '${name}'`, hint === undefined ? {} : { hint })
  }
  const active = new Set(policies.map(({ id }) => id))
  return loaded.policies.filter(
    ({ id, pack }) => active.has(id) && (names.length === 0 || (pack && names.includes(pack.name))),
  )
}

function checkName(name: string, { placeholders }: CollectionPlan): void {
  if (placeholders.includes(name)) return
  const hint = didYouMean(name, placeholders, 'values that they use') ?? 'they use none'
  throw inputError('usage', `--set: no command uses '${name}'`, { hint })
}

/** What the exports will lack: types that no command knows, clusters that nobody can tell apart. */
function remarks(
  { unknown }: CollectionPlan,
  commands: readonly PlannedCommand[],
  values: CollectionValues,
): string[] {
  const ofContext = commands.some(({ program }) => program === 'kubectl' || program === 'calicoctl')
  const several = (values.get('cluster')?.length ?? 0) > 1
  return [
    ...unknown.map(({ type, advice, policies }) => {
      const more = policies.length > 1 ? ` and ${policies.length - 1} more` : ''
      const what = advice === undefined ? '' : `: ${advice}`
      return `no command is known for ${type}, asked for by ${policies[0]}${more}${what}`
    }),
    ...(ofContext && several
      ? [
          'kubectl and calicoctl read their current context only: their exports will not say which cluster it is',
        ]
      : []),
  ]
}
