import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { whoJoins, wholeSnapshots } from '../../wording/joins.js'
import { inputError } from '../input-error.js'
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

/** What is never split: a snapshot, or a file that belongs to none. */
interface Unit {
  readonly name: string
  readonly size: number
  readonly files: readonly FileRequest[]
}

/**
 * Deals out files, the largest first, each to the shard that has the least so far: every shard that sees the same files comes
 * to the same.
 * @throws InputError for standard input, and for files that policies have to see together
 */
export function inShard(
  files: readonly (FileRequest | ObjectsRequest)[],
  { index, of, joining }: ShardRequest,
  root: string,
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
  const loads = Array.from({ length: of }, () => 0)
  const own = new Set<FileRequest>()
  for (const { size, files } of units) {
    const least = indexOfLeast(loads)
    // An empty file is work, too.
    loads[least] = (loads[least] ?? 0) + size + 1
    if (least === index - 1) for (const file of files) own.add(file)
  }
  const found = units.map(({ name, size }) => `${size} ${name}\n`).join('')
  return {
    own: onDisk.filter((file) => own.has(file)),
    shard: { index, of, files: files.length, sha256: createHash('sha256').update(found).digest('hex') },
  }
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
