import type { Location, Position } from '../../model/index.js'
import { jsonPlaces } from '../json-places.js'
import { linesOf } from '../lines.js'
import { type Bytes, bytesAt } from './bytes.js'
import { behind } from './item-places.js'
import type { ListLayout } from './layout.js'
import { NotInPieces } from './not-in-pieces.js'

/** Lines that begin a list and are longer than that are not looked through. */
const longestLine = 1 << 20

/**
 * Finds places of what stands around the lists of a file: in a text with empty lists in their place, of which what stands behind
 * a list is moved to behind its end.
 * @param ends where the bracket of each list is that closes it
 */
export function aroundPlaces(
  file: string,
  bytes: Bytes,
  { lists, around }: ListLayout,
  ends: readonly Position[],
): (pointer: string) => Location {
  let text = around[0] ?? ''
  const moves: { readonly empty: Position; readonly real: Position }[] = []
  const inFile = (at: Position) => {
    const move = moves.findLast(({ empty }) => isBehind(at, empty))
    return move ? behind(move.real, relativeTo(move.empty, at)) : at
  }
  for (const [i, { open }] of lists.entries()) {
    const real = ends[i]
    if (!real) throw new NotInPieces()
    text += '['
    // What begins on the line of a list that goes on is shown as far as that line goes.
    if (inFile(positionBehind(text)).line < real.line) text += `${' '.repeat(restOfLine(bytes, open + 1))}\n`
    moves.push({ empty: positionBehind(text), real })
    text += `]${around[i + 1]}`
  }
  const locate = jsonPlaces(linesOf(file, text), 0)
  return (pointer) => {
    const { start, end } = locate(pointer)
    return { file, start: inFile(start), end: inFile(end) }
  }
}

/** Where a text ends. */
export function positionBehind(text: string): Position {
  const lines = text.split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/** How many characters the rest of a line has. */
function restOfLine(bytes: Bytes, from: number): number {
  for (let length = 1 << 10; length <= longestLine; length *= 2) {
    const part = bytesAt(bytes, from, length)
    const end = part.indexOf('\n')
    if (end >= 0) return part.subarray(0, part[end - 1] === 0x0d ? end - 1 : end).toString().length
  }
  throw new NotInPieces()
}

function isBehind(at: Position, { line, column }: Position): boolean {
  return at.line > line || (at.line === line && at.column >= column)
}

/** Where a position behind another one is, as if that began a text. */
function relativeTo({ line, column }: Position, at: Position): Position {
  return { line: at.line - line + 1, column: at.line === line ? at.column - column + 1 : at.column }
}
