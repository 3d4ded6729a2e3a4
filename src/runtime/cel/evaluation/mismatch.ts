import type { SourceRange } from '../api.js'
import { Failure, type Site } from '../values/failure.js'
import { aTypeName, typeName } from '../values/type-name.js'

/** The error of an operand, or of a pair that has no such operator. */
export function noOverload(operator: string, a: unknown, b: unknown, range?: SourceRange): Failure {
  if (a instanceof Failure) return a
  if (b instanceof Failure) return b
  return new Failure(
    'no-such-overload',
    `no operator '${operator}' for ${typeName(a)} and ${typeName(b)}`,
    range,
  )
}

/** The error of a condition that is not a bool. */
export function notBool(value: unknown, site: Site): Failure {
  if (value instanceof Failure) return value
  return new Failure('no-such-overload', `expected a bool but got ${aTypeName(value)}: ${site.operand}`, site)
}

/** The error of something that should have been an optional. */
export function notOptional(value: unknown, site: Site): Failure {
  if (value instanceof Failure) return value
  return new Failure(
    'no-such-overload',
    `expected an optional but got ${aTypeName(value)}: ${site.operand}`,
    site,
  )
}

/** The error of a map that API servers would sort. */
export function notList(value: unknown, site: Site): Failure {
  return new Failure('no-such-overload', `${site.operand} is ${aTypeName(value)}, not a list`, site)
}
