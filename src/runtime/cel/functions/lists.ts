import type { CelFunction } from '../../model/index.js'
import { add } from '../evaluation/arithmetic.js'
import { compare } from '../evaluation/comparison.js'
import { equal } from '../evaluation/equality.js'
import { isEqual } from '../evaluation/kubernetes-equality.js'
import { compareLoosely } from '../evaluation/kubernetes-order.js'
import { charge } from '../evaluation/meter.js'
import { sortByKeys, sortByKeysInKubernetes } from '../evaluation/sort-by-keys.js'
import { Failure, failure } from '../values/failure.js'
import { aTypeName, typeName } from '../values/type-name.js'
import { Duration, double, mapKey, none, Optional, Uint } from '../values/values.js'

type List = readonly unknown[]
type Int = number | bigint

/** Costs a unit per element. */
function metered<A extends readonly unknown[], R>(run: (list: List, ...args: A) => R) {
  return (list: List, ...args: A): R | Failure => charge(list.length) ?? run(list, ...args)
}

type Equality = (a: unknown, b: unknown) => boolean | Failure
type Comparison = (a: unknown, b: unknown) => number | Failure

function find(
  list: List,
  value: unknown,
  indexes: Iterable<number>,
  same: Equality = equal,
): number | Failure {
  for (const i of indexes) {
    const found = same(list[i], value)
    if (found instanceof Failure) return found
    if (found) return i
  }
  return -1
}

const indexOf = (same: Equality) => metered((list, value: unknown) => find(list, value, list.keys(), same))
const lastIndexOf = (same: Equality) =>
  metered((list, value: unknown) => find(list, value, [...list.keys()].reverse(), same))

const isSorted = (order: Comparison) =>
  metered((list): boolean | Failure => {
    // The first is compared with itself: it may be of a type without order.
    let previous = list[0]
    for (const value of list) {
      const result = order(previous, value)
      if (result instanceof Failure) return result
      if (result > 0) return false
      previous = value
    }
    return true
  })

const zeros: Readonly<Record<string, unknown>> = {
  int: 0,
  uint: new Uint(0n),
  double: double(0),
  'google.protobuf.Duration': new Duration(0n),
}

const sumFrom = (zero: unknown) =>
  metered((list) => {
    let total = zero
    for (let i = 0; i < list.length && !(total instanceof Failure); i++) total = add(total, list[i])
    return total
  })

/** A list that is empty does not say what it is a list of: its sum is the int 0. */
function sum(list: List): unknown {
  const zero = list.length === 0 ? 0 : zeros[typeName(list[0])]
  return zero === undefined
    ? failure('no-such-overload', `sum() is for numbers and durations, not for ${aTypeName(list[0])}`)
    : sumFrom(zero)(list)
}

const extreme = (sign: 1 | -1, order: Comparison) =>
  metered((list): unknown => {
    if (list.length === 0)
      return failure('invalid-argument', `an empty list has no ${sign > 0 ? 'maximum' : 'minimum'}`)
    let best = list[0]
    for (const value of list) {
      const result = order(value, best)
      if (result instanceof Failure) return result
      if (result * sign > 0) best = value
    }
    return best
  })

function slice(list: List, from: Int, to: Int): List | Failure {
  const bad = from < 0 || to < from || to > list.length
  return bad
    ? failure('index-out-of-range', `cannot slice [${from}, ${to}) of ${list.length} elements`)
    : list.slice(Number(from), Number(to))
}

function flatten(list: List, depth: Int = 1): List | Failure {
  if (depth < 0) return failure('invalid-argument', 'the depth of flatten() must not be negative')
  const flat: unknown[] = []
  const visit = (of: List, left: number): Failure | undefined => {
    const over = charge(of.length)
    if (over) return over
    for (const element of of) {
      const nested = Array.isArray(element) && left > 0 ? visit(element, left - 1) : flat.push(element)
      if (nested instanceof Failure) return nested
    }
    return undefined
  }
  return visit(list, Math.min(Number(depth), 100)) ?? flat
}

