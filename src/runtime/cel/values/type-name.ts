import { CelMap, Double, Duration, isMap, Optional, Timestamp, TypeValue, Uint } from './values.js'

/** The runtime type of a value, in CEL notation without parameters: `int`, `list`, `net.IP`. */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'double'
    case 'object':
      break
    default:
      return 'unknown'
  }
  if (value === null) return 'null_type'
  if (Array.isArray(value)) return 'list'
  if (value instanceof CelMap) return 'map'
  if (value instanceof Double) return 'double'
  if (value instanceof Uint) return 'uint'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp'
  if (value instanceof Duration) return 'google.protobuf.Duration'
  if (value instanceof TypeValue) return 'type'
  if (value instanceof Optional) return 'optional_type'
  if (value instanceof Typed) return value.$typeName
  return isMap(value) ? 'map' : 'unknown'
}

/** "a string", "an int". */
export function aTypeName(value: unknown): string {
  const name = value === null ? 'null' : typeName(value)
  return value === null ? name : /^[aeiou]/.test(name) && name !== 'uint' ? `an ${name}` : `a ${name}`
}

/** Base of value classes that the library functions bring: they name their CEL type themselves. */
export abstract class Typed {
  abstract readonly $typeName: string
  /** Equality with a value of the same CEL type. */
  abstract $equals(other: Typed): boolean
  /** Whether API servers of Kubernetes take the other value for one of the same type when they compare. */
  $comparesWith(other: Typed): boolean {
    return other.$typeName === this.$typeName
  }
  /** What it is as the key of a map in API servers of Kubernetes: itself, a text, or undefined where it can be none. */
  get $key(): unknown {
    return this
  }
  /** How large it counts where costs go by size. */
  get $size(): number {
    return 1
  }
}
