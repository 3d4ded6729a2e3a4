import { statSync } from 'node:fs'
import { append } from '../append.js'
import { limitHints, maxWholeYaml } from '../documents/limits.js'
import { type Bytes, bytesAt } from '../documents/pieces/bytes.js'
import { type Layout, layoutOf } from '../documents/pieces/layout.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import { type PieceReader, pieceReader, pieceSize, piecesOf } from '../documents/pieces/pieces.js'
import {
  type Joint,
  joinPieces,
  type Ranges,
  rangesOf,
  readAgain,
  surveyRanges,
} from '../documents/pieces/ranges.js'
import { seemSeveral, severalLists } from '../documents/pieces/several-lists.js'
import { readOpen } from '../documents/put-aside.js'
import { InputError, inputError } from '../input-error.js'
import type { Position, Resource } from '../model/index.js'
import { displayPath, isYaml, stdinName, unpackedName } from '../paths.js'
import { callThread, ThreadLost, type Threads } from '../threads/threads.js'
import { saidAround, saysNothing } from './around.js'
import type { Parts } from './content.js'
import { type ContentReading, type FileFacts, fileFacts } from './file-reading.js'
import type { Disk, FileRequest } from './files.js'
import { namedInTurn, namesOf, nothingSeen, type SeenPieces, seeOthers } from './piece-check.js'
import { neededOf, noted, type PieceJudge, readPiece, readShares, type Share } from './read-share.js'
import type { ShareTask } from './share-task.js'
import type { Sources } from './sources.js'

/** How large exports are read. */
export interface PieceOptions {
  readonly sizes?: PieceSizes | undefined
  /** What helps with them. */
  readonly threads?: Threads | undefined
  /** Told how many bytes of a file are read. */
  readonly progress?: ((bytes: number) => void) | undefined
}

/** Which exports are read in pieces, and in which ones. */
export interface PieceSizes {
  /** How many bytes a file has at least. */
  readonly from: number
  /** How many bytes a piece has, about. */
  readonly size: number
  /** How many bytes a file has at least that several threads judge. Default: 64 MB. */
  readonly shared?: number
}

const usual: PieceSizes = { from: 1 << 20, size: pieceSize }
const worthSharing = 64 << 20

/** How many findings other threads keep about. */
const mostKept = 5000

/**
 * Reads a large file of JSON or YAML piece by piece and has it judged, in memory that does not hang on its size. Undefined for
 * every other file, and where anything is not as expected: the file has to be read whole then, and nothing of it has counted.
 */
export function readByPieces(
  request: FileRequest,
  file: string,
  bytes: Parts,
  sources: Sources,
  judge: PieceJudge,
  { sizes = usual, threads, progress }: PieceOptions,
): ContentReading | undefined {
  const format = formatInPieces(request, file, bytes, sources, sizes)
  if (format === undefined) return undefined
  const isShared = threads && threads.count > 0 && bytes.size >= (sizes.shared ?? worthSharing)
  let mistake: unknown
  for (const find of layoutsOf(format, request, bytes)) {
    try {
      const reader = readerOf(request, file, bytes, find(bytes, sizes.size))
      const reading = { request, file, sources, judge, bytes, reader, size: sizes.size, progress }
      const { descriptor } = bytes
      const together =
        isShared && descriptor !== undefined ? readTogether(reading, descriptor, threads) : undefined
      return together ?? readInTurn(reading)
    } catch (error) {
      if (!isUnexpected(error)) throw error
      mistake = error
    }
  }
  if (format !== 'yaml' || bytes.size <= maxWholeYaml) return undefined
  throw mistake instanceof InputError ? mistake : notInDocuments(file, bytes.size)
}

/** How it may be written, what is likely first. The shares of several runs are those of one long list. */
function layoutsOf(
  format: PieceFormat,
  { slice }: FileRequest,
  bytes: Bytes,
): ((bytes: Bytes, size: number) => Layout)[] {
  const usual = (bytes: Bytes, size: number) => layoutOf(bytes, format, size)
  if (format !== 'json' || slice !== undefined) return [usual]
  return seemSeveral(bytes) ? [severalLists, usual] : [usual, severalLists]
}

