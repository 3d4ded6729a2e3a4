/** Puts the items at the end of the list; other than a call with `...items`, which ends at some 100,000, any number of them. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item)
}
