import { resolve } from 'node:path'
import { chooseExports } from '../../programs/collect/choose.js'
import { type Collection, collect } from '../../programs/collect/collect.js'
import type { CollectedExport } from '../../programs/collect/collected-export.js'
import { shellLine } from '../../programs/collect/shell-line.js'
import { inputError } from '../../runtime/input-error.js'
import { displayPath } from '../../runtime/paths.js'
import { printable } from '../../wording/printable.js'
import { shellWord } from '../../wording/shell-word.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { libraryOf } from '../named-packs.js'
import { readSettings, startOf } from '../settings.js'
import type { World } from '../world.js'

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
  const { messages, root, env } = world
  const settings = readSettings(flags, world)
  const { library, packs } = libraryOf(names, settings)
  const timeout = secondsOf(flags.timeout ?? '300')
  const { platforms, startedAt } = settings.base
  const chosen = chooseExports({ packs, set: flags.set, skip: flags.skip }, library, platforms)
  if (!settings.quiet) for (const remark of chosen.remarks) messages.say(remark)
  if (flags.dryRun && chosen.commands.length > 0) {
    world.stdout.write(printable(chosen.commands.map((command) => `${shellLine(command)}\n`).join('')))
    return exitCodes.clean
  }
  const folder = resolve(root, flags.out ?? `snapshot-${startedAt.toISOString().slice(0, 10)}`)
  const { resume = false } = flags
  const collected = await collect(
    chosen,
    { folder, resume, timeout, startedAt, takenBy: collector(flags, world), platforms },
    {
      root,
      env,
      clock: () => startOf(world),
      progress: (text) => (text === undefined ? messages.endProgress() : messages.progress(text)),
      told: (outcome) => outcomeLines(outcome).forEach(messages.say),
    },
    ({ failures, empty }) => {
      for (const failure of failures) messages.say(`failed: ${failure}`)
      for (const name of empty) messages.say(`there is no ${name}: nothing of it is collected`)
    },
  )
  for (const line of summary(collected, displayPath(root, folder))) messages.say(line)
  return collected.isWhole ? exitCodes.clean : exitCodes.cannotRun
}

function outcomeLines(outcome: CollectedExport): string[] {
  if (outcome.status === 'written') return []
  const word = outcome.status === 'failed' ? 'failed' : 'not there'
  return [`${word}: ${shellLine(outcome.command)}\n  ${outcome.reason}`]
}

function summary({ exports, takenAt }: Collection, shown: string): string[] {
  const number = (...statuses: readonly string[]) =>
    exports.filter(({ status }) => statuses.includes(status)).length
  const [there, kept, absent] = [number('written', 'kept'), number('kept'), number('absent')]
  const details = [
    ...(kept > 0 ? [`${kept} kept from ${takenAt.toISOString()}`] : []),
    ...(absent > 0 ? [`${absent} not there`] : []),
  ]
  const more = details.length === 0 ? '' : ` (${details.join(', ')})`
  const next = there === 0 ? '' : ` in ${shown}: judge them with policytest scan ${shellWord(shown)}`
  return [
    `${there} of ${exports.length} exports collected${more}${next}`,
    ...(number('failed') > 0 && there > 0
      ? ['run it again with --resume for what failed: what is collected is kept']
      : []),
  ]
}

/** Who answers for what is collected: as given, or whoever is logged in. */
function collector({ by }: CollectFlags, { env }: World): string | undefined {
  return [by, env.USER, env.USERNAME].find((name) => name !== undefined && name.trim() !== '')
}

/** A number of seconds that a command may take. */
export function secondsOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw inputError('usage', `--timeout: '${text}' is not a whole number of seconds`)
}
