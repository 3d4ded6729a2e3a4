import { isUtf8 } from 'node:buffer'
import { nextItem, skipValue } from '../json-places.js'
import { closingQuote, skipBlanks } from '../json-survey.js'
import { type Bytes, bytesAt, markOf } from './bytes.js'
import { cutItems } from './cut.js'
import { firstBytes, isJson, type ListLayout, type PlacedList } from './layout.js'
import { NotInPieces } from './not-in-pieces.js'
import { surveyBuffer } from './survey.js'

/** How many bytes may stand around the lists. */
const mostAround = 1 << 22

const [comma, closing] = [0x2c, 0x5d]

/** A list of objects whose lines are indented, with its key. */
const indentedList = /\n([ \t]*)"[^"\\\n]*"\s*:\s*\[[ \t\r]*\n\s*\{/

/**
 * Whether there seem to be several: the first list of objects ends long before the file does, as its indentation tells; of what is not
 * indented nothing is said. Lists called `items`, as large ones are, hardly ever have others beside them.
 */
export function seemSeveral(bytes: Bytes): boolean {
  const start = bytesAt(bytes, 0, firstBytes).toString('latin1')
  const first = indentedList.exec(start)
  if (!first || /"items"\s*:/.test(first[0])) return false
  const end = `\n${first[1]}]`
  const held = Buffer.alloc(1 << 20)
  for (let from = first.index + first[0].length; from < bytes.size; from += held.length - end.length) {
    const at = held.subarray(0, bytes.read(held, from)).indexOf(end, 0, 'latin1')
    if (at >= 0) return bytes.size - (from + at) > firstBytes
  }
  return false
}

/**
 * The layout of an object that has several lists of objects, as dumps do: one long list and others beside it. All of the file
 * is passed over to find where each of them ends.
 * @param size how many bytes are passed over at a time
 * @throws NotInPieces for everything else
 */
export function severalLists(bytes: Bytes, size: number): ListLayout {
  const mark = markOf(bytes)
  // Each byte is a character: offsets are those of the file.
  const textAt = (from: number, length = firstBytes) => bytesAt(bytes, from, length).toString('latin1')
  const path: string[] = []
  const lists: PlacedList[] = []
  const around: string[] = []
  let from = mark
  const goRound = (until: number) => {
    const length = until - from
    const part = bytesAt(bytes, from, length)
    if (length > mostAround || !isUtf8(part)) throw new NotInPieces()
    around.push(part.toString())
  }
  const opening = textAt(mark)
  if (opening[skipBlanks(opening, 0)] !== '{') throw new NotInPieces()
  for (let at = mark + skipBlanks(opening, 0) + 1; ; ) {
    let text = textAt(at)
    const start = skipBlanks(text, 0)
    // Of an object in an object the lists may be in the outer one.
    if (text[start] === '}' && lists.length === 0 && path.pop() !== undefined) {
      at += nextItem(text, start + 1)
      continue
    }
    if (text[start] !== '"') break
    const end = closingQuote(text, start) + 1
    const key = Buffer.from(text.slice(start, end), 'latin1').toString()
    const value = skipBlanks(text, skipBlanks(text, end) + 1)
    let behind = skipValue(text, value)
    if (!isJson(key)) throw new NotInPieces()
    const isLong = behind >= text.length || behind - value >= size
    if (text[value] === '{' && lists.length === 0 && isLong) {
      path.push(JSON.parse(key))
      at += value + 1
      continue
    }
    if (text[value] === '[' && text[skipBlanks(text, value + 1)] === '{') {
      const open = at + value
      const close = closeOf(bytes, open + 1, size)
      lists.push({ path: [...path, JSON.parse(key)], open, close })
      goRound(open)
      from = close + 1
      at = from
      behind = 0
    }
    for (let held = 2 * firstBytes; behind >= text.length; held *= 2) {
      // What is longer than that and no list of objects is not to be held by every piece.
      if (held > mostAround) throw new NotInPieces()
      text = textAt(at, held)
      behind = skipValue(text, value)
    }
    at += behind
    const rest = textAt(at)
    at += nextItem(rest, 0)
  }
  goRound(bytes.size)
  if (lists.length < 2 || !isJson(around.join('[]'))) throw new NotInPieces()
  return { kind: 'list', lists, around, seams: [] }
}

/** The offset of the bracket that closes a list whose items begin there. */
function closeOf(bytes: Bytes, first: number, size: number): number {
  const memory = surveyBuffer()
  for (let from = first; ; ) {
    const cut = cutItems(bytes, memory, { from, size, until: bytes.size, separator: comma, closing })
    const at = from + cut.end - 1
    if (cut.survey.count === 0 || at >= bytes.size) throw new NotInPieces()
    if (cut.buffer[cut.end] === closing) return at
    from = at + 1
  }
}
