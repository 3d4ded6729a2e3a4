import { type Bytes, bytesAt, markOf } from './bytes.js'
import { NotInPieces } from './not-in-pieces.js'

/** Documents of YAML one after the other, or one that is a long list. */
export interface YamlLayout {
  readonly kind: 'yaml'
  /** Offset of the first one: behind a byte order mark. */
  readonly open: number
  /** What stands between two of them, or between two items of the list. */
  readonly seams: readonly { readonly text: string; readonly comma: number }[]
  /** The first document, if it is larger than a piece and a list. */
  readonly list: YamlList | undefined
}

/** A document that is mostly one long list: `items:` of a list of Kubernetes. */
export interface YamlList {
  /** Offset of the document. */
  readonly start: number
  /** The key of the list. */
  readonly key: string
  /** What stands before the items and behind them: a document without any. */
  readonly head: string
  readonly tail: string
  /** Offsets of the items. */
  readonly first: number
  readonly until: number
  /** What the next item begins with: a line break, spaces and a dash. */
  readonly seam: string
  /** Offset of the next document. */
  readonly next: number
}

/** How many bytes are held at most to find where something ends. */
export const mostHeld = 1 << 26

/** How many bytes are looked into for the beginning of a list, and at first for its end. */
const firstBytes = 1 << 16

/** Lines of `---`, from the break before: kubectl divides a file here, whatever stands around. */
const separators = ['\n---\n', '\n---\r\n']

/**
 * Finds the layout of a file of YAML.
 * @param size how many bytes a piece has
 * @throws NotInPieces for JSON by another name
 */
export function yamlLayoutOf(bytes: Bytes, size: number): YamlLayout {
  const start = bytesAt(bytes, 0, firstBytes)
  if (/^\s*[{[]/.test(start.toString('latin1'))) throw new NotInPieces()
  const open = markOf(bytes)
  const list = yamlListAt(bytes, open, size)
  const seam = list?.seam ?? separators.find((separator) => start.includes(separator)) ?? '\n---\n'
  return { kind: 'yaml', open, seams: [{ text: seam, comma: list ? 0 : seam.length - 1 }], list }
}

/** Where documents end, and where the next one begins. */
export interface DocumentsEnd {
  readonly end: number
  readonly next: number
}

/** Where some documents end: the first one that ends behind so many bytes, or the last one before where that is far away. */
export function documentsEnd(bytes: Bytes, from: number, size: number): DocumentsEnd {
  const first = separatorBehind(bytes, from + size - 1)
  if (first.next - from <= 4 * size) return first
  const held = bytesAt(bytes, from, size)
  const [last] = separators
    .map((separator) => ({ at: held.lastIndexOf(separator), length: separator.length }))
    .sort((a, b) => b.at - a.at)
  return last && last.at >= 0 ? { end: from + last.at + 1, next: from + last.at + last.length } : first
}

function separatorBehind(bytes: Bytes, from: number): DocumentsEnd {
  const found = firstOf(bytes, separators, from, bytes.size)
  return found
    ? { end: found.at + 1, next: found.at + found.text.length }
    : { end: bytes.size, next: bytes.size }
}

/** Where some items of a list end: the first one that ends behind so many bytes, or the last one of all. */
export function itemsEnd(bytes: Bytes, { seam, until }: YamlList, from: number, size: number): number {
  const found = firstOf(bytes, [seam], from + size - 1, until)
  return found ? found.at + 1 : until
}

/** The first of these texts that begins at an offset or behind. */
function firstOf(
  bytes: Bytes,
  texts: readonly string[],
  from: number,
  until: number,
): { readonly at: number; readonly text: string } | undefined {
  const window = 1 << 17
  const overlap = texts.reduce((longest, { length }) => Math.max(longest, length), 0) - 1
  for (let start = from; start < until; start += window) {
    const held = bytesAt(bytes, start, Math.min(window + overlap, until - start))
    const [first] = texts
      .map((text) => ({ at: held.indexOf(text), text }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
    if (first) return { at: start + first.at, text: first.text }
  }
  return undefined
}

/** The list that the document seems to be that begins there; undefined for any other, and for what is no larger than a piece. */
export function yamlListAt(bytes: Bytes, start: number, size: number): YamlList | undefined {
  const { end, next } = separatorBehind(bytes, start)
  if (end - start <= size) return undefined
  const text = bytesAt(bytes, start, Math.min(firstBytes, end - start)).toString('utf8')
  const opening = /(?:^|\n)([A-Za-z]\w*): *\r?\n(?=( *)- )/.exec(text)
  if (!opening) return undefined
  const [{ length }, key = '', spaces = ''] = opening
  const head = text.slice(0, opening.index + length)
  const first = start + Buffer.byteLength(head)
  const seam = `\n${spaces}- `
  for (let held = firstBytes; held <= mostHeld; held *= 2) {
    const from = Math.max(first, end - held)
    const last = bytesAt(bytes, from, end - from)
    const item = last.lastIndexOf(seam)
    if (item < 0 && from > first) continue
    const rest = last.subarray(Math.max(item, 0)).toString('latin1')
    // A line that is no item, no part of one, and no comment.
    const outside = /\n(?![\s#-])/.exec(rest)
    const until = outside ? from + Math.max(item, 0) + outside.index + 1 : end
    const tail = bytesAt(bytes, until, end - until).toString('utf8')
    return { start, key, head, tail, first, until, seam, next }
  }
  return undefined
}
