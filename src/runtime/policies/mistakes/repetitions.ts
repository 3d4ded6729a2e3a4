/** Each item whose key an earlier one has already, with the first that has it. */
export function repetitions<T>(
  items: readonly T[],
  key: (item: T) => string,
): { readonly item: T; readonly first: T }[] {
  const firsts = new Map<string, T>()
  return items.flatMap((item) => {
    const first = firsts.get(key(item))
    if (first !== undefined) return [{ item, first }]
    firsts.set(key(item), item)
    return []
  })
}
