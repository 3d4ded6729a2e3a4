/** Where the elements of a filtered list of primitives came from. */
export interface Origin {
  readonly list: readonly unknown[]
  readonly indexes: readonly number[]
}

const origins = new WeakMap<object, Origin>()

/** Notes that the elements of `filtered` stood at these indexes of `list`. */
export function remember(
  filtered: readonly unknown[],
  list: readonly unknown[],
  indexes: readonly number[],
): void {
  origins.set(filtered, { list, indexes })
}

/**
 * Where the elements of a list came from, when `filter` made it from a list of primitives; through several filters
 * back to the first. Objects need no such note: they are the document's own.
 */
export function originOf(list: readonly unknown[]): Origin | undefined {
  const origin = origins.get(list)
  const earlier = origin && originOf(origin.list)
  if (!origin || !earlier) return origin
  return { list: earlier.list, indexes: origin.indexes.map((i) => earlier.indexes[i] as number) }
}
