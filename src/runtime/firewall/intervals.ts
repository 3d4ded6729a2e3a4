/** A stretch of values, `to` exclusive: half-open bounds need no successor, so one algebra serves numbers and bigints. */
export interface Span<T extends number | bigint> {
  readonly from: T
  readonly to: T
}

/** A set of integers: spans in ascending order, none empty, none touching the next. Every function here keeps that. */
export type Spans<T extends number | bigint> = readonly Span<T>[]

/** The set of any spans in any order; empty and reversed ones are left out, touching and overlapping ones united. */
export function spansOf<T extends number | bigint>(spans: Iterable<Span<T>>): Spans<T> {
  const sorted = [...spans].filter((s) => s.from < s.to).sort((a, b) => (a.from < b.from ? -1 : 1))
  const united: Span<T>[] = []
  for (const span of sorted) {
    const last = united.at(-1)
    if (!last || last.to < span.from) united.push(span)
    else if (last.to < span.to) united[united.length - 1] = { from: last.from, to: span.to }
  }
  return united
}

/** What is in one of the sets. */
export function union<T extends number | bigint>(a: Spans<T>, b: Spans<T>): Spans<T> {
  if (a.length === 0) return b
  if (b.length === 0) return a
  return spansOf([...a, ...b])
}

/** What is in both sets. */
export function intersect<T extends number | bigint>(a: Spans<T>, b: Spans<T>): Spans<T> {
  const common: Span<T>[] = []
  let i = 0
  let j = 0
  while (true) {
    const x = a[i]
    const y = b[j]
    if (!x || !y) return common
    const from = x.from > y.from ? x.from : y.from
    const to = x.to < y.to ? x.to : y.to
    if (from < to) common.push({ from, to })
    if (x.to < y.to) i++
    else j++
  }
}

/** What is in the first set and not in the second. */
export function subtract<T extends number | bigint>(a: Spans<T>, b: Spans<T>): Spans<T> {
  if (b.length === 0) return a
  const left: Span<T>[] = []
  let j = 0
  for (const span of a) {
    let from = span.from
    // a hole that ends before this span ends before every later one
    while (j < b.length && (b[j] as Span<T>).to <= from) j++
    for (let k = j; k < b.length; k++) {
      const hole = b[k] as Span<T>
      if (hole.from >= span.to) break
      if (hole.from > from) left.push({ from, to: hole.from })
      if (hole.to > from) from = hole.to
    }
    if (from < span.to) left.push({ from, to: span.to })
  }
  return left
}

/** Whether every value of `inner` is in `outer`. */
export function covers<T extends number | bigint>(outer: Spans<T>, inner: Spans<T>): boolean {
  return inner.every((span) => outer.some((o) => o.from <= span.from && span.to <= o.to))
}

/** Whether the value is in the set. */
export function includes<T extends number | bigint>(spans: Spans<T>, value: T): boolean {
  return spans.some((s) => s.from <= value && value < s.to)
}

/**
 * Cuts a set at every bound of the cutters. Within one piece every cutter holds all or nothing,
 * so the first value of a piece speaks for all of it.
 */
export function atoms<T extends number | bigint>(spans: Spans<T>, cutters: Iterable<Spans<T>>): Spans<T> {
  const bounds = new Set<T>()
  for (const cutter of cutters) {
    for (const { from, to } of cutter) bounds.add(from).add(to)
  }
  if (bounds.size === 0) return spans
  const cuts = [...bounds].sort((a, b) => (a < b ? -1 : 1))
  const pieces: Span<T>[] = []
  let next = 0
  for (const span of spans) {
    let from = span.from
    while (next < cuts.length && (cuts[next] as T) <= from) next++
    while (next < cuts.length && (cuts[next] as T) < span.to) {
      pieces.push({ from, to: cuts[next] as T })
      from = cuts[next++] as T
    }
    pieces.push({ from, to: span.to })
  }
  return pieces
}
