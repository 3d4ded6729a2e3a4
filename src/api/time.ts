import { inputError } from '../runtime/input-error.js'

/** The time that policies judge by. */
export interface TimeOption {
  /** `now` in expressions, and what expiry dates are compared with; a date, or ISO 8601. Default: the clock's time. */
  readonly now?: Date | string
}

/** @throws InputError for what is no time */
export function timeOf(time: Date | string = new Date()): Date {
  const date = new Date(time)
  if (!Number.isNaN(date.getTime())) return date
  throw inputError('usage', `'${String(time)}' is not a time`, {
    hint: 'give a Date, or a text such as 2027-03-31T12:00:00Z',
  })
}
