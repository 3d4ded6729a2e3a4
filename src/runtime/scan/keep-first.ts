/** Adds to a list that holds the first of what was added, in their order and at most so many. */
export function keepFirst<T>(list: T[], item: T, order: (a: T, b: T) => number, most: number): void {
  let at = list.length
  while (at > 0 && order(list[at - 1] as T, item) > 0) at--
  if (at === most) return
  list.splice(at, 0, item)
  if (list.length > most) list.pop()
}
