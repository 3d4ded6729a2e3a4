import { setOwn } from '../../member.js'
import type { Document, Position } from '../../model/index.js'
import { once } from '../../once.js'
import { formatPointer } from '../../pointer.js'
import { type JsonValue, parseSound } from '../json.js'
import { maxDepth } from '../limits.js'
import { linesOf } from '../lines.js'
import { aroundPlaces, positionBehind } from './around-places.js'
import type { Bytes } from './bytes.js'
import { type Cut, cutItems, textIn } from './cut.js'
import { behind, endOf, itemPlaces } from './item-places.js'
import type { Layout, LinesLayout, ListLayout } from './layout.js'
import { NotInPieces } from './not-in-pieces.js'
import type { Piece, PieceEnd, PieceReader, PieceStart, PiecesOptions } from './piece-reader.js'
import { surveyBuffer } from './survey.js'
import { yamlReader } from './yaml-pieces.js'

export type { Piece, PieceReader } from './piece-reader.js'

/** How many bytes a piece has, about. */
export const pieceSize = 1 << 20

/** Some bytes of a file: pieces that begin there belong to it. */
export interface Slice {
  readonly from: number
  /** The offset behind it. */
  readonly until: number
}

/** A piece of a file, and where it begins. */
export type PlacedPiece = Piece & { readonly from: number }

/**
 * Reads an export piece by piece, in memory for one of them. A list is cut between two items: each piece parses as a list
 * by itself, and what stands around the list parses with an empty one, so the whole is valid JSON with just these items.
 * Places are those in the file.
 * @param slice whose pieces are read; those before it are passed over, so that they are the same whatever the slice
 * @throws NotInPieces as soon as something is not as expected: what the pieces before held counts for nothing then
 */
export function* piecesOf(
  reader: PieceReader,
  size: number,
  slice: Slice = { from: 0, until: reader.until },
): Generator<PlacedPiece> {
  let { first: from, start } = reader
  while (from < Math.min(slice.until, reader.until)) {
    const isBefore = from < slice.from
    const piece = isBefore ? undefined : reader.read(from, size, start)
    if (piece) yield { ...piece, from }
    const { next, end } = piece ?? reader.pass(from, size, start)
    from = next
    start = end
  }
}

/** The reader of an export that is written like this. */
export function pieceReader(bytes: Bytes, layout: Layout, options: PiecesOptions): PieceReader {
  switch (layout.kind) {
    case 'lines':
      return lineReader(bytes, layout, options)
    case 'list':
      return listReader(bytes, layout, options)
    case 'yaml':
      return yamlReader(bytes, layout, options)
  }
}

const [comma, newline] = [0x2c, 0x0a]
const [opening, closing] = [0x5b, 0x5d]

function listReader(bytes: Bytes, layout: ListLayout, { file, subject }: PiecesOptions): PieceReader {
  const memory = surveyBuffer()
  const around = parseSound(linesOf(file, layout.around.join('[]')))
  if (!around) throw new NotInPieces()
  const lists = layout.lists.map((list, i) => ({
    ...list,
    prefix: formatPointer(list.path),
    start: positionBehind(`${layout.around[i]}[`),
  }))
  type List = (typeof lists)[number]
  const [first, last] = [lists[0] as List, lists.at(-1) as List]
  const listOf = (from: number) => lists.find(({ close }) => from <= close) ?? last
  const cutAt = ({ close }: List, from: number, size: number) =>
    cutItems(bytes, memory, { from, size, until: close, separator: comma })
  const endBehind = (list: List, cut: Cut, from: number, start: PieceStart): PieceEnd => {
    const { line, column } = endOf(cut, start)
    const next = from + cut.end
    const end = { line, column: column + 1 }
    const following = lists[lists.indexOf(list) + 1]
    if (next > list.close && following)
      return { next: following.open + 1, end: { ...behind(end, following.start), items: 0 } }
    return {
      next,
      end: { ...end, items: start.items === undefined ? undefined : start.items + cut.survey.count },
    }
  }
  return {
    layout,
    first: first.open + 1,
    start: { ...first.start, items: 0 },
    // The bracket counts, so that a comma before it does not end the list.
    until: last.close + 1,
    read(from, size, start) {
      const list = listOf(from)
      const { path, prefix } = list
      const cut = cutAt(list, from, size)
      const { buffer, survey, end } = cut
      const places = itemPlaces(file, cut, start)
      const next = endBehind(list, cut, from, start)
      buffer[0] = opening
      buffer[end] = closing
      const read = parseSound(linesOf(file, textIn(cut, 0, end + 1)), maxDepth - path.length, survey)
      const items = read?.data as readonly unknown[] | undefined
      // Two commas, one before the end, or what is neither an object nor a list.
      if (!read || items?.length !== survey.count || survey.count === 0) throw new NotInPieces()
      const document: Document = {
        file,
        format: 'json',
        data: withList(around.data, path, items),
        subject,
        cut: {
          list: prefix,
          before: start.items,
          emptied: lists.flatMap((other) => (other === list ? [] : [other.prefix])),
        },
        locate(pointer) {
          const [, item, inside = ''] = /^\/(\d+)(.*)$/s.exec(pointer.slice(prefix.length)) ?? []
          if (item === undefined || !pointer.startsWith(prefix)) throw new NotInPieces()
          return places.locate(Number(item), inside)
        },
        floats: () => [...around.floats(), ...read.floats().map((inside) => [...path, ...inside])],
      }
      return { documents: [document], keep: places.keep, ...next }
    },
    pass(from, size, start) {
      const list = listOf(from)
      return endBehind(list, cutAt(list, from, size), from, start)
    },
    around(size) {
      const ends: Position[] = []
      for (let from = first.open + 1, start: PieceStart = first.start; from <= last.close; ) {
        const list = listOf(from)
        const cut = cutAt(list, from, size)
        if (from + cut.end > list.close) ends.push(endOf(cut, start))
        const { next, end } = endBehind(list, cut, from, start)
        from = next
        start = end
      }
      return aroundPlaces(file, bytes, layout, ends)
    },
  }
}

