/** Gives what was computed for a key not long ago, or computes it; `size` says how much room it takes. */
export type Recent<Value> = (key: object, size: number, compute: () => Value) => Value

/** Remembers what was computed last, of so much room together; at least one value. */
export function recent<Value>(room: number): Recent<Value> {
  const known = new Map<object, { readonly value: Value; readonly size: number }>()
  let held = 0
  return (key, size, compute) => {
    const found = known.get(key)
    if (found) return found.value
    const value = compute()
    for (const [old, { size: freed }] of known) {
      if (held + size <= room) break
      known.delete(old)
      held -= freed
    }
    known.set(key, { value, size })
    held += size
    return value
  }
}
