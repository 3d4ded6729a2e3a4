/** A field of untrusted data: own properties only, undefined for whatever is not an object. */
export function field(data: unknown, ...path: readonly string[]): unknown {
  let value = data
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** The elements of a list, or none. */
export function listAt(data: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = field(data, ...path)
  return Array.isArray(value) ? value : []
}

/** A field that holds text with something in it. */
export function textAt(data: unknown, ...path: readonly string[]): string | undefined {
  const value = field(data, ...path)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Whether the field is there and holds something; null and empty text stand for "not set" in many exports. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** A value as messages quote it: short, on one line. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return `'${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`
}
