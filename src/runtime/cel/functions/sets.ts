import type { CelFunction } from '../../model/index.js'
import { equal } from '../evaluation/equality.js'
import { isEqual } from '../evaluation/kubernetes-equality.js'
import { charge } from '../evaluation/meter.js'
import type { Failure } from '../values/failure.js'

type List = readonly unknown[]
type Test = (a: List, b: List) => boolean | Failure

/** The tests of two lists, by an equality of their elements. */
function testsBy(
  equal: (a: unknown, b: unknown) => boolean | Failure,
): Readonly<Record<'contains' | 'equivalent' | 'intersects', Test>> {
  const has = (list: List, value: unknown): boolean | Failure => {
    for (const element of list) {
      const same = equal(value, element)
      if (same !== false) return same
    }
    return false
  }
  const contains: Test = (list, part) => {
    const over = charge((list.length * part.length) >> 2)
    if (over) return over
    for (const value of part) {
      const found = has(list, value)
      if (found !== true) return found
    }
    return true
  }
  return {
    contains,
    equivalent(a, b) {
      const forth = contains(a, b)
      return forth === true ? contains(b, a) : forth
    },
    intersects(a, b) {
      const over = charge((a.length * b.length) >> 2)
      if (over) return over
      for (const value of a) {
        const found = has(b, value)
        if (found !== false) return found
      }
      return false
    },
  }
}

const tests = testsBy(equal)
const testsInKubernetes = testsBy(isEqual)

const implementations = (
  name: keyof typeof tests,
): Pick<CelFunction, 'name' | 'overloads' | 'inKubernetes'> => {
  const signature = `sets.${name}(list<T>, list<T>): bool`
  return {
    name: `sets.${name}`,
    overloads: { [signature]: tests[name] },
    inKubernetes: { [signature]: testsInKubernetes[name] },
  }
}

/** Lists as sets. */
export const sets: readonly CelFunction[] = [
  {
    ...implementations('contains'),
    doc: 'Whether the first list has every element of the second.',
    since: '1.29',
    examples: [['sets.contains(["a", "b"], ["b"])', 'true']],
  },
  {
    ...implementations('equivalent'),
    doc: 'Whether the two lists have the same elements, however often and in whatever order.',
    since: '1.29',
    examples: [['sets.equivalent([1, 2, 2], [2, 1])', 'true']],
  },
  {
    ...implementations('intersects'),
    doc: 'Whether the two lists have an element in common.',
    since: '1.29',
    examples: [['sets.intersects(["NET_ADMIN"], ["SYS_ADMIN"])', 'false']],
  },
]
