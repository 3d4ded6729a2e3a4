import type { CelError, DefinedFunction, Program, Scope } from '../api.js'
import { Failure, failure } from '../values/failure.js'
import { exhausted, meter } from './meter.js'

const homes = new WeakMap<CelError, Program>()

/** The program in which an error arose that came through a function or variable; undefined for one that did not. */
export function programOf(error: CelError): Program | undefined {
  return homes.get(error)
}

/** Remembers in which program an error arose: the first that is told. */
export function rememberProgram(error: CelError, program: Program): void {
  if (!homes.has(error)) homes.set(error, program)
}

/** Calls a function that is defined in CEL: what it spends is the caller's, and its errors know where they arose. */
export function callDefined(
  { name, program, home }: DefinedFunction,
  scope: Scope,
  args: readonly unknown[],
): unknown {
  if (!program) return failure('unknown', `the function '${name}' has mistakes`)
  const budget = { left: --meter.left }
  if (budget.left < 0) return exhausted()
  const value = program.evaluate(scopeOf(scope, home), budget, args)
  meter.left = budget.left
  if (value instanceof Failure && value.range) rememberProgram(value, program)
  return value
}

/** What an expression of that home sees, of what the caller sees. */
export function scopeOf(scope: Scope, home: string | undefined): Scope {
  return home === undefined ? scope : (scope[`@${home}`] as Scope)
}
