import { readFileSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedCommand, SnapshotEntry } from '../../../runtime/collect/index.js'
import { sha256Of } from '../../../runtime/documents/digest.js'
import { readInputs } from '../../../runtime/exports/inputs.js'
import { type Sources, sourcesOf } from '../../../runtime/exports/sources.js'
import { attempt } from '../../../runtime/input-error.js'
import type { Platform } from '../../../runtime/model/index.js'
import { formatDiagnostic } from '../../../wording/diagnostic.js'
import { shellWord } from '../../../wording/shell-word.js'
import { startOf } from '../../settings.js'
import type { World } from '../../world.js'
import { isOf, type Kept, writeSnapshot } from './kept.js'
import { type CollectedExport, runCommand, withoutExport } from './run-command.js'
import { shellLine } from './shell-line.js'
import { versionsOf } from './versions.js'

export interface Target {
  readonly folder: string
  readonly shown: string
  /** Seconds for each command. */
  readonly timeout: number
  readonly startedAt: Date
  /** Who collects. */
  readonly takenBy: string | undefined
  readonly platforms: readonly Platform[]
  /** What an earlier collection has left in the folder. */
  readonly kept?: Kept
}

/**
 * Runs the commands one after the other, except those whose export is there already, and says after each what failed.
 * The snapshot names every export as soon as it is whole. Returns whether all that can be had is there.
 */
export async function gather(
  commands: readonly PlannedCommand[],
  { folder, shown, timeout, startedAt, takenBy, platforms, kept }: Target,
  world: World,
): Promise<boolean> {
  const { messages } = world
  const sources = sourcesOf(platforms, world)
  const collection = { takenAt: kept?.takenAt ?? startedAt, takenBy: kept ? kept.takenBy : takenBy }
  const { takenAt } = collection
  const versions = versionsOf(platforms, timeout, world)
  const entries: SnapshotEntry[] = [...(kept?.entries ?? [])]
  const isKept = (command: PlannedCommand) => kept?.entries.some(isOf(command)) ?? false
  const counts = { written: 0, kept: 0, absent: 0, failed: 0 }
  for (const [i, command] of commands.entries()) {
    if (isKept(command)) {
      counts.kept++
      continue
    }
    messages.progress(`${i + 1} of ${commands.length}: ${shellLine(command)}`)
    const ran = await runCommand(command, join(folder, command.file), timeout, world)
    const outcome = ran.status === 'written' ? readable(ran.command, folder, sources) : ran
    messages.endProgress()
    counts[outcome.status]++
    if (outcome.status === 'written') {
      const at = startOf(world)
      entries.push({
        ...outcome.command,
        ...(at.getTime() !== takenAt.getTime() && { takenAt: at.toISOString() }),
        ...(await versions(command.program)),
        sha256: sha256Of(readFileSync(join(folder, command.file))),
      })
      writeSnapshot(folder, entries, collection)
    } else {
      const word = outcome.status === 'failed' ? 'failed' : 'not there'
      messages.say(`${word}: ${shellLine(command)}\n  ${outcome.reason}`)
    }
  }
  if (entries.length === 0) rmdirSync(folder)
  const collected = `${counts.written + counts.kept} of ${commands.length} exports collected`
  const details = [
    ...(counts.kept > 0 ? [`${counts.kept} kept from ${takenAt.toISOString()}`] : []),
    ...(counts.absent > 0 ? [`${counts.absent} not there`] : []),
  ]
  const more = details.length === 0 ? '' : ` (${details.join(', ')})`
  const next = entries.length === 0 ? '' : ` in ${shown}: judge them with policytest scan ${shellWord(shown)}`
  messages.say(`${collected}${more}${next}`)
  if (counts.failed > 0 && entries.length > 0) {
    messages.say('run it again with --resume for what failed: what is collected is kept')
  }
  return counts.failed === 0
}

/**
 * An export, or that it is none: one file that nobody can read would stop the scan of all. What a command printed of which
 * nobody knows how to read it does not stay.
 */
function readable(command: PlannedCommand, folder: string, sources: Sources): CollectedExport {
  const { file: path, source, subject } = command
  const file = join(folder, path)
  const { mistakes } = attempt([
    () =>
      readInputs(
        [{ path: file, subject, ...(source !== undefined && { source }) }],
        { root: folder },
        sources,
      ),
  ])
  const [mistake] = mistakes
  if (mistake === undefined) return { status: 'written', command }
  rmSync(file)
  return withoutExport(command, `what it printed cannot be read: ${formatDiagnostic(mistake)}`)
}
