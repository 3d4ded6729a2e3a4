import type { CelFunction } from '../../model/index.js'
import { equal } from '../evaluation/equality.js'
import { charge } from '../evaluation/meter.js'
import type { Failure } from '../values/failure.js'

type List = readonly unknown[]

function has(list: List, value: unknown): boolean | Failure {
  for (const element of list) {
    const same = equal(element, value)
    if (same !== false) return same
  }
  return false
}

function containsAll(list: List, part: List): boolean | Failure {
  const over = charge((list.length * part.length) >> 2)
  if (over) return over
  for (const value of part) {
    const found = has(list, value)
    if (found !== true) return found
  }
  return true
}

function equivalent(a: List, b: List): boolean | Failure {
  const forth = containsAll(a, b)
  return forth === true ? containsAll(b, a) : forth
}

function intersects(a: List, b: List): boolean | Failure {
  const over = charge((a.length * b.length) >> 2)
  if (over) return over
  for (const value of b) {
    const found = has(a, value)
    if (found !== false) return found
  }
  return false
}

/** Lists as sets. */
export const sets: readonly CelFunction[] = [
  {
    name: 'sets.contains',
    overloads: { 'sets.contains(list<T>, list<T>): bool': containsAll },
    doc: 'Whether the first list has every element of the second.',
    since: '1.29',
    examples: [['sets.contains(["a", "b"], ["b"])', 'true']],
  },
  {
    name: 'sets.equivalent',
    overloads: { 'sets.equivalent(list<T>, list<T>): bool': equivalent },
    doc: 'Whether the two lists have the same elements, however often and in whatever order.',
    since: '1.29',
    examples: [['sets.equivalent([1, 2, 2], [2, 1])', 'true']],
  },
  {
    name: 'sets.intersects',
    overloads: { 'sets.intersects(list<T>, list<T>): bool': intersects },
    doc: 'Whether the two lists have an element in common.',
    since: '1.29',
    examples: [['sets.intersects(["NET_ADMIN"], ["SYS_ADMIN"])', 'false']],
  },
]
