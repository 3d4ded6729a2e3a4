import type { Location, Position } from '../../model/index.js'
import { once } from '../../once.js'
import { parsePointer } from '../../pointer.js'
import { jsonPlaces } from '../json-places.js'
import { linesOf } from '../lines.js'
import { type Cut, textIn } from './cut.js'
import { NotInPieces } from './not-in-pieces.js'
import { placeOf, type SurveyedItem } from './survey.js'

/** Finds the places of what is in the items of a piece. */
export interface ItemPlaces {
  /** The place of a value in the item of this number. */
  locate(item: number, inside: string): Location
  /** Places are asked for later too, when the bytes of the piece are others. */
  keep(): void
}

/** Places in items that are cut from a file, and start there in it; looked for when somebody asks. */
export function itemPlaces(file: string, cut: Cut, start: Position): ItemPlaces {
  let { buffer } = cut
  let itemOf = cut.survey.item
  let isKept = false
  const text = (from: number, to: number) => textIn({ buffer, isAscii: cut.isAscii }, from, to)
  const nowhere = { item: -1, locate: (_: string): Location => notThere() }
  let last = nowhere
  const placesIn = (item: number) => {
    if (item >= cut.survey.count) return notThere()
    const at = itemOf(item)
    const position = { line: start.line + at.breaks, column: columnOf(at) }
    const inText = once(() => jsonPlaces(linesOf(file, text(at.start, at.end)), 0))
    return (inside: string) => inBytes(at, position, inside) ?? moved(inText()(inside), position)
  }
  const inBytes = (item: SurveyedItem, { line, column }: Position, inside: string): Location | undefined => {
    const found = isKept ? undefined : cut.find(item.start, item.end, parsePointer(inside))
    const width = (from: number, to: number) => (cut.isAscii ? to - from : text(from, to).length)
    return found && placeOf(found, file, { line, column }, width)
  }
  // From the item before: a list in one line has thousands of items, and all that stands before the last may be long.
  let counted = { lineStart: -1, at: 0, width: 0 }
  const columnOf = ({ breaks, lineStart, start: at }: SurveyedItem) => {
    if (counted.lineStart !== lineStart || counted.at > at) counted = { lineStart, at: lineStart, width: 0 }
    const more = cut.isAscii ? at - counted.at : text(counted.at, at).length
    counted = { lineStart, at, width: counted.width + more }
    return (breaks === 0 ? start.column : 1) + counted.width
  }
  return {
    locate(item, inside) {
      if (item !== last.item) last = { item, locate: placesIn(item) }
      return last.locate(inside)
    },
    keep() {
      buffer = Buffer.from(buffer.subarray(0, cut.end))
      const items = Array.from({ length: cut.survey.count }, (_, item) => itemOf(item))
      isKept = true
      last = nowhere
      itemOf = (item) => items[item] ?? notThere()
    },
  }
}

function notThere(): never {
  throw new NotInPieces()
}

/** Where the bytes of a cut end that starts there. */
export function endOf(cut: Cut, { line, column }: Position): Position {
  const { survey, end } = cut
  const rest = cut.buffer.subarray(survey.end, end)
  let { breaks, lineStart } = survey
  for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', at + 1)) {
    breaks++
    lineStart = survey.end + at + 1
  }
  return {
    line: line + breaks,
    column: (breaks === 0 ? column : 1) + textIn(cut, lineStart, end).length,
  }
}

/** A place in the file of a place in a text that starts there. */
export function moved({ file, start, end }: Location, by: Position): Location {
  return { file, start: behind(by, start), end: behind(by, end) }
}

/** The position in the file of one in a text that starts there. */
export function behind(by: Position, { line, column }: Position): Position {
  return { line: line + by.line - 1, column: line === 1 ? column + by.column - 1 : column }
}
