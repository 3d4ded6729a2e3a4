import { resolve } from 'node:path'
import {
  type CollectionPlan,
  type CollectionValues,
  type PlannedCommand,
  planCollection,
} from '../../runtime/collect/index.js'
import { InputError, inputError } from '../../runtime/input-error.js'
import type { Library } from '../../runtime/library/library.js'
import { displayPath } from '../../runtime/paths.js'
import type { LoadedPolicy } from '../../runtime/policies/index.js'
import { didYouMean } from '../../runtime/suggest.js'
import { printable } from '../../wording/printable.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { libraryOf } from '../named-packs.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import { checkedValues, secondsOf, withoutSkipped } from './collect/flags.js'
import { gather } from './collect/gather.js'
import { keptIn } from './collect/kept.js'
import { listingsFor, listValues } from './collect/listed-values.js'
import { shellLine } from './collect/shell-line.js'
import { makeFolder } from './new-folder.js'

export interface CollectFlags extends CommonFlags {
  readonly dryRun?: boolean
  readonly out?: string
  readonly resume?: boolean
  readonly set?: readonly string[]
  readonly skip?: readonly string[]
  readonly timeout?: string
  readonly by?: string
}

/** `policytest collect [pack…]`: the exports that packs need, as commands to read or as a new snapshot folder. */
export async function collectCommand(
  names: readonly string[],
  flags: CollectFlags,
  world: World,
): Promise<number> {
  const { messages } = world
  const settings = readSettings(flags, world)
  const { library, packs } = libraryOf(names, settings)
  const given = checkedValues(flags.set ?? [])
  const timeout = secondsOf(flags.timeout ?? '300')
  const policies = policiesOf(packs, library)
  const { platforms, startedAt } = settings.base
  const plan = planCollection(policies, given, platforms)
  for (const name of given.keys()) checkName(name, plan)
  const chosen = withoutSkipped(plan.commands, flags.skip ?? [], 'before listing')
  const listings = listingsFor(chosen, platforms)
  if (!settings.quiet) for (const remark of remarks(plan, chosen, given)) messages.say(remark)
  if (chosen.length === 0) throw inputError('usage', 'there is nothing to collect: no command is left')
  if (flags.dryRun) {
    world.stdout.write(printable(chosen.map((command) => `${shellLine(command)}\n`).join('')))
    return exitCodes.clean
  }
  checkComplete(chosen, new Set(listings.map(({ name }) => name)))
  const { values, failures, empty } = await listValues(listings, given, timeout, world)
  for (const failure of failures) messages.say(`failed: ${failure}`)
  for (const name of empty) messages.say(`there is no ${name}: nothing of it is collected`)
  const commands =
    listings.length === 0
      ? chosen
      : withoutSkipped(planCollection(policies, values, platforms).commands, flags.skip ?? [], 'listed')
  // what could not be listed has been told; of what there is none, nothing is to be had
  const complete = commands.filter(({ missing }) => missing.length === 0)
  if (complete.length === 0) throw inputError('usage', 'there is nothing to collect: nothing was listed')
  const folder = resolve(world.root, flags.out ?? `snapshot-${startedAt.toISOString().slice(0, 10)}`)
  const shown = displayPath(world.root, folder)
  const kept = flags.resume ? keptIn(folder, shown) : undefined
  if (kept === undefined) makeFolder(folder, shown, 'only --resume goes on with what a collection has left')
  const isWhole = await gather(
    complete,
    { folder, shown, timeout, startedAt, takenBy: collector(flags, world), platforms, ...(kept && { kept }) },
    world,
  )
  return isWhole && failures.length === 0 ? exitCodes.clean : exitCodes.cannotRun
}

/** Who answers for what is collected: as given, or whoever is logged in. */
function collector({ by }: CollectFlags, { env }: World): string | undefined {
  return [by, env.USER, env.USERNAME].find((name) => name !== undefined && name.trim() !== '')
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

/** Every value is given or can be listed, and no two commands write one file. */
function checkComplete(commands: readonly PlannedCommand[], listable: ReadonlySet<string>): void {
  const problems = [
    ...commands.flatMap(({ missing, file }) =>
      missing
        .filter((name) => !listable.has(name))
        .map((name): [string, string] => [
          `${file} needs a ${name}: --set ${name}=VALUE`,
          `or leave it out: --skip '${file}'`,
        ]),
    ),
    ...twice(commands).map((file): [string, string] => [
      `two commands write ${file}`,
      'collect them one after the other',
    ]),
  ]
  if (problems.length === 0) return
  throw new InputError(problems.map(([message, hint]) => ({ code: 'usage', level: 'error', message, hint })))
}

function twice(commands: readonly PlannedCommand[]): string[] {
  const files = commands.map(({ file }) => file)
  return files.filter((file, i) => files.indexOf(file) < i)
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
