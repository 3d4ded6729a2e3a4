import { setOwn } from '../../member.js'
import type { Document, Position, Subject } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { type JsonValue, parseSound } from '../json.js'
import { maxDepth } from '../limits.js'
import { linesOf } from '../lines.js'
import type { Bytes } from './bytes.js'
import { type Cut, cutItems, textIn } from './cut.js'
import { endOf, itemPlaces } from './item-places.js'
import { type LinesLayout, type ListLayout, layoutOf } from './layout.js'
import { NotInPieces } from './not-in-pieces.js'
import { type SurveyBuffer, surveyBuffer } from './survey.js'

/** How many bytes a piece has, about. */
export const pieceSize = 1 << 20

export interface PiecesOptions {
  readonly file: string
  readonly format: 'json' | 'ndjson'
  readonly subject: Subject
  /** How many bytes a piece has, about. */
  readonly size?: number
}

/** One piece of an export. What it says holds until the next one is read, unless it is kept. */
export interface Piece {
  readonly documents: readonly Document[]
  /** Whether they have some of the items of a list, as if there were no others; else they are whole. */
  readonly isCut: boolean
  /** Places in it are asked for later too. */
  keep(): void
}

/**
 * Reads a JSON export piece by piece, in memory for one of them. A list is cut between two items: each piece parses as a list
 * by itself, and what stands around the list parses with an empty one, so the whole is valid JSON with just these items.
 * Places are those in the file.
 * @throws NotInPieces as soon as something is not as expected: what the pieces before held counts for nothing then
 */
export function* readPieces(bytes: Bytes, options: PiecesOptions): Generator<Piece> {
  const { format, size = pieceSize } = options
  const memory = surveyBuffer()
  const layout = layoutOf(bytes, format, size)
  if (layout.kind === 'lines') yield* linePieces(bytes, memory, layout, size, options)
  else yield* listPieces(bytes, memory, layout, size, options)
}

const [comma, newline] = [0x2c, 0x0a]
const [opening, closing] = [0x5b, 0x5d]

function* listPieces(
  bytes: Bytes,
  memory: SurveyBuffer,
  { path, open, close, head, tail }: ListLayout,
  size: number,
  { file, subject }: PiecesOptions,
): Generator<Piece> {
  const around = parseSound(linesOf(file, `${head}[]${tail}`))
  if (!around) throw new NotInPieces()
  const prefix = formatPointer(path)
  let start = positionBehind(`${head}[`)
  for (let from = open + 1; from <= close; ) {
    const cut = cutItems(bytes, memory, { from, size, until: close, separator: comma })
    const { buffer, survey, end } = cut
    const places = itemPlaces(file, cut, start)
    start = endOf(cut, start)
    start = { ...start, column: start.column + 1 }
    from += end
    buffer[0] = opening
    buffer[end] = closing
    const list = parseSound(linesOf(file, textIn(cut, 0, end + 1)), maxDepth - path.length, survey)
    const items = list?.data as readonly unknown[] | undefined
    // Two commas, one before the end, or what is neither an object nor a list.
    if (!list || items?.length !== survey.count || survey.count === 0) throw new NotInPieces()
    const document: Document = {
      file,
      format: 'json',
      data: withList(around.data, path, items),
      subject,
      locate(pointer) {
        const [, item, inside = ''] = /^\/(\d+)(.*)$/s.exec(pointer.slice(prefix.length)) ?? []
        if (item === undefined || !pointer.startsWith(prefix)) throw new NotInPieces()
        return places.locate(Number(item), inside)
      },
      floats: () => [...around.floats(), ...list.floats().map((inside) => [...path, ...inside])],
    }
    yield { documents: [document], isCut: true, keep: places.keep }
  }
}

function* linePieces(
  bytes: Bytes,
  memory: SurveyBuffer,
  { open }: LinesLayout,
  size: number,
  { file, subject }: PiecesOptions,
): Generator<Piece> {
  let start = { line: 1, column: 1 }
  for (let from = open; from < bytes.size; ) {
    const cut = cutItems(bytes, memory, { from, size, until: bytes.size, separator: newline })
    const places = itemPlaces(file, cut, start)
    start = { line: endOf(cut, start).line + 1, column: 1 }
    from += cut.end
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
    yield { documents, isCut: false, keep: places.keep }
  }
}

/**
 * The values of some lines as a list. It has as many items as the survey counts, and each of them is the first thing on its
 * line: so each line that is not blank holds one, and nothing else.
 */
function listOfLines(cut: Cut): string {
  const { buffer, survey, end } = cut
  const lines = textIn(cut, 1, end)
    .split('\n')
    .filter((line) => line.trim() !== '')
  for (let index = 0; index < survey.count; index++) {
    const { lineStart, start } = survey.item(index)
    if (start > lineStart && buffer.toString('latin1', lineStart, start).trim() !== '')
      throw new NotInPieces()
  }
  return `[${lines.join(',')}]`
}

type Paths = ReturnType<JsonValue['floats']>

/** Paths in a list by the number of the item that they lead into. */
function byItem(paths: Paths): ReadonlyMap<unknown, Paths> {
  const groups = new Map<unknown, (readonly (string | number)[])[]>()
  for (const [item, ...inside] of paths) groups.set(item, [...(groups.get(item) ?? []), inside])
  return groups
}

function once<Value extends object>(compute: () => Value): () => Value {
  let value: Value | undefined
  return () => {
    value ??= compute()
    return value
  }
}

/** The data around the list with these items in it. */
function withList(data: unknown, path: readonly string[], items: readonly unknown[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return items
  const copy = { ...(data as Record<string, unknown>) }
  setOwn(copy, key, withList(copy[key], rest, items))
  return copy
}

/** Where a text ends. */
function positionBehind(text: string): Position {
  const lines = text.split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