/** Without elements that equal an earlier one. Scalars cost one look-up; others are compared with one another. */
const distinct = (same: Equality) =>
  metered((list): List | Failure => {
    const keys = new Set<unknown>()
    const rest: unknown[] = []
    const found: unknown[] = []
    for (const element of list) {
      const key = element === null ? null : mapKey(element)
      if (key !== undefined && typeof key !== 'bigint') {
        if (keys.has(key)) continue
        keys.add(key)
      } else {
        const over = charge(rest.length)
        if (over) return over
        const at = find(rest, element, rest.keys(), (other, value) => same(value, other))
        if (at instanceof Failure) return at
        if (at >= 0) continue
        rest.push(element)
      }
      found.push(element)
    }
    return found
  })

function range(n: Int): List | Failure {
  if (n < 0) return failure('invalid-argument', `lists.range() is for lengths, not for ${n}`)
  return charge(Number(n)) ?? Array.from({ length: Number(n) }, (_, i) => i)
}

const summable = Object.keys(zeros)
const sortable = [...summable, 'bool', 'string', 'bytes', 'google.protobuf.Timestamp']

/** The signature for each of the types that API servers take its elements of. */
function forEach(types: readonly string[], signature: string): Readonly<Record<string, readonly string[]>> {
  return { [signature]: types.map((type) => signature.replace(/\bT\b/g, type)) }
}

const includes =
  (same: Equality) =>
  (of: unknown, value: unknown): boolean | Failure => {
    if (!Array.isArray(of)) return same(of, value)
    const at = charge(of.length) ?? find(of, value, of.keys(), same)
    return at instanceof Failure ? at : at >= 0
  }

