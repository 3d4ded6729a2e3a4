import { setOwn } from '../member.js'

const half = /\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]/

/** Whether a JSON text may hold an escape that is half of a character. */
export function mayHoldHalves(text: string): boolean {
  return half.test(text)
}

/**
 * The data with U+FFFD for each half of a character (a lone surrogate), as Go's JSON decoder reads it: no text of CEL and no
 * report can hold one. `collides` is told of a key that another one becomes.
 */
export function wellFormed(data: unknown, collides: (key: string) => void): unknown {
  if (typeof data === 'string') return data.replace(/\p{Surrogate}/gu, '\ufffd')
  if (Array.isArray(data)) return data.map((item) => wellFormed(item, collides))
  if (typeof data !== 'object' || data === null) return data
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(data)) {
    const name = key.replace(/\p{Surrogate}/gu, '\ufffd')
    if (Object.hasOwn(result, name)) collides(name)
    setOwn(result, name, wellFormed(value, collides))
  }
  return result
}
