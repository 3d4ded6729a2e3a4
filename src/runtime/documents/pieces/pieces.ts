import { isAscii, isUtf8 } from 'node:buffer'
import { setOwn } from '../../member.js'
import type { Document, Location, Position, Subject } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { type JsonValue, parseNdjson, parseSound } from '../json.js'
import { maxDepth } from '../limits.js'
import { linesOf } from '../lines.js'
import { type Bytes, bytesAt } from './bytes.js'
import { type LinesLayout, type ListLayout, layoutOf } from './layout.js'
import { NotInPieces } from './not-in-pieces.js'

/** How many bytes a piece has, about. */
export const pieceSize = 1 << 20

/** How many bytes are held at most to find where an item ends. */
const mostHeld = 1 << 26

/** How many guesses of where an item ends may be wrong, one after the other. */
const mostGuesses = 50

export interface PiecesOptions {
  readonly file: string
  readonly format: 'json' | 'ndjson'
  readonly subject: Subject
  /** How many bytes a piece has, about. */
  readonly size?: number
  /** Told every byte of the file, in order. */
  readonly onBytes: (bytes: Buffer) => void
}

/** One piece of an export. */
export interface Piece {
  readonly documents: readonly Document[]
  /** Whether they have some of the items of a list, as if there were no others; else they are whole. */
  readonly isCut: boolean
}

/**
 * Reads a JSON export piece by piece, in memory for a few pieces. A list is cut between two items, where one seems to end:
 * each piece parses as a list by itself, and what stands around the list parses with an empty one, so the whole is valid
 * JSON with just these items. Places are those in the file.
 * @throws NotInPieces as soon as something is not as expected: what the pieces before held counts for nothing then
 */
export function* readPieces(bytes: Bytes, options: PiecesOptions): Generator<Piece> {
  const { format, size = pieceSize } = options
  const layout = layoutOf(bytes, format, size)
  if (layout.kind === 'lines') yield* linePieces(bytes, layout, size, options)
  else yield* listPieces(bytes, layout, size, options)
}

function* listPieces(
  bytes: Bytes,
  layout: ListLayout,
  size: number,
  { file, subject, onBytes }: PiecesOptions,
): Generator<Piece> {
  const { path, open, close, head, tail, seams } = layout
  const around = parseSound(linesOf(file, `${head}[]${tail}`), maxDepth)
  if (!around) throw new NotInPieces()
  const prefix = formatPointer(path)
  const deepest = maxDepth - path.length
  onBytes(bytesAt(bytes, 0, open))
  const held = holdBytes(bytes, open, close + 1, onBytes)
  let start = positionBehind({ line: 1, column: 1 }, head)
  // Each piece goes from a bracket or comma to the next: they become the brackets of a list of its own.
  while (held.offset() < close) {
    const { text, value } = nextList(held, close, size, seams, (text) => {
      const value = parseSound(linesOf(file, text), deepest)
      return value && { text, value }
    })
    const items = value.data as readonly unknown[]
    if (items.length === 0) throw new NotInPieces()
    const from = start
    start = positionBehind(from, text.slice(0, -1))
    const document: Document = {
      file,
      format: 'json',
      data: withList(around.data, path, items),
      subject,
      locate(pointer) {
        if (!pointer.startsWith(`${prefix}/`)) throw new NotInPieces()
        return moved(value.locate(pointer.slice(prefix.length)), from)
      },
      floats: () => [...around.floats(), ...value.floats().map((inside) => [...path, ...inside])],
    }
    yield { documents: [document], isCut: true }
  }
  onBytes(bytesAt(bytes, close + 1, bytes.size))
}

/** Takes the bytes of the next items: as many as parse, of about this size or all that is left. */
function nextList<T>(
  held: Held,
  close: number,
  size: number,
  seams: ListLayout['seams'],
  parse: (text: string) => T | undefined,
): T {
  let from = size
  for (let guess = 0; guess < mostGuesses; guess++) {
    let end = seamIn(held.bytes(), from, seams)
    while (end === undefined && held.more(size)) end = seamIn(held.bytes(), from, seams)
    const isLast = end === undefined
    const last = end ?? close - held.offset()
    const bytes = held.bytes()
    const [before, behind] = [bytes[0], bytes[last]]
    bytes[0] = 0x5b
    bytes[last] = 0x5d
    const parsed = parse(textOf(bytes.subarray(0, last + 1)))
    bytes[0] = before as number
    bytes[last] = behind as number
    if (parsed) {
      held.drop(last)
      return parsed
    }
    if (isLast) break
    from = last + 1
  }
  throw new NotInPieces()
}

