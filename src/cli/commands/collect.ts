import { rmdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type CollectionPlan,
  type CollectionValues,
  type PlannedCommand,
  planCollection,
  snapshotFile,
} from '../../runtime/collect/index.js'
import { InputError, inputError } from '../../runtime/input-error.js'
import { type Library, loadLibrary } from '../../runtime/library/library.js'
import { displayPath } from '../../runtime/paths.js'
import type { LoadedPolicy } from '../../runtime/policies/index.js'
import { didYouMean } from '../../runtime/suggest.js'
import { printable } from '../../wording/printable.js'
import { shellWord } from '../../wording/shell-word.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import { checkedValues, secondsOf, withoutSkipped } from './collect/flags.js'
import { runCommand } from './collect/run-command.js'
import { makeFolder } from './new-folder.js'

export interface CollectFlags extends CommonFlags {
  readonly dryRun?: boolean
  readonly out?: string
  readonly set?: readonly string[]
  readonly skip?: readonly string[]
  readonly timeout?: string
}

/** `policytest collect [pack…]`: the exports that packs need, as commands to read or as a new snapshot folder. */
export async function collectCommand(
  packs: readonly string[],
  flags: CollectFlags,
  world: World,
): Promise<number> {
  const { messages } = world
  const settings = readSettings(flags, world)
  const library = loadLibrary({ ...settings.base, policies: requirePolicies(settings) })
  const values = checkedValues(flags.set ?? [])
  const timeout = secondsOf(flags.timeout ?? '300')
  const plan = planCollection(policiesOf(packs, library), values, settings.base.platforms)
  for (const name of values.keys()) checkName(name, plan)
  const commands = withoutSkipped(plan.commands, flags.skip ?? [])
  if (!settings.quiet) for (const remark of remarks(plan, commands, values)) messages.say(remark)
  if (commands.length === 0) throw inputError('usage', 'there is nothing to collect: no command is left')
  if (flags.dryRun) {
    world.stdout.write(printable(commands.map((command) => `${shellLine(command)}\n`).join('')))
    return exitCodes.clean
  }
  checkComplete(commands)
  const folder = resolve(
    world.root,
    flags.out ?? `snapshot-${settings.base.startedAt.toISOString().slice(0, 10)}`,
  )
  const shown = displayPath(world.root, folder)
  makeFolder(folder, shown, 'a snapshot is never written over')
  const written: PlannedCommand[] = []
  for (const command of commands) {
    messages.progress(shellLine(command))
    const outcome = await runCommand(command, join(folder, command.file), timeout, world)
    messages.endProgress()
    if (outcome.status === 'written') written.push(outcome.command)
    else messages.say(`failed: ${shellLine(command)}\n  ${outcome.reason}`)
  }
  if (written.length === 0) rmdirSync(folder)
  else
    writeFileSync(join(folder, 'snapshot.yaml'), snapshotFile(written, settings.base.startedAt), {
      flag: 'wx',
    })
  const counts = `${written.length} of ${commands.length} exports collected`
  const next = written.length === 0 ? '' : ` in ${shown}: judge them with policytest scan ${shellWord(shown)}`
  messages.say(`${counts}${next}`)
  return written.length === commands.length ? exitCodes.clean : exitCodes.cannotRun
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

/** Every value is given, and no two commands write one file. */
function checkComplete(commands: readonly PlannedCommand[]): void {
  const files = commands.map(({ file }) => file)
  const problems = commands.flatMap(({ missing, file }, i): [message: string, hint: string][] => {
    const needs = missing.map((name): [string, string] => [
      `${file} needs a ${name}: --set ${name}=VALUE`,
      `or leave it out: --skip '${file}'`,
    ])
    const isTwice = files.indexOf(file) < i
    return isTwice ? [...needs, [`two commands write ${file}`, 'collect them one after the other']] : needs
  })
  if (problems.length === 0) return
  throw new InputError(problems.map(([message, hint]) => ({ code: 'usage', level: 'error', message, hint })))
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

/** A command as one would type it. */
function shellLine({ program, args, file }: PlannedCommand): string {
  return `${[program, ...args].map(shellWord).join(' ')} > ${shellWord(file)}`
}
