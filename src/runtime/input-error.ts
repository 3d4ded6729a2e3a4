import { formatDiagnostic } from '../wording/diagnostic.js'
import { append } from './append.js'
import type { Diagnostic } from './model/index.js'

/**
 * A user's mistake: carries every diagnostic of the stage that failed. The CLI prints them and exits 2.
 * @group Policies
 * @example
 * ```ts
 * import { InputError, loadPolicies } from 'policytest'
 *
 * try {
 *   loadPolicies('policy')
 * } catch (error) {
 *   if (error instanceof InputError) console.log(error.diagnostics.map(({ message }) => message)) // ["'policy' does not exist"]
 * }
 * ```
 */
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

/** Runs every task: the results of those that went well, and the diagnostics of those that a user's mistake ended. */
export function attempt<T>(tasks: Iterable<() => T>): { results: T[]; mistakes: Diagnostic[] } {
  const results: T[] = []
  const mistakes: Diagnostic[] = []
  for (const task of tasks) {
    try {
      results.push(task())
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      append(mistakes, error.diagnostics)
    }
  }
  return { results, mistakes }
}
