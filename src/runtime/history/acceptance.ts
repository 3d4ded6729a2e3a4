import { inputError } from '../input-error.js'
import { isDay } from '../policies/index.js'

/** What every waiver for a known finding says. */
export interface AcceptedBy {
  /** Who answers for the findings. */
  readonly owner: string
  readonly reason: string
  /** The last day on which they are accepted. */
  readonly expires: string
}

/**
 * What somebody says who accepts findings.
 * @throws InputError unless somebody answers for them, until a day to come
 */
export function acceptedBy({ owner, expires, reason }: Partial<AcceptedBy>, now: Date): AcceptedBy {
  const today = now.toISOString().slice(0, 10)
  if (owner === undefined || owner.trim() === '')
    throw inputError('usage', "'owner' says who answers for the findings, and has to be given")
  if (expires === undefined)
    throw inputError('usage', "'expires' says until when they are accepted, and has to be given")
  if (!isDay(expires))
    throw inputError('usage', `expires: '${expires}' is not a date`, { hint: 'write it as 2027-03-31' })
  if (expires < today) throw inputError('usage', `expires: ${expires} has passed`)
  if (reason?.trim() === '') throw inputError('usage', "'reason' says nothing")
  return { owner, expires, reason: reason ?? `known since ${today}` }
}