/** Whether several runs can judge parts of a file, as it seems: nothing is proved yet. */
export function seemsShareable(
  request: FileRequest,
  { root }: Pick<Disk, 'root'>,
  sources: Sources,
  { sizes = usual }: Pick<PieceOptions, 'sizes'> = {},
): boolean {
  if (!statSync(request.path).isFile()) return false
  const file = displayPath(root, request.path)
  try {
    return readOpen(request.path, (bytes) => {
      const format = formatInPieces(request, file, bytes, sources, sizes)
      if (format === undefined) return false
      const reader = readerOf(request, file, bytes, layoutOf(bytes, format, sizes.size))
      const piece = reader.read(reader.first, sizes.size, reader.start)
      const { seen, ...own } = noted()
      for (const _ of readPiece(piece, sources, request.source, { seen, ...own }));
      return saysNothing(seen.around)
    })
  } catch (error) {
    if (isUnexpected(error)) return false
    throw error
  }
}

type PieceFormat = 'json' | 'ndjson' | 'yaml'

function formatInPieces(
  { source }: FileRequest,
  file: string,
  bytes: Bytes,
  sources: Sources,
  { from }: PieceSizes,
): PieceFormat | undefined {
  if (bytes.size < from || (source !== undefined && sources.readsText(source))) return undefined
  return formatOf(unpackedName(file), bytes)
}

function readerOf({ subject = {} }: FileRequest, file: string, bytes: Bytes, layout: Layout): PieceReader {
  return pieceReader(bytes, layout, { file, subject })
}

