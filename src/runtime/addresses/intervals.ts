import type { Span, Spans } from '../model/index.js'

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
    const later = x.from < y.from ? y : x
    const firstEnds = x.to < y.to
    const to = firstEnds ? x.to : y.to
    if (later.from < to) common.push({ from: later.from, to })
    if (firstEnds) i++
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
  let i = 0
  return inner.every((span) => {
    while (i < outer.length && (outer[i] as Span<T>).to < span.to) i++
    const over = outer[i]
    return over !== undefined && over.from <= span.from
  })
}

/** Whether the value is in the set. */
export function includes<T extends number | bigint>(spans: Spans<T>, value: T): boolean {
  const span = firstBeyond(spans, value)
  return span !== undefined && span.from <= value
}

/** Whether the sets have a value in common; quick where one of them is small. */
export function meet<T extends number | bigint>(a: Spans<T>, b: Spans<T>): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a]
  return few.some(({ from, to }) => {
    const span = firstBeyond(many, from)
    return span !== undefined && span.from < to
  })
}

/** The first span that ends after a value. */
function firstBeyond<T extends number | bigint>(spans: Spans<T>, value: T): Span<T> | undefined {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle] as Span<T>).to <= value) low = middle + 1
    else high = middle
  }
  return spans[low]
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
  const cuts = [...bounds].sort((a, b) => (a < b ? -1 : 1))
  const pieces: Span<T>[] = []
  let next = 0
  for (const span of spans) {
    let { from } = span
    while (next < cuts.length && (cuts[next] as T) <= from) next++
    while (next < cuts.length && (cuts[next] as T) < span.to) {
      pieces.push({ from, to: cuts[next] as T })
      from = cuts[next++] as T
    }
    pieces.push({ from, to: span.to })
  }
  return pieces
}
