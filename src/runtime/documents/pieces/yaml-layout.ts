import { type Bytes, bytesAt } from './bytes.js'
import { NotInPieces } from './not-in-pieces.js'

/** Bytes of a file, from one offset to another. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A document that is mostly one long list: `items:` of a list of Kubernetes. */
export interface YamlList {
  /** The key of the list. */
  readonly key: string
  /** What stands before the items and behind them: a document without any. */
  readonly head: string
  readonly tail: string
  readonly items: Range
  /** How many spaces stand before the dash of an item. */
  readonly indent: number
}

/** How many bytes are held at most to find where something ends. */
const mostHeld = 1 << 26

/** How many bytes are looked into for the beginning of a list, and at first for its end. */
const firstBytes = 1 << 16

/** Lines of `---`, from the break before: kubectl divides a file here, whatever stands around. */
const separators = ['\n---\n', '\n---\r\n']

/**
 * Cuts a file between documents: as many as fit into so many bytes, or one that is larger. The line of `---` behind them
 * belongs to none.
 */
export function* yamlDocumentsIn(bytes: Bytes, size: number): Generator<Range> {
  for (let start = markLength(bytes); start < bytes.size; ) {
    const held = bytesAt(bytes, start, size)
    const last = start + held.length < bytes.size ? lastSeparator(held) : undefined
    const { at, length } = last
      ? { at: start + last.at, length: last.length }
      : nextSeparator(bytes, start + held.length, size)
    yield { start, end: Math.min(at + 1, bytes.size) }
    start = at + length
  }
}

interface Separator {
  readonly at: number
  readonly length: number
}

function markLength(bytes: Bytes): number {
  return bytesAt(bytes, 0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0
}

function lastSeparator(held: Buffer): Separator | undefined {
  const [last] = separators
    .map((separator) => ({ at: held.lastIndexOf(separator), length: separator.length }))
    .sort((a, b) => b.at - a.at)
  return last && last.at >= 0 ? last : undefined
}

/** The first separator from an offset on, or one that a part of stands before it; the end of the file when there is none. */
function nextSeparator(bytes: Bytes, from: number, size: number): Separator {
  const overlap = 5
  for (let start = from - overlap; start < bytes.size; start += size) {
    const held = bytesAt(bytes, start, size + overlap)
    const [first] = separators
      .map((separator) => ({ at: held.indexOf(separator), length: separator.length }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
    if (first) return { at: start + first.at, length: first.length }
  }
  return { at: bytes.size, length: 0 }
}

/** The list that a document seems to be; undefined for any other. */
export function yamlListIn(bytes: Bytes, { start, end }: Range): YamlList | undefined {
  const text = bytesAt(bytes, start, Math.min(firstBytes, end - start)).toString('utf8')
  const opening = /(?:^|\n)([A-Za-z]\w*): *\r?\n(?=( *)- )/.exec(text)
  if (!opening) return undefined
  const [{ length }, key = '', spaces = ''] = opening
  const head = text.slice(0, opening.index + length)
  const first = start + Buffer.byteLength(head)
  const indent = spaces.length
  for (let held = firstBytes; held <= mostHeld; held *= 2) {
    const from = Math.max(first, end - held)
    const last = bytesAt(bytes, from, end - from)
    const item = last.lastIndexOf(`\n${spaces}- `)
    if (item < 0 && from > first) continue
    const outside = /\n(?![\s#-])/g
    const rest = last.subarray(Math.max(item, 0)).toString('latin1')
    const tail = outside.exec(rest)
    const at = tail ? from + Math.max(item, 0) + tail.index + 1 : end
    return {
      key,
      head,
      tail: bytesAt(bytes, at, end - at).toString('utf8'),
      items: { start: first, end: at },
      indent,
    }
  }
  return undefined
}

/** Cuts the items of a list: as many as fit into so many bytes, or one that is larger. */
export function* yamlItemsIn(bytes: Bytes, { items, indent }: YamlList, size: number): Generator<Range> {
  const seam = `\n${' '.repeat(indent)}- `
  for (let start = items.start; start < items.end; ) {
    let length = Math.min(size, items.end - start)
    let cut = -1
    while (start + length < items.end && cut < 0) {
      cut = bytesAt(bytes, start, length).lastIndexOf(seam)
      if (cut < 0) length = Math.min(length * 2, items.end - start)
      if (length > mostHeld) throw new NotInPieces()
    }
    const end = cut < 0 ? items.end : start + cut + 1
    yield { start, end }
    start = end
  }
}