/** By its name; of standard input, which has none, by how it begins. */
function formatOf(name: string, bytes: Bytes): PieceFormat | undefined {
  if (/\.(?:ndjson|jsonl)$/i.test(name)) return 'ndjson'
  if (/\.json$/i.test(name)) return 'json'
  if (isYaml(name)) return 'yaml'
  if (name !== stdinName) return undefined
  return /^\s*[{[]/.test(bytesAt(bytes, 0, 1000).toString('latin1')) ? 'json' : undefined
}

function notInDocuments(file: string, size: number): InputError {
  const message = `${file}: ${Math.round(size / 1e6)} MB of YAML that cannot be read document by document`
  return inputError('document-limit', message, { hint: limitHints.yaml })
}

function isUnexpected(error: unknown): boolean {
  return error instanceof NotInPieces || error instanceof InputError
}

interface Reading {
  readonly request: FileRequest
  readonly file: string
  readonly sources: Sources
  readonly judge: PieceJudge
  readonly bytes: Parts
  readonly reader: PieceReader
  readonly size: number
  readonly progress: PieceOptions['progress']
}

/** Reads one piece after the other: all, or those of a slice. */
function readInTurn(reading: Reading): ContentReading {
  const { request, sources, judge, reader, size, progress } = reading
  const judging = judge.begin(request)
  const facts = fileFacts()
  const seen = nothingSeen()
  const own = { facts, seen, name: namedInTurn(seen) }
  const resources: Resource[] = []
  const pieces: Extent[] = []
  for (const piece of piecesOf(reader, size, request.slice)) {
    const reads = [...readPiece(piece, sources, request.source, own)]
    for (const read of reads) judging.take(read.resources, pieces.length, piece.hasParts)
    append(resources, neededOf(piece, reads, judging))
    const { from, next } = piece
    pieces.push({ from, next })
    progress?.(next)
  }
  hearFile(reading, seen, facts)
  judge.settle([judging.judged()])
  return { ...facts, resources, judged: new Set(resources), ...partIn(reading, pieces, seen) }
}

/** Where a piece is in the file. */
type Extent = Pick<Joint, 'from' | 'next'>

/** The part of a file that some pieces are, where a slice was asked for. */
function partIn(
  { request, reader, bytes }: Reading,
  pieces: readonly Extent[],
  seen: SeenPieces,
): Pick<ContentReading, 'part'> {
  if (!request.slice) return {}
  const [first, last] = [pieces[0], pieces.at(-1)]
  const extent =
    first && last
      ? {
          from: first.from === reader.first ? 0 : first.from,
          next: last.next < reader.until ? last.next : bytes.size,
        }
      : { from: 0, next: 0 }
  return { part: { ...extent, names: namesOf(seen) } }
}

/**
 * Adds what the pieces have said of the file as a whole.
 * @throws NotInPieces where a slice says something: other slices would say it too
 */
function hearFile({ request, reader, size }: Reading, { around }: SeenPieces, facts: FileFacts): void {
  if (request.slice && !saysNothing(around)) throw new NotInPieces()
  const find = reader.around
  const said = saidAround(around, find && (() => find(size)))
  if (said) facts.add(said)
}

/**
 * Reads ranges of the file beside other threads, each of which takes the next one from a shared counter. Undefined where
 * the pieces do not join, or a thread is lost: nothing has counted then.
 */
function readTogether(reading: Reading, descriptor: number, threads: Threads): ContentReading | undefined {
  const { request, file, sources, judge, bytes, reader, size, progress } = reading
  const { slice } = request
  const counter = new Int32Array(new SharedArrayBuffer(4))
  const found = new Int32Array(new SharedArrayBuffer(4))
  // Shares of several runs guess nothing: all of them find the same pieces.
  const ranges = slice ? surveyRanges(reader, size, slice) : rangesOf(reader, size)
  const task: ShareTask = { kind: 'share', request, file, descriptor, ranges, counter, found, most: mostKept }
  const adopt = ({ judged }: Share) => judge.adopt(judged)
  const others = Array.from({ length: threads.count }, () => callThread(threads, task, adopt))
  try {
    const take = () => {
      const index = Atomics.add(counter, 0, 1)
      for (const answers of others) answers.collect()
      judge.foundElsewhere(Atomics.load(found, 0))
      progress?.(Math.min(ranges.first.from + index * size, bytes.size))
      return index
    }
    const { source } = request
    const begin = () => judge.begin(request)
    const own = [...readShares(bytes, reader, ranges, take, begin, { sources, source })]
    return joinShares(reading, ranges, [...own, ...others.flatMap((answers) => answers.all())])
  } catch (error) {
    if (isUnexpected(error) || error instanceof ThreadLost) return undefined
    throw error
  } finally {
    // Whoever is still at it stops.
    Atomics.add(counter, 0, ranges.count)
  }
}

function joinShares(reading: Reading, ranges: Ranges, shares: readonly Share[]): ContentReading {
  const { request, sources, judge, reader } = reading
  const pieces = shares.flatMap((share) => share.pieces).sort((a, b) => a.piece - b.piece)
  const places = joinPieces(ranges, pieces)
  const seen = nothingSeen()
  const facts = fileFacts()
  for (const share of shares) {
    seeOthers(seen, share.seen)
    facts.addAll(share.facts)
  }
  hearFile(reading, seen, facts)
  const starts = new Map(pieces.map(({ piece }, i) => [piece, places[i] as Position]))
  const judging = judge.begin(request)
  const resources: Resource[] = []
  // Data are not handed over from thread to thread: what joins need is read again.
  for (const { isNeeded, piece, from } of pieces) {
    if (!isNeeded) continue
    const again = readAgain(reader, ranges, { piece, from }, starts.get(piece) as Position)
    const reads = [...readPiece(again, sources, request.source, noted())]
    append(resources, neededOf(again, reads, judging))
  }
  judge.settle(
    shares.map(({ judged }) => judged),
    starts,
  )
  return { ...facts, resources, judged: new Set(resources), ...partIn(reading, pieces, seen) }
}
