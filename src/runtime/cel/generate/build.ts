import type { Budget, Scope } from '../api.js'
import { expressionBudget } from '../evaluation/meter.js'
import { kubernetesRuntime, runtime, runtimeNames } from '../evaluation/runtime.js'
import type { Generated } from './emitter.js'

/** A compiled body, metered. `extra` is what it gets beside the scope. */
type Built = (scope: Scope, budget: Budget | undefined, extra?: unknown) => unknown

/**
 * Source text to function; undefined when the JavaScript parser gives up on its nesting. Each program has its own copy
 * of the code that meters it, so that V8 can inline the two into one.
 */
export function build(generated: Generated, extra = ''): Built | undefined {
  const names = generated.constants.map((_, i) => `k${i}`)
  const parameters = extra === '' ? 's' : `s, ${extra}`
  const text = `'use strict'
const { ${runtimeNames.join(', ')} } = runtime
const [${names.join(', ')}] = constants
const run = (${parameters}) => {
${generated.body}
}
return (s, budget${extra === '' ? '' : `, ${extra}`}) => {
  const outer = meter.left
  const start = budget === undefined ? ${expressionBudget} : Math.min(${expressionBudget}, budget.left)
  meter.left = start
  try {
    return run(${parameters})
  } catch (error) {
    return thrown(error)
  } finally {
    if (budget !== undefined) budget.left -= start - meter.left
    meter.left = outer
  }
}`
  try {
    return new Function('runtime', 'constants', text)(
      generated.inKubernetes ? kubernetesRuntime : runtime,
      generated.constants,
    )
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
