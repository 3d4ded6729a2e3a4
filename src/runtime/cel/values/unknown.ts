import { Failure } from './failure.js'
import { CelMap, entriesOf, isPlainObject } from './values.js'

/** Whether data may hold unknown values: looking for them takes time, which most runs need not spend. */
export const unknowns = { exist: false }

/** What stands in data for a value that nobody knows: an expression that reads it is this error. */
export function unknownValue(why: string): Failure {
  unknowns.exist = true
  return new Failure('unknown', why)
}

const known = new WeakMap<object, Failure | 'none'>()

/** An unknown value anywhere in a value; undefined where there is none. */
export function unknownIn(value: unknown): Failure | undefined {
  if (!unknowns.exist || typeof value !== 'object' || value === null) return undefined
  if (value instanceof Failure) return value
  const before = known.get(value)
  if (before !== undefined) return before === 'none' ? undefined : before
  const found = partsOf(value).reduce<Failure | undefined>(
    (unknown, part) => unknown ?? unknownIn(part),
    undefined,
  )
  known.set(value, found ?? 'none')
  return found
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (value instanceof CelMap) return entriesOf(value).map(([, part]) => part)
  return isPlainObject(value) ? Object.values(value) : []
}
