/**
 * Compares by keys, the first that differs deciding; with `<`, never by locale. A key is only taken where those before it are
 * the same, so that sorting many allocates nothing.
 */
export function by<T>(...keys: readonly ((value: T) => string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const left = key(a)
      const right = key(b)
      if (left < right) return -1
      if (left > right) return 1
    }
    return 0
  }
}

/** Compares two texts with `<`: for orders that are asked for with every evaluation, of which {@link by} takes twenty times as long. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
