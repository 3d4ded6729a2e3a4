import { type Type, types } from './type.js'

/** The type of a literal's value. */
export function literalType(value: unknown): Type {
  if (value === null) return types.null
  switch (typeof value) {
    case 'string':
      return types.string
    case 'boolean':
      return types.bool
    case 'bigint':
      return types.int
    case 'number':
      return Number.isSafeInteger(value) ? types.int : types.double
  }
  if (value instanceof Uint8Array) return types.bytes
  return value && typeof value === 'object' && '$uint' in value ? types.uint : types.double
}
