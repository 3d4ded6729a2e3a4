/** The operators that answer otherwise in API servers of Kubernetes than CEL's specification says. */
import { at, Failure, failure, type Site } from '../values/failure.js'
import { aTypeName, typeName } from '../values/type-name.js'
import { CelMap, Double } from '../values/values.js'
import { containsBy, orderings } from './comparison.js'
import { equal as specified } from './equality.js'
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

/** Types whose values cannot be looked for among the keys of a map. */
const noKeys = new Set(['bytes', 'kubernetes.Semver', 'kubernetes.NamedFormat'])

const containsEqual = containsBy(isEqual)

/** `a in b`. */
export function contains(a: unknown, b: unknown, site: Site): boolean | Failure {
  if (typeof a === 'object' && b instanceof CelMap && b.$entries.size > 0 && noKeys.has(typeName(a)))
    return new Failure('no-such-overload', `${aTypeName(a)} cannot be a map key`, site)
  return containsEqual(a, b, site)
}

/**
 * `a in [1, 2.0]`, where the list is constant: looked up in a set, in which a whole number is found under a double only
 * where it is exactly that (cel-go's planner, `interpreter/decorators.go`).
 */
export const containsConstant = containsBy((a, b) => (isDouble(a) ? isEqual(a, b) : specified(a, b)))

function isDouble(value: unknown): boolean {
  return value instanceof Double || (typeof value === 'number' && !Number.isInteger(value))
}

export const { less, lessEqual, greater, greaterEqual } = orderings(
  failure('no-such-overload', 'NaN has no order'),
)
