import { formatValue, isCelError, policyBudget, timestamp } from '../cel/index.js'
import { reachedFrom, type SharedRules } from '../compile/pack-functions.js'
import { buildInventory } from '../judge/inventory.js'
import { bindScope } from '../judge/scope.js'
import type { Library } from '../library/library.js'
import type { CaseResult } from '../model/index.js'
import { importedPacks, type Pack, paramsSeenFrom, resolveParams } from '../policies/index.js'

/**
 * Runs the examples of the functions that packs define: each is true with the defaults of the parameters, where nothing is
 * exported.
 * @param isWanted whether a case of this name is asked for
 */
export function runExamples(library: Library, now: Date, isWanted: (name: string) => boolean): CaseResult[] {
  return [...library.shared].flatMap(([pack, shared]) => examplesOf(pack, shared, now, isWanted))
}

/** The same for the functions of one pack. */
export function examplesOf(
  pack: Pack,
  shared: SharedRules,
  now: Date,
  isWanted: (name: string) => boolean = () => true,
): CaseResult[] {
  if (shared.examples.length === 0) return []
  const reached = reachedFrom([...shared.variables, ...shared.examples], shared)
  const rules = { variables: shared.variables, ...reached }
  const isReached = ({ name }: Pack) => reached.homes.some((home) => home.pack === name)
  const homes = importedPacks(pack).filter(isReached)
  const givens = {
    params: resolveParams(pack.params),
    homes: new Map(homes.map((home) => [home.name, paramsSeenFrom(pack, home, () => [])])),
    inventory: buildInventory([]),
    now: timestamp(now),
  }
  return shared.examples.flatMap(({ name: called, program, location }): CaseResult[] => {
    const name = program.source.replace(/\s+/g, ' ').trim()
    const policy = `${pack.name}/${called}`
    if (!isWanted(`${policy} ${name}`)) return []
    const budget = { left: policyBudget }
    const scope = bindScope(rules, null, {}, givens, budget)
    const value = program.evaluate(scope, budget)
    const base = { policy, test: pack.file, name, location }
    if (value === true) return [{ ...base, status: 'passed' }]
    const said = isCelError(value) ? `error: ${value.message}` : formatValue(value)
    const parts = program.trace(scope).explain()
    const details = [`the example is ${said}`, ...parts.map((part) => `  ${part.expression} = ${part.value}`)]
    return [{ ...base, status: 'failed', details }]
  })
}
