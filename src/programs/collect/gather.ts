import { readFileSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedCommand, SnapshotEntry } from '../../runtime/collect/index.js'
import { sha256Of } from '../../runtime/documents/digest.js'
import { readInputs } from '../../runtime/exports/inputs.js'
import { type Sources, sourcesOf } from '../../runtime/exports/sources.js'
import { attempt } from '../../runtime/input-error.js'
import type { Platform } from '../../runtime/model/index.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { type CollectedExport, withoutExport } from './collected-export.js'
import { isOf, type Kept, writeSnapshot } from './kept.js'
import { runCommand } from './run-command.js'
import { shellLine } from './shell-line.js'
import type { Surroundings } from './surroundings.js'
import { versionsOf } from './versions.js'

export interface Target {
  readonly folder: string
  /** Seconds for each command. */
  readonly timeout: number
  readonly startedAt: Date
  /** Who collects. */
  readonly takenBy: string | undefined
  readonly platforms: readonly Platform[]
  /** What an earlier collection has left in the folder. */
  readonly kept?: Kept
}

/** What came of the commands, in their order. */
export interface Gathered {
  readonly takenAt: Date
  readonly exports: readonly (
    | CollectedExport
    | { readonly status: 'kept'; readonly command: PlannedCommand }
  )[]
}

/**
 * Runs the commands one after the other, except those whose export is there already. The snapshot names every export as
 * soon as it is whole.
 */
export async function gather(
  commands: readonly PlannedCommand[],
  { folder, timeout, startedAt, takenBy, platforms, kept }: Target,
  around: Surroundings,
): Promise<Gathered> {
  const sources = sourcesOf(platforms, { root: folder, parserFolders: [] })
  const collection = { takenAt: kept?.takenAt ?? startedAt, takenBy: kept ? kept.takenBy : takenBy }
  const { takenAt } = collection
  const versions = versionsOf(platforms, timeout, around)
  const entries: SnapshotEntry[] = [...(kept?.entries ?? [])]
  const isKept = (command: PlannedCommand) => kept?.entries.some(isOf(command)) ?? false
  const exports: Gathered['exports'][number][] = []
  for (const [i, command] of commands.entries()) {
    if (isKept(command)) {
      exports.push({ status: 'kept', command })
      continue
    }
    around.progress?.(`${i + 1} of ${commands.length}: ${shellLine(command)}`)
    const ran = await runCommand(command, join(folder, command.file), timeout, around)
    const outcome = ran.status === 'written' ? readable(ran.command, folder, sources) : ran
    around.progress?.(undefined)
    if (outcome.status === 'written') {
      const at = around.clock()
      entries.push({
        ...outcome.command,
        ...(at.getTime() !== takenAt.getTime() && { takenAt: at.toISOString() }),
        ...(await versions(command.program)),
        sha256: sha256Of(readFileSync(join(folder, command.file))),
      })
      writeSnapshot(folder, entries, collection)
    }
    around.told?.(outcome)
    exports.push(outcome)
  }
  if (entries.length === 0) rmdirSync(folder)
  return { takenAt, exports }
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