/** List functions of Kubernetes and of cel-go's extension library, version 3. */
export const lists: readonly CelFunction[] = [
  {
    name: 'indexOf',
    overloads: { 'list<T>.indexOf(T): int': indexOf(equal) },
    inKubernetes: { 'list<T>.indexOf(T): int': indexOf(isEqual) },
    doc: 'Index of the first element that equals the value, or -1.',
    since: 'base',
    examples: [['[1, 2, 2].indexOf(2)', '1']],
  },
  {
    name: 'lastIndexOf',
    overloads: { 'list<T>.lastIndexOf(T): int': lastIndexOf(equal) },
    inKubernetes: { 'list<T>.lastIndexOf(T): int': lastIndexOf(isEqual) },
    doc: 'Index of the last element that equals the value, or -1.',
    since: 'base',
    examples: [['[1, 2, 2].lastIndexOf(2)', '2']],
  },
  {
    name: 'includes',
    overloads: { 'dyn.includes(dyn): bool': includes(equal) },
    inKubernetes: { 'dyn.includes(dyn): bool': includes(isEqual) },
    doc: 'Whether it is the value or, as a list, has an element that equals it.',
    since: '1.37',
    examples: [
      ['["a", "b"].includes("b")', 'true'],
      ['"a".includes("a")', 'true'],
    ],
  },
  {
    name: 'isSorted',
    overloads: { 'list<T>.isSorted(): bool': isSorted(compare) },
    inKubernetes: { 'list<T>.isSorted(): bool': isSorted(compareLoosely) },
    doc: 'Whether no element comes before its predecessor.',
    since: 'base',
    kubernetes: forEach(sortable, 'list<T>.isSorted(): bool'),
    examples: [['["a", "b", "b"].isSorted()', 'true']],
  },
  {
    name: 'sum',
    overloads: { 'list<T>.sum(): T': sum },
    inKubernetes: Object.fromEntries(
      Object.entries(zeros).map(([type, zero]) => [`list<${type}>.sum(): ${type}`, sumFrom(zero)]),
    ),
    doc: 'The sum of numbers or durations; 0 of an empty list.',
    since: 'base',
    kubernetes: forEach(summable, 'list<T>.sum(): T'),
    examples: [['[1, 3].sum()', '4']],
  },
  {
    name: 'min',
    overloads: { 'list<T>.min(): T': extreme(-1, compare) },
    inKubernetes: { 'list<T>.min(): T': extreme(-1, compareLoosely) },
    doc: 'The smallest element; an error when there is none.',
    since: 'base',
    kubernetes: forEach(sortable, 'list<T>.min(): T'),
    examples: [['[3, 1, 2].min()', '1']],
  },
  {
    name: 'max',
    overloads: { 'list<T>.max(): T': extreme(1, compare) },
    inKubernetes: { 'list<T>.max(): T': extreme(1, compareLoosely) },
    doc: 'The largest element; an error when there is none.',
    since: 'base',
    kubernetes: forEach(sortable, 'list<T>.max(): T'),
    examples: [
      ['[3, 1, 2].max()', '3'],
      ['[].max()', 'error: an empty list has no maximum'],
    ],
  },
  {
    name: 'slice',
    overloads: { 'list<T>.slice(int, int): list<T>': metered(slice) },
    doc: 'The elements from the first index up to, and without, the second.',
    since: '1.34',
    examples: [['[1, 2, 3, 4].slice(1, 3)', '[2, 3]']],
  },
  {
    name: 'flatten',
    overloads: { 'list<dyn>.flatten(): list<dyn>': flatten, 'list<dyn>.flatten(int): list<dyn>': flatten },
    doc: 'With nested lists replaced by their elements, one level deep or as many as given.',
    since: '1.34',
    kubernetes: { 'list<dyn>.flatten(): list<dyn>': ['list<list<T>>.flatten(): list<T>'] },
    examples: [
      ['[1, [2, [3]]].flatten()', '[1, 2, [3]]'],
      ['[1, [2, [3]]].flatten(2)', '[1, 2, 3]'],
    ],
  },
  {
    name: 'distinct',
    overloads: { 'list<T>.distinct(): list<T>': distinct(equal) },
    inKubernetes: { 'list<T>.distinct(): list<T>': distinct(isEqual) },
    doc: 'Without elements that equal an earlier one.',
    since: '1.34',
    examples: [['[1, 2, 1, 1.0].distinct()', '[1, 2]']],
  },
  {
    name: 'sort',
    overloads: { 'list<T>.sort(): list<T>': (list: List) => sortByKeys(list, list) },
    inKubernetes: { 'list<T>.sort(): list<T>': (list: List) => sortByKeysInKubernetes(list, list) },
    doc: 'In ascending order. `list.sortBy(e, key)` sorts by a key.',
    since: '1.34',
    kubernetes: forEach(sortable, 'list<T>.sort(): list<T>'),
    examples: [
      ['[3, 1, 2].sort()', '[1, 2, 3]'],
      ['["aa", "b"].sortBy(e, size(e))', '["b", "aa"]'],
    ],
  },
  {
    name: 'reverse',
    overloads: { 'list<T>.reverse(): list<T>': metered((list) => [...list].reverse()) },
    doc: 'In reverse order.',
    since: '1.34',
    examples: [['[1, 2].reverse()', '[2, 1]']],
  },
  {
    name: 'first',
    overloads: {
      'list<T>.first(): optional<T>': (list: List) => (list.length === 0 ? none : new Optional(list[0])),
    },
    doc: 'The first element, if there is one.',
    since: '1.28',
    examples: [['[1, 2].first().orValue(0)', '1']],
  },
  {
    name: 'last',
    overloads: {
      'list<T>.last(): optional<T>': (list: List) => (list.length === 0 ? none : new Optional(list.at(-1))),
    },
    doc: 'The last element, if there is one.',
    since: '1.28',
    examples: [['[1, 2].last().orValue(0)', '2']],
  },
  {
    name: 'lists.range',
    overloads: { 'lists.range(int): list<int>': range },
    doc: 'The ints from 0 up to, and without, n.',
    since: '1.34',
    examples: [['lists.range(3)', '[0, 1, 2]']],
  },
]
