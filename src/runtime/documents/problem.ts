import type { Diagnostic } from '../model/index.js'
import { limitHints } from './limits.js'
import type { Lines } from './lines.js'

/** How many mistakes of one file are reported. */
export const mostErrors = 20

const longestSourceLine = 10_000

/** A mistake at an offset of a text. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly start: number
  readonly end: number
  readonly hint?: string
}

/** A mistake as a diagnostic: with its place, and its source line unless that is a whole export on one line. */
export function diagnosticAt(lines: Lines, problem: Problem): Diagnostic {
  const location = lines.firstLine(problem.start, Math.max(problem.end, problem.start))
  const sourceLine = lines.lineAt(location.start.line)
  return {
    code: problem.code,
    level: 'error',
    message: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    location,
    ...(sourceLine.length > longestSourceLine ? {} : { sourceLine }),
  }
}

/** The mistake of giving a key twice; both offsets are those of the keys. */
export function duplicateKey(lines: Lines, key: string, first: number, start: number, end: number): Problem {
  const hint = `first given on line ${lines.position(first).line}; keep one of them`
  return { code: 'duplicate-key', message: `duplicate key '${key}'`, start, end, hint }
}

/** The mistake of nesting too deep. */
export function tooDeepAt(start: number, maxDepth: number): Problem {
  return {
    code: 'document-limit',
    message: `nested deeper than ${maxDepth} levels`,
    start,
    end: start + 1,
    hint: limitHints.depth,
  }
}
