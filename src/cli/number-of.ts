import { inputError } from '../runtime/input-error.js'

/** The number that a flag gives, within bounds. */
export function numberOf(
  flag: string,
  given: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (given === undefined) return undefined
  const number = Number(given)
  if (/^\d+(\.\d+)?$/.test(given) && number >= least && number <= most) return number
  throw inputError('usage', `${flag}: '${given}' is not a number from ${least} to ${most}`)
}
