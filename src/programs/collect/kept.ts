import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Collection,
  type PlannedCommand,
  type SnapshotEntry,
  snapshotFile,
} from '../../runtime/collect/index.js'
import { type InputError, inputError } from '../../runtime/input-error.js'
import { parseSnapshot } from '../../runtime/policies/index.js'

/** What an earlier collection has left in a folder. */
export interface Kept extends Collection {
  readonly entries: readonly SnapshotEntry[]
}

const name = 'snapshot.yaml'

/**
 * The exports of a snapshot that a collection wrote; undefined where there is none.
 * @throws InputError for a snapshot that cannot be read
 */
export function keptIn(folder: string, shown: string): Kept | undefined {
  const file = join(folder, name)
  if (!existsSync(file)) return undefined
  const { takenAt, takenBy, inputs } = parseSnapshot(`${shown}/${name}`, readFileSync(file, 'utf8'))
  const entries = inputs.map(({ path, subject = {}, command, location: _, ...said }): SnapshotEntry => {
    const [program, ...args] = Array.isArray(command) ? (command as readonly string[]) : []
    if (program === undefined || takenAt === undefined) throw notCollected(shown)
    return { file: path, subject, program, args, ...said }
  })
  return {
    takenAt: new Date(takenAt ?? 0),
    takenBy,
    entries: entries.filter(({ file }) => existsSync(join(folder, file))),
  }
}

function notCollected(shown: string): InputError {
  return inputError('output', `${shown}/${name} was not written by policytest collect`, {
    hint: 'name another folder with --out: what people write is never changed',
  })
}

/** Whether an export is what this command writes. */
export function isOf({ program, args, file }: PlannedCommand): (entry: SnapshotEntry) => boolean {
  const line = JSON.stringify([program, ...args])
  return (entry) => entry.file === file && JSON.stringify([entry.program, ...entry.args]) === line
}

/** Writes what a folder holds, whole or not at all: a collection that is interrupted can be gone on with. */
export function writeSnapshot(
  folder: string,
  entries: readonly SnapshotEntry[],
  collection: Collection,
): void {
  const file = join(folder, name)
  writeFileSync(`${file}.partial`, snapshotFile(entries, collection), { mode: 0o600 })
  renameSync(`${file}.partial`, file)
}
