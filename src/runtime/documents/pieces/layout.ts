import { isUtf8 } from 'node:buffer'
import { nextItem, skipValue } from '../json-places.js'
import { closingQuote, skipBlanks } from '../json-survey.js'
import { type Bytes, bytesAt, markOf } from './bytes.js'
import { NotInPieces } from './not-in-pieces.js'
import { type YamlLayout, yamlLayoutOf } from './yaml-layout.js'

/** How a large export is written: what is found out from its first and its last bytes. */
export type Layout = ListLayout | LinesLayout | YamlLayout

/** One value that is mostly a long list of objects, or several of them. */
export interface ListLayout {
  readonly kind: 'list'
  /** In the order of the file. */
  readonly lists: readonly PlacedList[]
  /** The texts around them: before the first one, without a byte order mark, between two, and behind the last one. */
  readonly around: readonly string[]
  /** How the end of an item and the beginning of the next are written, where that can be guessed: the surest first. */
  readonly seams: readonly Seam[]
}

export interface PlacedList {
  /** The keys that lead to the list. */
  readonly path: readonly string[]
  /** Offset of its opening bracket. */
  readonly open: number
  /** Offset of its closing bracket. */
  readonly close: number
}

/** A text between two items, with the offset of its comma; of ASCII. */
export interface Seam {
  readonly text: string
  readonly comma: number
}

/** A value a line. */
export interface LinesLayout {
  readonly kind: 'lines'
  /** Offset of the first line: behind a byte order mark. */
  readonly open: number
  /** Offset behind the last line that is not blank, or one of the blank ones behind that. */
  readonly close: number
}

/** How many bytes are looked into for the beginning and the end of the list. */
export const firstBytes = 1 << 18
const lastBytes = 1 << 16

/**
 * Finds the layout. It is a guess: pieces that are read by it prove it, or do not.
 * @param least how many bytes a list has at least that is worth cutting
 * @throws NotInPieces for everything else
 */
export function layoutOf(bytes: Bytes, format: 'json' | 'ndjson' | 'yaml', least: number): Layout {
  if (format === 'yaml') return yamlLayoutOf(bytes, least)
  const mark = markOf(bytes)
  const text = bytesAt(bytes, mark, firstBytes).toString()
  if (format === 'ndjson' || beginsWithLine(text)) {
    if (!/\n\s*\S/.test(text)) throw new NotInPieces()
    return { kind: 'lines', open: mark, close: bytes.size - blanksBehind(bytes) }
  }
  return listLayout(bytes, text, mark, least)
}

/** How many of the last bytes are blank. */
function blanksBehind(bytes: Bytes): number {
  const last = bytesAt(bytes, Math.max(0, bytes.size - lastBytes), lastBytes).toString('latin1')
  return /[ \t\r\n]*$/.exec(last)?.[0].length ?? 0
}

/** Whether the first value is an object that ends with its line, and another one begins on the next. */
function beginsWithLine(text: string): boolean {
  const first = skipBlanks(text, 0)
  const line = text.slice(0, text.indexOf('\n', first) + 1)
  const end = skipValue(line, first)
  return text[first] === '{' && end < line.length && text[skipBlanks(text, end)] === '{'
}

function listLayout(bytes: Bytes, text: string, mark: number, least: number): ListLayout {
  const { path, at } = findList(text, least)
  const head = text.slice(0, at)
  const open = mark + Buffer.byteLength(head)
  if (!isUtf8(bytesAt(bytes, 0, open))) throw new NotInPieces()
  const seams = seamsOf(text, at)
  const from = Math.max(open + 1, bytes.size - lastBytes)
  const end = bytesAt(bytes, from, lastBytes)
  const last = end.toString('latin1')
  for (const { index } of last.matchAll(path.length > 0 ? /\](?=\s*[,}])/g : /\](?=\s*$)/g)) {
    if (!isJson(`${head}[]${last.slice(index + 1)}`)) continue
    const tail = end.subarray(index + 1)
    if (!isUtf8(tail)) break
    return {
      kind: 'list',
      lists: [{ path, open, close: from + index }],
      around: [head, tail.toString()],
      seams,
    }
  }
  throw new NotInPieces()
}

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

/** The first list that is long, be it in an object in an object. */
function findList(text: string, least: number): { path: string[]; at: number } {
  const path: string[] = []
  let at = skipBlanks(text, 0)
  while (text[at] === '{') {
    let member = skipBlanks(text, at + 1)
    at = text.length
    while (at === text.length && text[member] === '"') {
      const close = closingQuote(text, member)
      const key = text.slice(member, close + 1)
      const value = skipBlanks(text, skipBlanks(text, close + 1) + 1)
      const end = skipValue(text, value)
      if (!isJson(key)) break
      if ((text[value] === '{' || text[value] === '[') && (end >= text.length || end - value >= least)) {
        path.push(JSON.parse(key))
        at = value
      }
      member = nextItem(text, end)
    }
  }
  if (text[at] !== '[') throw new NotInPieces()
  return { path, at }
}

/** The beginning of an item: its first key; and, what is surer in a list on one line, its value and the second key. */
const beginning = /\{\s*(?:"[ !#-[\]-~]*"\s*:\s*)(?:"[ !#-[\]-~]*"\s*,\s*"[ !#-[\]-~]*"\s*:)?/y

function seamsOf(text: string, open: number): Seam[] {
  const first = skipBlanks(text, open + 1)
  const end = skipValue(text, first)
  const comma = skipBlanks(text, end)
  const second = skipBlanks(text, comma + 1)
  if (text[first] !== '{' || text[comma] !== ',' || text[second] !== '{') throw new NotInPieces()
  const seam = (until: number): Seam => ({
    text: text.slice(end - 1, until),
    comma: comma - end + 1,
  })
  // Where items stand on lines of their own, their indentation tells them from what is in them.
  if (text.slice(comma, second).includes('\n')) return [seam(second + 1)]
  const [one, two] = [beginningAt(text, first), beginningAt(text, second)]
  const key = /^\{\s*"[^"\\]*"\s*:/.exec(two)?.[0] ?? '{'
  return [...(one === two ? [seam(second + two.length)] : []), seam(second + key.length)]
}

function beginningAt(text: string, at: number): string {
  beginning.lastIndex = at
  return beginning.exec(text)?.[0] ?? ''
}
