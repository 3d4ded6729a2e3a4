import { formatDiagnostic } from '../wording/diagnostic.js'
import type { Diagnostic } from './model/index.js'

/** A user's mistake: carries every diagnostic of the stage that failed. The CLI prints them and exits 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'))
    this.diagnostics = diagnostics
  }
}

/** Shorthand for a single mistake. */
export function inputError(code: string, message: string, more: Partial<Diagnostic> = {}): InputError {
  return new InputError([{ code, level: 'error', message, ...more }])
}
