import { append } from '../append.js'
import type { Bytes } from '../documents/pieces/bytes.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import type { Piece, PieceReader } from '../documents/pieces/pieces.js'
import { type Joint, type Ranges, readRange } from '../documents/pieces/ranges.js'
import type { Position, Resource } from '../model/index.js'
import { askedAround } from './around.js'
import { type FileFacts, type FoundFacts, fileFacts } from './file-reading.js'
import type { FileRequest } from './files.js'
import { asNamed, type Naming, nothingSeen, type SeenPieces, seePiece } from './piece-check.js'
import type { ReadDocument, Sources } from './sources.js'

/** Judges pieces of one file. */
export interface PieceJudging<Judged = unknown> {
  /** Whether resources of this type have to be kept, for joins. */
  needs(type: string): boolean
  /**
   * Judges resources of the file.
   * @param piece the number of the piece that they are in
   * @param hasParts whether what is kept of them has to be copied: {@link Piece.hasParts}
   */
  take(resources: readonly Resource[], piece: number, hasParts?: boolean): void
  /** How many findings there are so far. */
  findings(): number
  /** What came of it: plain data. */
  judged(): Judged
}

/** Judges what is read piece by piece, so that it need not be kept. */
export interface PieceJudge<Judged = unknown> {
  /** Begins a file that belongs to this set of exports. */
  begin(set: Pick<FileRequest, 'snapshot' | 'packs'>): PieceJudging<Judged>
  /**
   * The file is sound: what was judged of it, in all its parts, counts.
   * @param starts where the pieces of these numbers begin, when their places were told as if each began a file
   * @throws NotInPieces where they were judged by other policies; nothing counts then
   */
  settle(parts: readonly Judged[], starts?: ReadonlyMap<number, Position>): void
  /** Takes over what another thread hands over: its texts, of which each is a copy, become those that are here already. */
  adopt(judged: Judged): void
  /** How many findings other threads have in the file that is begun. */
  foundElsewhere(findings: number): void
}

/** What a thread has read and judged of a file, or a part of it: plain data. */
export interface Share<Judged = unknown> {
  readonly pieces: readonly (Joint & {
    /** The number of its range. */
    readonly piece: number
    /** Whether it holds what has to be kept. */
    readonly isNeeded: boolean
  })[]
  readonly facts: FoundFacts
  readonly seen: SeenPieces
  readonly judged: Judged
}

/** How a file is read, and in which parts. */
interface ShareOptions {
  readonly sources: Sources
  /** The source to read by. */
  readonly source: string | undefined
  /** How many findings a part has about at most. */
  readonly most?: number
}

/**
 * Reads and judges ranges of a file, as long as there is one to take.
 * @param take the number of the next one
 * @param begin begins to judge a part of them
 * @throws NotInPieces where anything is not as expected
 */
export function* readShares<Judged>(
  bytes: Bytes,
  reader: PieceReader,
  ranges: Ranges,
  take: () => number,
  begin: () => PieceJudging<Judged>,
  { sources, source, most = Number.POSITIVE_INFINITY }: ShareOptions,
): Generator<Share<Judged>> {
  let part = beginPart(begin())
  for (let index = take(); index < ranges.count; index = take()) {
    const piece = readRange(bytes, reader, ranges, index)
    if (!piece) continue
    const { judging } = part
    let isNeeded = false
    for (const { resources, gaps, warnings, counted } of readPiece(piece, sources, source, part)) {
      // Their places are not known yet.
      if (!counted && gaps.length + warnings.length > 0) throw new NotInPieces()
      judging.take(resources, index, piece.hasParts)
      isNeeded ||= resources.some(({ type }) => judging.needs(type))
    }
    const { from, next, end } = piece
    part.pieces.push({ piece: index, from, next, end, isNeeded })
    if (judging.findings() < most) continue
    yield finishPart(part)
    part = beginPart(begin())
  }
  yield finishPart(part)
}

/** A part of a share in the making. */
interface Part<Judged> extends Noted {
  readonly judging: PieceJudging<Judged>
  readonly pieces: Share['pieces'][number][]
}

function beginPart<Judged>(judging: PieceJudging<Judged>): Part<Judged> {
  const seen = nothingSeen()
  return { judging, facts: fileFacts(), seen, name: asNamed(seen), pieces: [] }
}

function finishPart<Judged>({ judging, facts, seen, pieces }: Part<Judged>): Share<Judged> {
  const { bySource, coveredTypes, gaps, warnings } = facts
  return { pieces, facts: { bySource, coveredTypes, gaps, warnings }, seen, judged: judging.judged() }
}

/** What is noted of the pieces of a file. */
export interface Noted {
  readonly facts: FileFacts
  readonly seen: SeenPieces
  readonly name: Naming
}

/** Notes nothing of what has been noted already. */
export function noted(): Noted {
  return { facts: fileFacts(), seen: nothingSeen(), name: (resource) => resource }
}

/** Reads the documents of a piece, and notes what they come to. */
export function* readPiece(
  { documents, hasParts }: Piece,
  sources: Sources,
  source: string | undefined,
  { facts, seen, name }: Noted,
): Generator<ReadDocument> {
  for (const document of documents) {
    const asked = askedAround(document)
    const read = sources.read(asked.document, source)
    asked.close()
    if (document.cut) seePiece(seen, read, document.cut)
    facts.add(document.cut ? { ...read, gaps: [], warnings: [] } : read)
    yield { ...read, resources: read.resources.map((each) => name(hasParts ? withOwnNames(each) : each)) }
  }
}

/** The names of all resources are kept. */
function withOwnNames(resource: Resource): Resource {
  const { type, id, name, namespace } = resource
  const own = structuredClone({ type, id, name, ...(namespace !== undefined && { namespace }) })
  return { ...resource, ...own }
}

/** The resources of a piece that have to be kept, with places that can be asked for later. */
export function neededOf(piece: Piece, reads: Iterable<ReadDocument>, { needs }: PieceJudging): Resource[] {
  const needed: Resource[] = []
  for (const { resources } of reads)
    append(
      needed,
      resources.filter(({ type }) => needs(type)),
    )
  if (needed.length > 0) piece.keep()
  return needed
}
