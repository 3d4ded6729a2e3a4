import { Failure, failure } from '../values/failure.js'
import { aTypeName, typeName } from '../values/type-name.js'
import { compare } from './comparison.js'
import { sortAsGo } from './go-sort.js'
import { charge } from './meter.js'

type Indexes = number[]
type Sort = (indexes: Indexes, order: (a: number, b: number) => number) => Indexes
type SortByKeys = (list: readonly unknown[], keys: readonly unknown[]) => readonly unknown[] | Failure

type Order = (a: unknown, b: unknown) => number | Failure

/** Sorts a list by keys, which must have an order. */
function sorting(sort: Sort, compare: Order): SortByKeys {
  return (list, keys) => {
    const over = charge(list.length * (1 + Math.ceil(Math.log2(list.length + 1))))
    if (over) return over
    let wrong: Failure | undefined
    const order = sort([...keys.keys()], (a, b) => {
      const result = compare(keys[a], keys[b])
      if (!(result instanceof Failure)) return result
      wrong ??= result
      return 0
    })
    if (keys.length === 1) {
      const alone = compare(keys[0], keys[0])
      if (alone instanceof Failure) return alone
    }
    return wrong ?? order.map((i) => list[i])
  }
}

/** Elements in the order of their keys; equal ones keep their order. */
export const sortByKeys = sorting((indexes, order) => indexes.sort(order), compare)

/** Elements in the order of their keys; equal ones as an API server of Kubernetes leaves them. */
export const sortByKeysInKubernetes = sorting(sortAsGo, compareAlike)

function compareAlike(a: unknown, b: unknown): number | Failure {
  if (typeName(a) === typeName(b)) return compare(a, b)
  return failure('no-such-overload', `${aTypeName(a)} and ${aTypeName(b)} are not sorted together`)
}
