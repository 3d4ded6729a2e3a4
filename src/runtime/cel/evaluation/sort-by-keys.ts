import { Failure } from '../values/failure.js'
import { compare } from './comparison.js'
import { charge } from './meter.js'

/** Elements in the order of their keys; equal ones keep their order. Keys must be of one ordered type. */
export function sortByKeys(list: readonly unknown[], keys: readonly unknown[]): readonly unknown[] | Failure {
  const over = charge(list.length * (1 + Math.ceil(Math.log2(list.length + 1))))
  if (over) return over
  let wrong: Failure | undefined
  const order = keys
    .map((_, i) => i)
    .sort((a, b) => {
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
