import { Failure } from '../values/failure.js'
import { aTypeName, typeName } from '../values/type-name.js'
import { compare } from './comparison.js'

/** The types whose values API servers of Kubernetes can order. */
export const orderedTypes: ReadonlySet<string> = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
])

/** The failure of a value that API servers of Kubernetes cannot order. */
export function withoutOrder(value: unknown): Failure | undefined {
  if (orderedTypes.has(typeName(value))) return undefined
  return new Failure('no-such-overload', `${aTypeName(value)} has no order`)
}

/**
 * Below, equal to or above zero as a comes before b or not, in the list functions of API servers of Kubernetes; NaN of
 * values of different types. A failure for a value that has no order at all.
 */
export function compareLoosely(a: unknown, b: unknown): number | Failure {
  const order = compare(a, b)
  return order instanceof Failure ? (withoutOrder(a) ?? withoutOrder(b) ?? Number.NaN) : order
}
