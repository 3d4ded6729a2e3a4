import { CelMap, doubleOf } from '../cel/index.js'
import { setOwn } from '../member.js'

/** A value that JSON can say. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** The JSON of a CEL value; undefined for what JSON cannot say: bytes, times, keys that are no text, integers that it would round. */
export function plainOf(value: unknown): Plain | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  const double = doubleOf(value)
  if (double !== undefined) return Number.isFinite(double) ? double : undefined
  if (typeof value === 'number') return value
  if (Array.isArray(value)) {
    const items = value.map(plainOf)
    return items.every((item) => item !== undefined) ? (items as Plain[]) : undefined
  }
  const entries = entriesOf(value)
  if (!entries) return undefined
  const object: Record<string, Plain> = {}
  for (const [key, member] of entries) {
    const plain = plainOf(member)
    if (typeof key !== 'string' || plain === undefined) return undefined
    setOwn(object, key, plain)
  }
  return object
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (value instanceof CelMap) return [...value.$entries.values()]
  if (typeof value !== 'object' || value === null) return undefined
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Object.entries(value) : undefined
}

export function isPlainObject(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
