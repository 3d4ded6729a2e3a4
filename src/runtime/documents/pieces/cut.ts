import { isAscii, isUtf8 } from 'node:buffer'
import type { Bytes } from './bytes.js'
import { NotInPieces } from './not-in-pieces.js'
import type { Survey, SurveyBuffer } from './survey.js'

/** How many bytes more are read than a piece has, for the item that goes on behind it. */
const more = 1 << 16

/** How many bytes are held at most to find where an item ends. */
const mostHeld = 1 << 26

/** Some bytes of a file in a buffer, surveyed: whole items. */
export interface Cut {
  readonly buffer: Buffer
  readonly survey: Survey
  readonly find: SurveyBuffer['find']
  /** Where they end in the buffer: at what separates them from the next, or behind the last byte. They start at 1. */
  readonly end: number
  readonly isAscii: boolean
}

/**
 * Reads about so many bytes of items: as many as end in them, and the one that goes on behind.
 * @param until where the last item has to end
 * @param separator what stands between two items, beside blanks
 * @param closing what stands behind the last one, where it is not known where that ends
 * @throws NotInPieces where there is anything else
 */
export function cutItems(
  bytes: Bytes,
  memory: SurveyBuffer,
  {
    from,
    size,
    until,
    separator,
    closing = separator,
  }: { from: number; size: number; until: number; separator: number; closing?: number },
): Cut {
  for (let length = size + more; length <= mostHeld; length *= 2) {
    const held = Math.min(length, until - from)
    // One byte before them and one behind are for the brackets of a list.
    const buffer = memory.ofLength(held + 2)
    // The file has become shorter since it was opened.
    if (bytes.read(buffer.subarray(1, held + 1), from) < held) throw new NotInPieces()
    const survey = memory.survey(1, held + 1, size + 1)
    const isLast = from + held === until
    const end = survey.count === 0 ? held + 1 : skipTo(separator, buffer, survey.end, held + 1)
    // The table of items may be full before there are as many bytes.
    if (end > held && !isLast) continue
    if (end <= held && buffer[end] !== separator && buffer[end] !== closing) throw new NotInPieces()
    const taken = buffer.subarray(1, end)
    const ascii = isAscii(taken)
    if (!ascii && !isUtf8(taken)) throw new NotInPieces()
    return { buffer, survey, find: memory.find, end, isAscii: ascii }
  }
  throw new NotInPieces()
}

function skipTo(separator: number, bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== separator && isBlankByte(bytes[at] as number)) at++
  return at
}

function isBlankByte(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** The text of some bytes that are known to be one. */
export function textIn(
  { buffer, isAscii }: Pick<Cut, 'buffer' | 'isAscii'>,
  from: number,
  to: number,
): string {
  return buffer.toString(isAscii ? 'latin1' : 'utf8', from, to)
}
