/** Counts how often each key was asked for, the present time included: what is named twice gets a number. */
export function countTimes(): (key: string) => number {
  const seen = new Map<string, number>()
  return (key) => {
    const times = (seen.get(key) ?? 0) + 1
    seen.set(key, times)
    return times
  }
}
