import { createHash } from 'node:crypto'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import type { ReadDocument } from './sources.js'

/** What tells that documents of one file can be read apart, as far as they have been seen. */
export interface SeenPieces {
  /** The source that reads pieces of a list. */
  reader: string | undefined
  /** The ids of the resources, by type. */
  readonly ids: Map<string, Set<string>>
}

export const nothingSeen = (): SeenPieces => ({ reader: undefined, ids: new Map() })

/**
 * Refuses what only a source that sees the whole list reads, and resources that would need other ids to be told apart.
 * @param isCut whether the document has some of the items of a list
 * @throws NotInPieces
 */
export function seePiece(seen: SeenPieces, read: ReadDocument, isCut: boolean): void {
  const { source, isItemwise, resources, warnings } = read
  if (isCut) {
    // What is said of a list would be said of each of its pieces.
    if (!isItemwise || warnings.length > 0) throw new NotInPieces()
    seeReader(seen, source)
  }
  for (const { type, id } of resources) seeId(seen, type, id)
}

/** Refuses what two parts of one file do not have apart. */
export function seeOthers(seen: SeenPieces, { reader, ids }: SeenPieces): void {
  if (reader !== undefined) seeReader(seen, reader)
  for (const [type, others] of ids) for (const id of others) seeId(seen, type, id)
}

/** What tells the names of these resources from others, whoever has seen those: {@link FilePart}. */
export function namesOf({ ids }: SeenPieces): string {
  const hashes = [...ids].flatMap(([type, names]) =>
    [...names].map((id) => createHash('sha256').update(`${type}\0${id}`).digest().readBigUInt64BE()),
  )
  const bytes = Buffer.alloc(8 * hashes.length)
  for (const [i, hash] of BigUint64Array.from(hashes).sort().entries()) bytes.writeBigUInt64BE(hash, 8 * i)
  return bytes.toString('base64')
}

function seeReader(seen: SeenPieces, reader: string): void {
  seen.reader ??= reader
  if (seen.reader !== reader) throw new NotInPieces()
}

function seeId({ ids }: SeenPieces, type: string, id: string): void {
  const known = ids.get(type) ?? new Set<string>()
  ids.set(type, known)
  if (known.has(id)) throw new NotInPieces()
  known.add(id)
}
