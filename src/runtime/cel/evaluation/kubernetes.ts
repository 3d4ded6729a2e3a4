/** The operators that answer otherwise in API servers of Kubernetes than CEL's specification says. */
import { hasTextsOnlyAsKeys } from '../values/decoded.js'
import { at, Failure, failure, type Site } from '../values/failure.js'
import { goKey } from '../values/go-map.js'
import { CelMap, doubleOf } from '../values/values.js'
import { containsBy, orderings } from './comparison.js'
import { equal as specified } from './equality.js'
import { noKey } from './go-maps.js'
import { equal, isEqual } from './kubernetes-equality.js'

export { sortByKeysInKubernetes as sortByKeys } from './sort-by-keys.js'

/** `a == b`. */
export function equals(a: unknown, b: unknown, site: Site): boolean | Failure {
  const same = equal(a, b)
  return same instanceof Failure ? at(same, site) : same
}

/** `a != b`: true of values without an equality. */
export function differs(a: unknown, b: unknown, site: Site): boolean | Failure {
  const same = isEqual(a, b)
  return same instanceof Failure ? at(same, site) : !same
}

const containsEqual = containsBy(isEqual)

/** `a in b`. */
export function contains(a: unknown, b: unknown, site: Site): boolean | Failure {
  if (b instanceof CelMap && b.$entries.size > 0 && goKey(a) === undefined) return noKey(a, site)
  if (hasTextsOnlyAsKeys(b) && typeof a !== 'string') return noKey(a, site)
  return containsEqual(a, b, site)
}

/**
 * `a in [1, 2.0]`, where the list is constant: looked up in a set, in which a whole number is found under a double only
 * where it is exactly that (cel-go's planner, `interpreter/decorators.go`).
 */
export function containsConstant(a: unknown, list: unknown, site: Site): boolean | Failure {
  return goKey(a) === undefined ? noKey(a, site) : containsInSet(a, list, site)
}

const containsInSet = containsBy((a, b) => (doubleOf(a) !== undefined ? isEqual(a, b) : specified(a, b)))

export const { less, lessEqual, greater, greaterEqual } = orderings(
  failure('no-such-overload', 'NaN has no order'),
)
