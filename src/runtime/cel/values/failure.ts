import type { CelError, SourceRange } from '../api.js'

/**
 * The one class of error values. Programs return them and compiled code recognises them by `instanceof`;
 * nothing in the engine throws for bad data.
 */
export class Failure implements CelError {
  readonly code: CelError['code']
  readonly message: string
  readonly range?: SourceRange

  constructor(code: CelError['code'], message: string, range?: SourceRange) {
    this.code = code
    this.message = message
    if (range) this.range = { start: range.start, end: range.end }
  }
}

/** Where in the expression an operation stands, and the text of what it works on, for its error messages. */
export interface Site extends SourceRange {
  /** Text of the operand: `object.rules[2]`. */
  readonly operand: string
}

/** An error value; its place is filled in by the call that it came out of. */
export function failure(code: CelError['code'], message: string): Failure {
  return new Failure(code, message)
}

/** The same error with a place, unless it has one already. */
export function at(error: Failure, range: SourceRange | undefined): Failure {
  return error.range || !range ? error : new Failure(error.code, error.message, range)
}

/**
 * Whether a program's result is an error instead of a value.
 * @group Expressions
 * @example
 * ```ts
 * import { compileExpression, isCelError } from 'policytest'
 *
 * const compiled = compileExpression('object.port', { declarations: { object: 'dyn' } })
 * if ('program' in compiled) console.log(isCelError(compiled.program.evaluate({ object: {} }))) // true
 * ```
 */
export function isCelError(value: unknown): value is CelError {
  return value instanceof Failure
}

/** Whether something could be made; the failure itself when it took too many steps to tell. */
export function isMade(result: unknown): boolean | Failure {
  if (!(result instanceof Failure)) return true
  return result.code === 'budget' ? result : false
}