/** Where the comma of the first seam is that begins here or behind. */
function seamIn(bytes: Buffer, from: number, seams: ListLayout['seams']): number | undefined {
  for (const { text, comma } of seams) {
    const at = from < bytes.length ? bytes.indexOf(text, from) : -1
    if (at >= 0) return at + comma
  }
  return undefined
}

function* linePieces(
  bytes: Bytes,
  { open }: LinesLayout,
  size: number,
  { file, format, subject, onBytes }: PiecesOptions,
): Generator<Piece> {
  onBytes(bytesAt(bytes, 0, open))
  const held = holdBytes(bytes, open, bytes.size, onBytes)
  let start = { line: 1, column: 1 }
  while (held.offset() < bytes.size) {
    let end = held.bytes().indexOf('\n', size)
    while (end < 0 && held.more(size)) end = held.bytes().indexOf('\n', size)
    const all = held.bytes()
    const text = textOf(end < 0 ? all : all.subarray(0, end + 1))
    const { values, problems } = parseNdjson(linesOf(file, text))
    // A file of values that is not called one may hold several lists and objects only.
    const isSound =
      format === 'ndjson' || values.every(({ data }) => typeof data === 'object' && data !== null)
    if (problems.length > 0 || !isSound) throw new NotInPieces()
    const from = start
    start = positionBehind(from, text)
    held.drop(end < 0 ? all.length : end + 1)
    yield { documents: values.map((value) => lineDocument(file, subject, value, from)), isCut: false }
  }
}

function lineDocument(file: string, subject: Subject, value: JsonValue, from: Position): Document {
  const { data, floats } = value
  return {
    file,
    format: 'ndjson',
    data,
    subject,
    locate: (pointer) => moved(value.locate(pointer), from),
    floats,
  }
}

function textOf(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (!isUtf8(bytes)) throw new NotInPieces()
  return bytes.toString('utf8')
}

/** The data around the list with these items in it. */
function withList(data: unknown, path: readonly string[], items: readonly unknown[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return items
  const copy = { ...(data as Record<string, unknown>) }
  setOwn(copy, key, withList(copy[key], rest, items))
  return copy
}

/** Where a text ends that starts there. */
function positionBehind({ line, column }: Position, text: string): Position {
  let breaks = 0
  let last = -1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    breaks++
    last = at
  }
  return { line: line + breaks, column: breaks > 0 ? text.length - last : column + text.length }
}

/** A place in the file of a place in a text that starts there. */
function moved({ file, start, end }: Location, by: Position): Location {
  const move = ({ line, column }: Position): Position => ({
    line: line + by.line - 1,
    column: line === 1 ? column + by.column - 1 : column,
  })
  return { file, start: move(start), end: move(end) }
}

/** The bytes that are held: read in order, each told once, and dropped from the front. */
interface Held {
  /** Offset of the first of them in the file. */
  offset(): number
  bytes(): Buffer
  /** Reads so many more; false when there are none. */
  more(length: number): boolean
  drop(length: number): void
}

function holdBytes(bytes: Bytes, first: number, end: number, onBytes: (bytes: Buffer) => void): Held {
  let buffer = Buffer.allocUnsafe(0)
  let offset = first
  let length = 0
  return {
    offset: () => offset,
    bytes: () => buffer.subarray(0, length),
    more(wanted) {
      const size = Math.min(wanted, end - offset - length)
      if (size === 0) return false
      if (length > mostHeld) throw new NotInPieces()
      if (length + size > buffer.length) {
        const larger = Buffer.allocUnsafeSlow((length + size) * 2)
        buffer.copy(larger, 0, 0, length)
        buffer = larger
      }
      const target = buffer.subarray(length, length + size)
      // The file has become shorter since it was opened.
      if (bytes.read(target, offset + length) < size) throw new NotInPieces()
      onBytes(target)
      length += size
      return true
    },
    drop(count) {
      buffer.copyWithin(0, count, length)
      offset += count
      length -= count
    },
  }
}
