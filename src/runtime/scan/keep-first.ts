/** Adds to a list that holds the first of what was added, in their order and at most so many. */
export function keepFirst<T>(list: T[], item: T, order: (a: T, b: T) => number, most: number): void {
  const isFull = list.length === most
  // Nearly all come in order.
  if (list.length === 0 || order(list[list.length - 1] as T, item) <= 0) {
    if (!isFull) list.push(item)
    return
  }
  let [from, to] = [0, list.length - 1]
  while (from < to) {
    const middle = (from + to) >> 1
    if (order(list[middle] as T, item) <= 0) from = middle + 1
    else to = middle
  }
  if (isFull) list.pop()
  list.splice(from, 0, item)
}
