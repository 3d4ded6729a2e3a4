import { createHash } from 'node:crypto'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import type { Cut, Resource } from '../model/index.js'
import { hearAround, hearOthers, nothingSaid, type SaidAround } from './around.js'
import { keyOf, numbered } from './distinct.js'
import type { ReadDocument } from './sources.js'

/** What tells that documents of one file can be read apart, as far as they have been seen. */
export interface SeenPieces {
  /** The source that reads pieces of lists. */
  reader: string | undefined
  /** What it takes their items for, by the pointer of the list. */
  readonly readAs: Map<string, string>
  readonly around: SaidAround
  /** The ids of the resources, by type. */
  readonly ids: Map<string, Set<string>>
}

export const nothingSeen = (): SeenPieces => ({
  reader: undefined,
  readAs: new Map(),
  around: nothingSaid(),
  ids: new Map(),
})

/**
 * Notes what a document that has some of the items of a list says of all of it.
 * @throws NotInPieces for what only a source that sees the whole list reads
 */
export function seePiece(seen: SeenPieces, read: ReadDocument, cut: Cut): void {
  const { source, isItemwise, readAs = '' } = read
  if (!isItemwise) throw new NotInPieces()
  seeReader(seen, source)
  seeReadAs(seen, cut.list, readAs)
  hearAround(seen.around, read, cut)
}

/** Gives resources names by which they can be told apart. */
export type Naming = (resource: Resource) => Resource

/** Leaves them their names. @throws NotInPieces for a second one of one name */
export function asNamed(seen: SeenPieces): Naming {
  return (resource) => {
    seeId(seen, resource.type, resource.id)
    return resource
  }
}

/**
 * Names those of a file, in the order of the file, as {@link distinct} does.
 * @throws NotInPieces for one that has by itself the name that another one was given before, and for one around the items of a list
 */
export function namedInTurn(seen: SeenPieces): Naming {
  const given = new Map<string, number>()
  const names = new Set<string>()
  return (resource) => {
    const { type, id } = resource
    const known = idsOf(seen, type)
    if (names.has(keyOf(resource))) throw new NotInPieces()
    if (!known.has(id)) {
      known.add(id)
      return resource
    }
    // What stands around the items of a list is no other resource: it has no place in a piece.
    resource.locate('')
    let times = (given.get(keyOf(resource)) ?? 1) + 1
    while (known.has(numbered(id, times))) times++
    given.set(keyOf(resource), times)
    const named = { ...resource, id: numbered(id, times) }
    known.add(named.id)
    names.add(keyOf(named))
    return named
  }
}

/** Refuses what two parts of one file do not have apart. */
export function seeOthers(seen: SeenPieces, { reader, readAs, around, ids }: SeenPieces): void {
  if (reader !== undefined) seeReader(seen, reader)
  for (const [list, as] of readAs) seeReadAs(seen, list, as)
  hearOthers(seen.around, around)
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

function seeReadAs({ readAs }: SeenPieces, list: string, as: string): void {
  if ((readAs.get(list) ?? as) !== as) throw new NotInPieces()
  readAs.set(list, as)
}

function seeId(seen: SeenPieces, type: string, id: string): void {
  const known = idsOf(seen, type)
  if (known.has(id)) throw new NotInPieces()
  known.add(id)
}

function idsOf({ ids }: SeenPieces, type: string): Set<string> {
  const known = ids.get(type) ?? new Set<string>()
  ids.set(type, known)
  return known
}
