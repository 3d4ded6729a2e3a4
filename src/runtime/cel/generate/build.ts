import type { Budget, Scope } from '../api.js'
import { costLimits, costRuntime, kubernetesSteps, longestKubernetesString } from '../evaluation/cost.js'
import { expressionBudget } from '../evaluation/meter.js'
import { kubernetesRuntime, runtime, runtimeNames } from '../evaluation/runtime.js'
import type { Generated } from './emitter.js'

/** What programs of Kubernetes can call: its operators, and what counts their costs. */
const kubernetesWorld = { ...kubernetesRuntime, ...costRuntime }

/** A compiled body, metered. */
type Built = (
  scope: Scope,
  budget?: Budget,
  args?: readonly unknown[],
  ...more: readonly unknown[]
) => unknown

/**
 * Source text to function; undefined when the JavaScript parser gives up on its nesting. Each program has its own copy
 * of the code that meters it, so that V8 can inline the two into one.
 * @param extra what it gets beside the scope: `args`, or also `trace`
 */
export function build(generated: Generated, extra: '' | 'args' | 'args, trace' = ''): Built | undefined {
  const names = generated.constants.map((_, i) => `k${i}`)
  const parameters = extra === '' ? 's' : `s, ${extra}`
  const meteredBy = generated.inKubernetes ? countingUnits : countingSteps
  const known = generated.inKubernetes ? Object.keys(kubernetesWorld) : runtimeNames
  const text = `'use strict'
const { ${known.join(', ')} } = runtime
const [${names.join(', ')}] = constants
const run = (${parameters}) => {
${generated.body}
}
return (s, budget${extra === '' ? '' : `, ${extra}`}) => {
${meteredBy(`run(${parameters})`)}
}`
  try {
    const world = generated.inKubernetes ? kubernetesWorld : runtime
    return new Function('runtime', 'constants', text)(world, generated.constants)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Our own programs are metered by steps. */
const countingSteps = (run: string): string => `  const outer = meter.left
  const start = budget === undefined ? ${expressionBudget} : Math.min(${expressionBudget}, budget.left)
  meter.left = start
  try {
    return ${run}
  } catch (error) {
    return thrown(error)
  } finally {
    if (budget !== undefined) budget.left -= start - meter.left
    meter.left = outer
  }`

/** Those of Kubernetes by the units of an API server; steps are only a safety net. */
const countingUnits = (run: string): string => `  const { left, longest } = meter
  const { units } = spent
  meter.left = ${kubernetesSteps}
  meter.longest = ${longestKubernetesString}
  spent.units = 0
  try {
    const result = ${run}
    return spent.units > ${costLimits.expression} ? tooCostly() : result
  } catch (error) {
    return stopped(error)
  } finally {
    if (budget !== undefined) {
      budget.left -= spent.units
      budget.spent = spent.units
    }
    spent.units = units
    meter.longest = longest
    meter.left = left
  }`
