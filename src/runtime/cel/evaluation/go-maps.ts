import { Failure, type Site } from '../values/failure.js'
import { GoMap, goKey } from '../values/go-map.js'
import { aTypeName } from '../values/type-name.js'
import type { CelMap } from '../values/values.js'

/** A key that Go cannot hash. */
export function noKey(key: unknown, site: Site): Failure {
  return new Failure('no-such-overload', `${aTypeName(key)} cannot be a map key`, site)
}

/**
 * A map literal as API servers make it: keys are of any type that Go can hash, the last value of a key holds, and one that
 * is undefined takes the key out.
 */
export function mapOfAnyKeys(keysAndValues: readonly unknown[], site: Site): CelMap | Failure {
  const entries = new Map<unknown, readonly [unknown, unknown]>()
  for (let i = 0; i < keysAndValues.length; i += 2) {
    const [key, value] = [keysAndValues[i], keysAndValues[i + 1]]
    const k = goKey(key)
    if (k === undefined) return noKey(key, site)
    if (value === undefined) entries.delete(k)
    else entries.set(k, [key, value])
  }
  return new GoMap(entries)
}

/** A map that API servers put together entry by entry: none is there that the next key finds. */
export function insertedMap(keysAndValues: readonly unknown[], site: Site): CelMap | Failure {
  const entries = new Map<unknown, readonly [unknown, unknown]>()
  const map = new GoMap(entries)
  for (let i = 0; i < keysAndValues.length; i += 2) {
    const [key, value] = [keysAndValues[i], keysAndValues[i + 1]]
    const k = goKey(key)
    if (k === undefined) return noKey(key, site)
    if (map.$find(key) !== undefined)
      return new Failure('duplicate-key', `the key ${String(key)} is there twice`, site)
    entries.set(k, [key, value])
  }
  return map
}
