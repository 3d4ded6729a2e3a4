import type { Cost } from '../judge/scope.js'
import type { Library } from '../library/library.js'
import type { Diagnostic } from '../model/index.js'
import { inOrder } from '../policies/index.js'
import { runTests, type TestOptions } from './run-cases.js'

/** From which part of a limit an expression of a policy of Kubernetes is said to be costly. */
const costly = 0.5

/**
 * The expressions and groups of policies of Kubernetes that come near to where the API server stops them, by the test data.
 * Each once, with the most that it costs in any case.
 * @throws InputError when a fixture cannot be read
 */
export function costlyExpressions(
  library: Library,
  options: Omit<TestOptions, 'observe' | 'costs'>,
): Diagnostic[] {
  const most = new Map<string, Cost>()
  const costs = (cost: Cost) => {
    if (cost.units < costly * cost.limit) return
    const key = JSON.stringify([cost.policy.id, cost.what, cost.limit])
    if (cost.units > (most.get(key)?.units ?? 0)) most.set(key, cost)
  }
  const tests = library.tests.filter(({ policy }) => policy.admission)
  runTests({ ...library, tests }, {}, { ...options, costs })
  return inOrder([...most.values()].map(warningOf))
}

function warningOf({ policy, what, expression, units, limit }: Cost): Diagnostic {
  const number = (value: number) => value.toLocaleString('en-US')
  const location = expression?.location ?? policy.admission?.place.location
  const group = expression ? '' : ' in all'
  return {
    code: 'cost',
    level: 'warning',
    message: `'${what}' costs${group} up to ${number(units)} of the ${number(limit)} units at which the API server stops it, on the test data`,
    hint: 'look at fewer elements, or look once: put what is computed twice into a variable',
    ...(location && { location }),
  }
}
