/** Closed intervals of integers: port ranges (numbers) and address ranges (bigints or numbers). */
export interface Interval<N extends number | bigint> {
  readonly first: N
  readonly last: N
}

/** The same set as sorted, disjoint intervals; adjacent ones become one. Empty intervals vanish. */
export function union<N extends number | bigint>(intervals: readonly Interval<N>[]): readonly Interval<N>[] {
  const sorted = intervals
    .filter(({ first, last }) => first <= last)
    .sort((a, b) => (a.first < b.first ? -1 : 1))
  const joined: Interval<N>[] = []
  for (const interval of sorted) {
    const previous = joined.at(-1)
    if (!previous || interval.first > next(previous.last)) joined.push(interval)
    else if (interval.last > previous.last) {
      joined[joined.length - 1] = { first: previous.first, last: interval.last }
    }
  }
  return joined
}

function next<N extends number | bigint>(value: N): N {
  return (typeof value === 'bigint' ? value + 1n : (value as number) + 1) as N
}

/** Whether the union of the intervals contains every number of the wanted one. */
export function covers<N extends number | bigint>(
  intervals: readonly Interval<N>[],
  wanted: Interval<N>,
): boolean {
  return union(intervals).some(({ first, last }) => first <= wanted.first && last >= wanted.last)
}

/** Whether two intervals have a number in common. */
export function overlap<N extends number | bigint>(a: Interval<N>, b: Interval<N>): boolean {
  return a.first <= b.last && b.first <= a.last && a.first <= a.last && b.first <= b.last
}

/** What of the wanted interval no interval contains: sorted, disjoint. */
export function missing<N extends number | bigint>(
  intervals: readonly Interval<N>[],
  wanted: Interval<N>,
): readonly Interval<N>[] {
  const gaps: Interval<N>[] = []
  let from = wanted.first
  for (const { first, last } of union(intervals)) {
    if (last < from) continue
    if (first > wanted.last) break
    if (first > from) gaps.push({ first: from, last: previous(first) })
    from = next(last)
  }
  if (from <= wanted.last) gaps.push({ first: from, last: wanted.last })
  return gaps
}

function previous<N extends number | bigint>(value: N): N {
  return (typeof value === 'bigint' ? value - 1n : (value as number) - 1) as N
}
