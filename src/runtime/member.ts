/** Members of untrusted data: own ones only, so that no name reaches what every object inherits. */

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member (or the item) at the end of a path; undefined where there is none, whatever the data are. */
export function field(data: unknown, ...path: readonly PropertyKey[]): unknown {
  let value = data
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<PropertyKey, unknown>)[name]
  }
  return value
}

/** The elements of a list, or none. */
export function listAt(data: unknown, ...path: readonly PropertyKey[]): readonly unknown[] {
  const value = field(data, ...path)
  return Array.isArray(value) ? value : []
}

/** A member that holds text with something in it. */
export function textAt(data: unknown, ...path: readonly PropertyKey[]): string | undefined {
  const value = field(data, ...path)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * A single value as text. A list or an object is no word: `String` would take `['tcp']` for `tcp`, call a `toString` of the
 * data, and throw where that is no function.
 */
export function wordOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? '(a list)' : '(an object)'
}

/** Whether the member is there and holds something; null and empty text stand for "not set" in many exports. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** Sets an own member whatever its name: assigning `__proto__` would change the prototype instead. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}
