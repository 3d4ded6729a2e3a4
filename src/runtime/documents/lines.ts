import type { Location, Position } from '../model/index.js'

/** A text addressed by offset (UTF-16 code units) and by line; the index of lines is built on first use. */
export interface Lines {
  readonly file: string
  readonly text: string
  position(offset: number): Position
  /** The offset of a position; the end of the text beyond the last line. */
  offset(position: Position): number
  /** The text of a 1-based line, without its line break; '' beyond the end. */
  lineAt(line: number): string
  location(start: number, end: number): Location
  /** The whole of a 1-based line. */
  lineLocation(line: number): Location
  /** The range cut to its first line: what a list or an object that spans several lines is shown as. */
  firstLine(start: number, end: number): Location
}

/**
 * Line breaks are `\n` and `\r\n`.
 * @param first the number of the first line, where the text is a part of a file
 */
export function linesOf(file: string, text: string, first = 1): Lines {
  let starts: number[] | undefined
  const index = (): number[] => {
    starts ??= lineStarts(text)
    return starts
  }
  const position = (offset: number): Position => {
    if (offset <= 0) return { line: first, column: 1 }
    const clamped = Math.min(offset, text.length)
    const line = lineOf(index(), clamped)
    return { line: line + first - 1, column: clamped - (index()[line - 1] ?? 0) + 1 }
  }
  const endOfLine = (line: number): number => {
    const next = index()[line - first + 1]
    const end = next === undefined ? text.length : next - 1
    return text[end - 1] === '\r' ? end - 1 : end
  }
  const location = (start: number, end: number): Location => ({
    file,
    start: position(start),
    end: position(end),
  })
  const lineAt = (line: number): string => {
    const start = index()[line - first]
    return start === undefined ? '' : text.slice(start, endOfLine(line))
  }
  return {
    file,
    text,
    position,
    offset: ({ line, column }) => Math.min((index()[line - first] ?? text.length) + column - 1, text.length),
    location,
    lineAt,
    lineLocation: (line) => ({
      file,
      start: { line, column: 1 },
      end: { line, column: lineAt(line).length + 1 },
    }),
    firstLine: (start, end) => location(start, Math.min(end, endOfLine(position(start).line))),
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The 1-based line that holds the offset: binary search for the last start at or before it. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}
