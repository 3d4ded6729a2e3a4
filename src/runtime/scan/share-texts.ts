import { oneOfEach } from '../one-text.js'

/** Longer texts are seldom the same. */
const longest = 500

/** How many different texts are known at most: those that are the same for many come soon. */
const mostTexts = 10_000

/**
 * Makes plain data that other threads hand over share their texts: each is a copy of its own there, and many are the same. It
 * changes the data in place.
 */
export function textSharer(): (data: unknown) => void {
  const one = oneOfEach(mostTexts)
  const share = (data: unknown): void => {
    if (typeof data !== 'object' || data === null) return
    const parts = data as Record<string, unknown>
    for (const key of Object.keys(parts)) {
      const part = parts[key]
      if (typeof part !== 'string') share(part)
      else if (part.length <= longest) parts[key] = one(part)
    }
  }
  return share
}
