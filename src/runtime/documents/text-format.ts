import { inputError } from '../input-error.js'
import type { Diagnostic, Document } from '../model/index.js'
import { maxTextLength } from './limits.js'
import { type Lines, linesOf } from './lines.js'
import { diagnosticAt } from './problem.js'
import { textOf } from './resource-at.js'

/**
 * The lines of a document in a format of its own, for a parser that is not ours.
 * @throws InputError for a text that is longer than the parser is trusted with
 */
export function boundedLines(document: Document, most = maxTextLength): Lines {
  const text = textOf(document)
  if (text.length <= most) return linesOf(document.file, text)
  throw inputError('document-limit', `longer than ${most.toLocaleString('en')} characters`, {
    hint: 'split it, or leave it out with --exclude',
    location: document.locate(''),
  })
}

/** A mistake that a parser has found at an offset; its message must not quote the text, which may be a secret. */
export function syntaxProblem(lines: Lines, message: string, offset: number): Diagnostic {
  return diagnosticAt(lines, { code: 'text-syntax', message, start: offset, end: offset + 1 })
}
