import type { CelError } from '../api.js'

/**
 * The one class of error values. Programs return them and compiled code recognises them by `instanceof`;
 * nothing in the engine throws for bad data.
 */
export class Failure implements CelError {
  readonly code: string
  readonly message: string
  readonly start: number
  readonly end: number

  constructor(code: string, message: string, start = -1, end = -1) {
    this.code = code
    this.message = message
    this.start = start
    this.end = end
  }
}

/** Where in the expression an operation stands, and the text of what it works on, for its error messages. */
export interface Site {
  readonly start: number
  readonly end: number
  /** Text of the operand: `object.rules[2]`. */
  readonly operand: string
}

/** An error value; its place is filled in by the call that it came out of. */
export function failure(code: CelError['code'], message: string): Failure {
  return new Failure(code, message)
}

/** The same error with a place, unless it has one already. */
export function at(error: Failure, site: { readonly start: number; readonly end: number }): Failure {
  return error.start >= 0 ? error : new Failure(error.code, error.message, site.start, site.end)
}

/** Whether a program's result is an error instead of a value. */
export function isCelError(value: unknown): value is CelError {
  return value instanceof Failure
}
