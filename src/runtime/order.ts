/** Compares by keys, the first that differs deciding; with `<`, never by locale. */
export function by<T>(keys: (value: T) => readonly (string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    const left = keys(a)
    const right = keys(b)
    for (const [index, key] of left.entries()) {
      const other = right[index] as string | number
      if (key < other) return -1
      if (key > other) return 1
    }
    return 0
  }
}
