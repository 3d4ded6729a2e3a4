/** Longer texts are seldom the same. */
const longest = 500

/** How many different texts are known at most: those that are the same for many come soon. */
const mostTexts = 10_000

/**
 * Makes plain data that other threads hand over share their texts: each is a copy of its own there, and many are the same. It
 * changes the data in place.
 */
export function textSharer(): (data: unknown) => void {
  const known = new Map<string, string>()
  const one = (text: string): string => {
    if (text.length > longest) return text
    const before = known.get(text)
    if (before === undefined && known.size < mostTexts) known.set(text, text)
    return before ?? text
  }
  const share = (data: unknown): void => {
    if (typeof data !== 'object' || data === null) return
    const parts = data as Record<string, unknown>
    for (const key of Object.keys(parts)) {
      const part = parts[key]
      if (typeof part === 'string') parts[key] = one(part)
      else share(part)
    }
  }
  return share
}
