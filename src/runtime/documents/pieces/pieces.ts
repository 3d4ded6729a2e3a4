import { isAscii, isUtf8 } from 'node:buffer'
import { setOwn } from '../../member.js'
import type { Document, Location, Position, Subject } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { type JsonValue, parseNdjson, parseSound } from '../json.js'
import type { JsonCheck } from '../json-check.js'
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
  // Each piece goes from a bracket or comma to the next.
  while (held.offset() < close) {
    const { text, runs } = nextPiece(held, close, size, seams, (text) => runOf(file, text, deepest))
    const items = runs.flatMap(({ items }) => items)
    const locate = placesIn(text, runs, start)
    start = positionBehind(start, text.slice(0, -1))
    const document: Document = {
      file,
      format: 'json',
      data: withList(around.data, path, items),
      subject,
      locate(pointer) {
        if (!pointer.startsWith(`${prefix}/`)) throw new NotInPieces()
        return locate(pointer.slice(prefix.length))
      },
      floats: () => [...around.floats(), ...floatsIn(runs).map((inside) => [...path, ...inside])],
    }
    yield { documents: [document], isCut: true }
  }
  onBytes(bytesAt(bytes, close + 1, bytes.size))
}

/** What stands between two commas of the list, and is valid JSON by itself. */
interface Run {
  readonly items: readonly unknown[]
  /** The place of a value in the run, with one character before it; by the number of its item. */
  locate(item: number, inside: string): Location
  floats(): JsonCheck['floats']
}

interface PlacedRun extends Run {
  /** The offset of the comma before it. */
  readonly start: number
  /** The number of its first item. */
  readonly first: number
}

/** Mostly one item; several where none of them seemed to end. */
function runOf(file: string, text: string, deepest: number): Run | undefined {
  const one = parseSound(linesOf(file, ` ${text}`), deepest - 1)
  if (one) {
    const floats = () => one.floats().map((inside) => [0, ...inside])
    return { items: [one.data], locate: (_, inside) => one.locate(inside), floats }
  }
  const list = parseSound(linesOf(file, `[${text}]`), deepest)
  return (
    list && {
      items: list.data as readonly unknown[],
      locate: (item, inside) => list.locate(`/${item}${inside}`),
      floats: list.floats,
    }
  )
}

/** Takes the bytes of the next items: about so many, or all that is left. `text` begins with the comma before and ends with the one behind. */
function nextPiece(
  held: Held,
  close: number,
  size: number,
  seams: ListLayout['seams'],
  parse: (text: string) => Run | undefined,
): { readonly text: string; readonly runs: readonly PlacedRun[] } {
  let from = size
  for (let guess = 0; guess < mostGuesses; guess++) {
    const wanted = () => seamIn(held.bytes(), from, seams)
    let end = wanted()
    while (end === undefined && held.more(size)) end = wanted()
    const last = end ?? close - held.offset()
    const text = textOf(held.bytes().subarray(0, last + 1))
    const runs = runsIn(text, seams, parse)
    if (runs) {
      held.drop(last)
      return { text, runs }
    }
    if (end === undefined) break
    from = last + 1
  }
  throw new NotInPieces()
}

/** Cuts a piece wherever an item seems to end, and proves it; undefined where it is in the middle of an item. */
function runsIn(
  text: string,
  seams: ListLayout['seams'],
  parse: (text: string) => Run | undefined,
): PlacedRun[] | undefined {
  const runs: PlacedRun[] = []
  let first = 0
  let guess = 0
  for (let start = 0, from = 1; start < text.length - 1; ) {
    const end = seamIn(text, from, seams) ?? text.length - 1
    const run = parse(text.slice(start + 1, end))
    if (run) {
      // Two commas, or one before the end.
      if (run.items.length === 0) throw new NotInPieces()
      runs.push({ ...run, start, first })
      first += run.items.length
      start = end
      guess = 0
    } else if (end === text.length - 1 || ++guess === mostGuesses) return undefined
    from = end + 1
  }
  return runs
}

/** Where the comma of the first seam is that begins here or behind. */
function seamIn(text: string | Buffer, from: number, seams: ListLayout['seams']): number | undefined {
  for (const seam of seams) {
    const at = from < text.length ? text.indexOf(seam.text, from) : -1
    if (at >= 0) return at + seam.comma
  }
  return undefined
}

/** Places in the file of what is in the items of a piece that starts there. */
function placesIn(text: string, runs: readonly PlacedRun[], start: Position): (pointer: string) => Location {
  let starts: readonly Position[] | undefined
  return (pointer) => {
    const [, number = '', inside = ''] = /^\/(\d+)(.*)$/s.exec(pointer) ?? []
    const index = runs.findLastIndex(({ first }) => first <= Number(number))
    starts ??= startsOf(text, runs, start)
    const [run, from] = [runs[index], starts[index]]
    if (!run || !from) throw new NotInPieces()
    return moved(run.locate(Number(number) - run.first, inside), from)
  }
}

function startsOf(text: string, runs: readonly PlacedRun[], start: Position): Position[] {
  let last = { at: 0, position: start }
  return runs.map((run) => {
    last = { at: run.start, position: positionBehind(last.position, text.slice(last.at, run.start)) }
    return last.position
  })
}

function floatsIn(runs: readonly PlacedRun[]): (readonly (string | number)[])[] {
  return runs.flatMap(({ floats, first }) =>
    floats().map(([item, ...inside]) => [Number(item) + first, ...inside]),
  )
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
