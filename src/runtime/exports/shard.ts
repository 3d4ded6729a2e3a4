import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { whoJoins, wholeSnapshots } from '../../wording/joins.js'
import { type InputError, inputError } from '../input-error.js'
import { groupBy } from '../model/by-guideline.js'
import type { Shard } from '../model/index.js'
import { by } from '../order.js'
import { displayPath } from '../paths.js'
import type { FileRequest } from './files.js'
import type { ObjectsRequest } from './objects.js'

/** Which of several runs this is: each judges its own share of the exports. */
export interface ShardRequest {
  /** From 1. */
  readonly index: number
  readonly of: number
  /** Policies that have to see together what belongs to no snapshot. */
  readonly joining: readonly { readonly id: string }[]
}

/** What is judged together: a snapshot, or a file that belongs to none. */
interface Unit {
  readonly name: string
  readonly size: number
  readonly files: readonly FileRequest[]
}

/**
 * Deals out files: every shard that sees the same files comes to the same. Where there are fewer of them than shards, large
 * ones are cut, unless policies have to see together what is in them.
 * @param isShareable whether a file can be cut, as it seems
 * @throws InputError for standard input, and for files that policies have to see together
 */
export function inShard(
  files: readonly (FileRequest | ObjectsRequest)[],
  { index, of, joining }: ShardRequest,
  root: string,
  isShareable: (file: FileRequest) => boolean,
): { readonly own: readonly FileRequest[]; readonly shard: Shard } {
  const onDisk = files.flatMap((file) => ('path' in file && file.path !== '-' ? [file] : []))
  if (onDisk.length < files.length) {
    const hint = 'name files or folders; what comes by standard input is shared by who sends it: --stdin-name'
    throw inputError('usage', 'standard input cannot be shared between shards', { hint })
  }
  const units = unitsOf(onDisk, root)
  const [one, other] = units.filter((unit) => unit.files.some(({ snapshot }) => snapshot === undefined))
  if (joining.length > 0 && one && other) {
    const message = `${one.name} and ${other.name} belong to no snapshot, and ${whoJoins(joining)} them together`
    throw inputError('usage', `--shard: ${message}`, { hint: wholeSnapshots })
  }
  const isCut = units.length < of && joining.length === 0
  const dealt = isCut ? dealBytes(units, index - 1, of, isShareable) : dealUnits(units, index - 1, of)
  const found = units.map(({ name, size }) => `${size} ${name}\n`).join('')
  return {
    own: onDisk.flatMap((file) => dealt.get(file) ?? []),
    shard: { index, of, files: files.length, sha256: createHash('sha256').update(found).digest('hex') },
  }
}

/** What a shard reads of the files that it has a share of. */
type Dealt = ReadonlyMap<FileRequest, FileRequest>

/** The largest first, each to the shard that has the least so far. */
function dealUnits(units: readonly Unit[], shard: number, of: number): Dealt {
  const loads = Array.from({ length: of }, () => 0)
  const own = new Map<FileRequest, FileRequest>()
  for (const { size, files } of units) {
    const least = indexOfLeast(loads)
    // An empty file is work, too.
    loads[least] = (loads[least] ?? 0) + size + 1
    if (least === shard) for (const file of files) own.set(file, file)
  }
  return own
}

/**
 * All bytes one after the other, in as many shares of the same length. Each shard has one slice of a file at most, and the later
 * one a later slice; a file that cannot be cut is for the shard in whose share it begins.
 */
function dealBytes(
  units: readonly Unit[],
  shard: number,
  of: number,
  isShareable: (file: FileRequest) => boolean,
): Dealt {
  const share = Math.ceil(units.reduce((sum, { size }) => sum + size + 1, 0) / of)
  const own = new Map<FileRequest, FileRequest>()
  let before = 0
  for (const { size, files } of units) {
    const from = shard * share - before
    const slice = { from: Math.max(0, from), until: from + share }
    const [file, other] = files
    if (file && !other && file.snapshot === undefined && size > share && isShareable(file)) {
      if (slice.from < Math.min(size, slice.until)) own.set(file, { ...file, slice })
    } else if (from <= 0 && slice.until > 0) for (const file of files) own.set(file, file)
    before += size + 1
  }
  return own
}

/** Of a file that several shards were to judge. */
export function notShareable(file: string): InputError {
  const hint = 'give --shard no more shards than there are files, or scan it in one run'
  const message = `${file} cannot be shared between shards: what is in it can be told only where all of it is read together`
  return inputError('usage', `--shard: ${message}`, { hint })
}

function indexOfLeast(numbers: readonly number[]): number {
  return numbers.reduce((least, number, i) => (number < (numbers[least] ?? 0) ? i : least), 0)
}

/** The largest first. */
function unitsOf(files: readonly FileRequest[], root: string): Unit[] {
  const together = groupBy(files, ({ snapshot, path }) => [snapshot ?? displayPath(root, path)])
  return [...together]
    .map(([name, files]) => ({
      name,
      files,
      size: [...new Set(files.map(({ path }) => path))].reduce((sum, path) => sum + statSync(path).size, 0),
    }))
    .sort(
      by(
        ({ size }) => -size,
        ({ name }) => name,
      ),
    )
}