function lineReader(bytes: Bytes, layout: LinesLayout, { file, subject }: PiecesOptions): PieceReader {
  const memory = surveyBuffer()
  const cutAt = (from: number, size: number) =>
    cutItems(bytes, memory, { from, size, until: layout.close, separator: newline })
  const endBehind = (cut: Cut, from: number, start: Position) => ({
    next: from + cut.end,
    end: { line: endOf(cut, start).line + 1, column: 1 },
  })
  return {
    layout,
    first: layout.open,
    start: { line: 1, column: 1 },
    until: layout.close,
    read(from, size, start) {
      const cut = cutAt(from, size)
      const places = itemPlaces(file, cut, start)
      const next = endBehind(cut, from, start)
      const list = parseSound(linesOf(file, listOfLines(cut)), maxDepth + 1, cut.survey)
      const items = list?.data as readonly unknown[] | undefined
      if (!list || items?.length !== cut.survey.count) throw new NotInPieces()
      const floats = once(() => byItem(list.floats()))
      const documents = items.map(
        (data, index): Document => ({
          file,
          format: 'ndjson',
          data,
          subject,
          locate: (pointer) => places.locate(index, pointer),
          floats: () => floats().get(index) ?? [],
        }),
      )
      return { documents, keep: places.keep, ...next }
    },
    pass: (from, size, start) => endBehind(cutAt(from, size), from, start),
  }
}

/**
 * The values of some lines as a list: commas take the place of line breaks in the buffer. It has as many items as the survey
 * counts, and each of them is on one line, and the first thing there: so each line that is not blank holds one, and nothing else.
 */
function listOfLines(cut: Cut): string {
  const { buffer, survey, end } = cut
  for (let index = 0; index < survey.count; index++) {
    const { lineStart, start, end: behind } = survey.item(index)
    if (start > lineStart && buffer.toString('latin1', lineStart, start).trim() !== '')
      throw new NotInPieces()
    const lineEnd = buffer.indexOf(newline, start)
    if (lineEnd >= 0 && lineEnd < behind) throw new NotInPieces()
    if (index < survey.count - 1) buffer[lineEnd] = comma
  }
  buffer[0] = opening
  buffer[end] = closing
  return textIn(cut, 0, end + 1)
}

type Paths = ReturnType<JsonValue['floats']>

/** Paths in a list by the number of the item that they lead into. */
function byItem(paths: Paths): ReadonlyMap<unknown, Paths> {
  const groups = new Map<unknown, (readonly (string | number)[])[]>()
  for (const [item, ...inside] of paths) groups.set(item, [...(groups.get(item) ?? []), inside])
  return groups
}

/** The data around the list with these items in it. */
function withList(data: unknown, path: readonly string[], items: readonly unknown[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return items
  const copy = { ...(data as Record<string, unknown>) }
  setOwn(copy, key, withList(copy[key], rest, items))
  return copy
}
