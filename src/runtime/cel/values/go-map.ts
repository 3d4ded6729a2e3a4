import { Typed } from './type-name.js'
import { CelMap, Duration, doubleOf, int, isInt, mapKey, Timestamp, TypeValue, Uint } from './values.js'

/** A map that an expression makes in an API server: a hash table of Go, where 1, 1u and 1.0 are three keys. */
export class GoMap extends CelMap {
  /** An int is found under a uint and the other way round, either under a double; a double under neither. */
  override $find(key: unknown): unknown {
    for (const same of [key, ...integersOf(key)]) {
      const found = this.$entries.get(goKey(same))
      if (found) return found[1]
    }
    return undefined
  }
}

/**
 * What a value is as a key: two values are the same key when this is the same. Undefined of what Go cannot hash: an API
 * server fails there.
 */
export function goKey(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? mark + value : value
  if (isInt(value)) return mapKey(value)
  const number = doubleOf(value)
  // NaN is no key that is found again.
  if (number !== undefined) return Number.isNaN(number) ? Symbol() : `${mark}double ${number + 0}`
  if (value instanceof Uint) return `${mark}uint ${value.$uint}`
  if (value instanceof Duration) return `${mark}duration ${value.$nanos}`
  if (value instanceof TypeValue) return `${mark}type ${value.$type}`
  if (value instanceof Timestamp) return timestampKey(value)
  if (value instanceof Uint8Array) return undefined
  if (!(value instanceof Typed)) return value
  return typeof value.$key === 'string' ? mark + value.$key : value.$key
}

/** Begins the keys that stand for values without a JavaScript value of their own. */
const mark = '\u0000'

/** Go makes the zone of an offset once for whole hours, and anew for each text otherwise. */
function timestampKey(time: Timestamp): unknown {
  return time.$offset % 60 === 0 ? `${mark}timestamp ${time.$epochNanos} ${time.$offset}` : time
}

/** The integers of other types that a number is found under. */
function integersOf(key: unknown): readonly unknown[] {
  if (isInt(key)) return key >= 0 ? [new Uint(BigInt(key))] : []
  if (key instanceof Uint) return [int(key.$uint)]
  const number = doubleOf(key)
  if (number === undefined || !Number.isInteger(number)) return []
  return [int(BigInt(number)), new Uint(BigInt(number))]
}
