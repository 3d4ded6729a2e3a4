import type { SourceRange } from '../api.js'
import { within } from './site.js'

/** One change to the text of an expression. */
export interface Edit extends SourceRange {
  /** What stands in the place of the range. */
  readonly text: string
  /** What the change is about, when that is not the range. */
  readonly mark?: SourceRange
  /** What happens to it, when that is not told by the two texts. */
  readonly words?: string
}

export function insteadOf({ start, end }: SourceRange, text: string): Edit {
  return { start, end, text }
}

/** The place of an operator between its operands. */
export function operatorBetween(
  source: string,
  left: SourceRange,
  right: SourceRange,
  operator: string,
): SourceRange {
  const start = source.indexOf(operator, within(source, left).end)
  return start < 0 || start >= right.start
    ? { start: left.end, end: right.start }
    : { start, end: start + operator.length }
}

/** Each part of a row left out in turn, with what parts it from its neighbour. */
export function withoutOne(parts: readonly SourceRange[]): Edit[] {
  return parts.map((part, i) => {
    const [before, after] = [parts[i - 1], parts[i + 1]]
    const range = before
      ? { start: before.end, end: part.end }
      : { start: part.start, end: after?.start ?? part.end }
    return { ...range, text: '', mark: part, words: 'is left out' }
  })
}
