import { Failure, type Site } from '../values/failure.js'
import { aTypeName } from '../values/type-name.js'
import {
  CelMap,
  Double,
  doubleOf,
  entriesOf,
  isMap,
  isPlainObject,
  type MapKey,
  mapKey,
} from '../values/values.js'

/** What a macro goes over when it is not a list: the keys of a map. */
export function elements(range: unknown, site: Site): readonly unknown[] | Failure {
  if (Array.isArray(range)) return range
  if (range instanceof CelMap) return [...range.$entries.values()].map(([key]) => key)
  if (isPlainObject(range)) return Object.keys(range)
  if (range instanceof Failure) return range
  return new Failure('no-such-overload', `${site.operand} is ${aTypeName(range)}, not a list or a map`, site)
}

/** What a two-variable macro goes over: the values, beside the keys of {@link elements}. */
export function valuesOf(range: unknown): readonly unknown[] {
  if (Array.isArray(range)) return range
  return range instanceof CelMap
    ? [...range.$entries.values()].map(([, value]) => value)
    : Object.values(range as object)
}

/** The elements of a list; the values of a map, with its keys. Undefined for anything else. */
export function elementsOf(
  range: unknown,
): { readonly values: readonly unknown[]; readonly keys?: readonly unknown[] } | undefined {
  if (Array.isArray(range)) return { values: range }
  if (!isMap(range)) return undefined
  const entries = entriesOf(range)
  return { values: entries.map(([, value]) => value), keys: entries.map(([key]) => key) }
}

/** A map from the keys and values of a literal; duplicate keys are an error. */
export function mapLiteral(keysAndValues: readonly unknown[], site: Site): CelMap | Failure {
  const entries = new Map<MapKey, readonly [unknown, unknown]>()
  for (let i = 0; i < keysAndValues.length; i += 2) {
    const key = keysAndValues[i]
    const k = key instanceof Double || doubleOf(key) !== undefined ? undefined : mapKey(key)
    if (k === undefined) return new Failure('no-such-overload', `${aTypeName(key)} cannot be a map key`, site)
    if (entries.has(k)) return new Failure('duplicate-key', `the key ${String(k)} is there twice`, site)
    entries.set(k, [key, keysAndValues[i + 1]])
  }
  return new CelMap(entries)
}

/** Adds the entries of a map to a flat list of keys and values. */
export function pushEntries(keysAndValues: unknown[], map: unknown, site: Site): Failure | undefined {
  if (map instanceof Failure) return map
  if (!(map instanceof CelMap) && !isPlainObject(map)) {
    return new Failure('no-such-overload', `${aTypeName(map)} is not a map of entries`, site)
  }
  for (const [key, value] of entriesOf(map)) keysAndValues.push(key, value)
  return undefined
}
