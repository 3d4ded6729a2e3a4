import { type Failure, failure } from '../values/failure.js'

/** Units that one evaluation of one expression may spend. */
export const expressionBudget = 500_000

/** Units that all expressions of one policy may spend on one resource. */
export const policyBudget = 10_000_000

/** The most characters that a string made by an expression may have. */
export const longestString = 1 << 20

/** The budget of the evaluation that is running. Evaluation is synchronous; nested ones restore it (see generate/build.ts). */
export const meter = { left: expressionBudget, longest: longestString }

/** Spends units; the failure when there are none left. */
export function charge(units: number): Failure | undefined {
  meter.left -= units
  return meter.left < 0 ? exhausted() : undefined
}

/** The failure of making a string of so many characters, when that is too much; otherwise it is paid for. */
export function chargeString(length: number): Failure | undefined {
  if (length > meter.longest)
    return failure('budget', `a string would be longer than ${meter.longest} characters`)
  return charge(length >> 6)
}

/** Runs under a budget of its own, which what it spends leaves untouched outside. */
export function apart<T>(run: () => T): T {
  const outer = meter.left
  meter.left = expressionBudget
  try {
    return run()
  } finally {
    meter.left = outer
  }
}

/** The failure of an evaluation that costs too much. */
export function exhausted(): Failure {
  return failure('budget', 'the expression costs too much to evaluate: it loops over or builds too much data')
}
