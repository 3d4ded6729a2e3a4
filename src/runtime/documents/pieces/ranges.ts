import type { Position } from '../../model/index.js'
import { type Bytes, bytesAt } from './bytes.js'
import { behind } from './item-places.js'
import type { Layout, Seam } from './layout.js'
import { NotInPieces } from './not-in-pieces.js'
import type { PieceStart } from './piece-reader.js'
import type { Piece, PieceReader, Slice } from './pieces.js'

/** A file, or a slice of one, in ranges that several threads read in any order: plain data, the same for all of them. */
export interface Ranges {
  readonly layout: Layout
  /** How many bytes one has, about. */
  readonly size: number
  readonly count: number
  readonly first: RangeStart
  /** Where the last one ends. */
  readonly until: number
  /** Where each begins, where that is known; else it is a guess. */
  readonly starts?: readonly RangeStart[]
}

interface RangeStart {
  /** Its offset. */
  readonly from: number
  readonly start: PieceStart
}

/** What was read of one range: from the first item that ends in the one before, or at its end, to the first that ends behind it. */
export interface RangePiece extends Piece {
  /** Where it begins: its offset. */
  readonly from: number
}

/** How far is looked at a time for where an item ends. */
const window = 1 << 17

/** Cuts the file of a reader into ranges of the same length, where the end of an item can be guessed; else by {@link surveyRanges}. */
export function rangesOf(reader: PieceReader, size: number): Ranges {
  const { layout, first, start, until } = reader
  if (layout.kind === 'list' && layout.lists.length > 1) return surveyRanges(reader, size)
  return { layout, size, count: Math.ceil((until - first) / size), first: { from: first, start }, until }
}

/**
 * Passes over all pieces, or those up to the end of a slice, to find where each of them begins: each is the piece that
 * {@link piecesOf} reads.
 */
export function surveyRanges(reader: PieceReader, size: number, slice?: Slice): Ranges {
  const starts: RangeStart[] = []
  let [from, start] = [reader.first, reader.start]
  const { from: begin, until } = slice ?? { from: 0, until: reader.until }
  while (from < Math.min(until, reader.until)) {
    if (from >= begin) starts.push({ from, start })
    const { next, end } = reader.pass(from, size, start)
    from = next
    start = end
  }
  const first = starts[0] ?? { from, start }
  return { layout: reader.layout, size, count: starts.length, first, until: from, starts }
}

/**
 * Reads the range of this number; undefined where no item ends. Where an item ends may be a guess, and places are told as if
 * the piece began a file. When the pieces of all ranges join, each guess is proved: {@link joinPieces}.
 * @throws NotInPieces where the guess is wrong, or anything else is not as expected
 */
export function readRange(
  bytes: Bytes,
  reader: PieceReader,
  ranges: Ranges,
  index: number,
): RangePiece | undefined {
  const { size, first, until, starts } = ranges
  const end = first.from + (index + 1) * size
  const from = starts
    ? starts[index]?.from
    : index === 0
      ? first.from
      : beginsIn(bytes, reader, end - size, end)
  if (from === undefined || from >= until) return undefined
  return { ...readAgain(reader, ranges, { piece: index, from }, { line: 1, column: 1 }), from }
}

/** Reads the piece of a range once more, when its place is known. */
export function readAgain(
  { read }: PieceReader,
  { size, first, starts }: Ranges,
  { piece, from }: { readonly piece: number; readonly from: number },
  { line, column }: Position,
): Piece {
  const start = { line, column, items: starts?.[piece]?.start.items }
  return read(from, starts ? size : first.from + (piece + 1) * size - from, start)
}

/**
 * Where the next item begins, or what separates it, behind the first one that ends at this offset or behind; undefined where
 * that is behind the range.
 */
function beginsIn(
  bytes: Bytes,
  { layout, until }: PieceReader,
  offset: number,
  end: number,
): number | undefined {
  for (let length = window; ; length *= 2) {
    const part = bytesAt(bytes, offset - 1, Math.min(length, until - offset + 1))
    const found = layout.kind === 'lines' ? lineBehind(part) : seamBehind(part, layout.seams)
    if (found) return offset - 1 + found.end < end ? offset - 1 + found.next : undefined
    if (part.length < length) return undefined
    if (length > 1 << 26) throw new NotInPieces()
  }
}

/** Where an item ends, and where what follows begins. */
interface ItemEnd {
  readonly end: number
  readonly next: number
}

/** Behind the line break of the first line whose text ends at the second of these bytes, or behind. */
function lineBehind(part: Buffer): ItemEnd | undefined {
  for (let at = part.indexOf('\n', 1); at >= 0; at = part.indexOf('\n', at + 1)) {
    const text = part.toString('latin1', 0, at).trimEnd()
    if (text !== '') return { end: text.length, next: at + 1 }
  }
  return undefined
}

function seamBehind(part: Buffer, seams: readonly Seam[]): ItemEnd | undefined {
  for (const { text, comma } of seams) {
    const at = part.indexOf(text, 0, 'latin1')
    if (at >= 0) return { end: at + 1, next: at + comma + 1 }
  }
  return undefined
}

/** Of a piece of a range what it takes to join it to the others. */
export type Joint = Pick<RangePiece, 'from' | 'next' | 'end'>

/**
 * Where each of these pieces of one file begins, as places tell it.
 * @param joints in the order of the file
 * @throws NotInPieces where one does not begin where the one before ends
 */
export function joinPieces({ first, until }: Ranges, joints: readonly Joint[]): Position[] {
  let at = { offset: first.from, position: first.start as Position }
  const starts = joints.map(({ from, next, end }) => {
    if (from !== at.offset) throw new NotInPieces()
    const { position } = at
    at = { offset: next, position: behind(position, end) }
    return position
  })
  if (at.offset < until) throw new NotInPieces()
  return starts
}
