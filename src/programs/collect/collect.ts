import type { PlannedCommand } from '../../runtime/collect/index.js'
import { InputError, inputError } from '../../runtime/input-error.js'
import type { Platform } from '../../runtime/model/index.js'
import { displayPath } from '../../runtime/paths.js'
import { makeFolder } from '../new-folder.js'
import type { ChosenExports } from './choose.js'
import { type Gathered, gather } from './gather.js'
import { keptIn } from './kept.js'
import { type ListedValues, listValues } from './listed-values.js'
import type { Surroundings } from './surroundings.js'

/** Where a snapshot is made, and by whom. */
export interface SnapshotTarget {
  /** Absolute path of a folder that is not there yet, unless the collection goes on with it. */
  readonly folder: string
  /** Whether it goes on with what an earlier collection has left in the folder. */
  readonly resume: boolean
  /** Seconds that each command may take. */
  readonly timeout: number
  readonly startedAt: Date
  readonly takenBy: string | undefined
  readonly platforms: readonly Platform[]
}

/** What came of a collection. */
export interface Collection extends Gathered {
  /** Values of which not everything could be listed, with the reason. */
  readonly unlisted: readonly string[]
  /** Whether all is there that can be had. */
  readonly isWhole: boolean
}

/**
 * Runs the commands that export what policies need, without a shell, into a snapshot.
 * @param listed told of what was listed, before anything is exported
 * @throws InputError where values are missing, nothing was listed, or the folder is there already
 */
export async function collect(
  { commands: chosen, given, listings, withValues }: ChosenExports,
  target: SnapshotTarget,
  around: Surroundings,
  listed: (values: ListedValues) => void = () => {},
): Promise<Collection> {
  const { folder, timeout, resume } = target
  if (chosen.length === 0) throw nothing('no command is left')
  checkComplete(chosen, new Set(listings.map(({ name }) => name)))
  const found = await listValues(listings, given, timeout, around)
  listed(found)
  const commands = listings.length === 0 ? chosen : withValues(found.values)
  // what could not be listed has been told; of what there is none, nothing is to be had
  const complete = commands.filter(({ missing }) => missing.length === 0)
  if (complete.length === 0) throw nothing('nothing was listed')
  const shown = displayPath(around.root, folder)
  const kept = resume ? keptIn(folder, shown) : undefined
  if (kept === undefined) makeFolder(folder, shown, 'only --resume goes on with what a collection has left')
  const gathered = await gather(complete, { ...target, ...(kept && { kept }) }, around)
  const hasFailed = gathered.exports.some(({ status }) => status === 'failed')
  return { ...gathered, unlisted: found.failures, isWhole: !hasFailed && found.failures.length === 0 }
}

function nothing(why: string): InputError {
  return inputError('usage', `there is nothing to collect: ${why}`)
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
