/** The operators that answer otherwise in API servers of Kubernetes than CEL's specification says. */
import { at, Failure, failure, type Site } from '../values/failure.js'
import { CelMap } from '../values/values.js'
import { containsBy, orderings } from './comparison.js'
import { equal, isEqual } from './kubernetes-equality.js'

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
  if (a instanceof Uint8Array && b instanceof CelMap && b.$entries.size > 0)
    return new Failure('no-such-overload', 'bytes cannot be a map key', site)
  return containsEqual(a, b, site)
}

export const { less, lessEqual, greater, greaterEqual } = orderings(
  failure('no-such-overload', 'NaN has no order'),
)
