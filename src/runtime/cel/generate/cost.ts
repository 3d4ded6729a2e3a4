import { type Type, types } from '../check/type.js'
import { costLimits } from '../evaluation/cost.js'
import type { CallCost } from '../functions/costs.js'
import type { Node } from '../syntax/ast.js'
import type { CostPlan } from './cost-plan.js'
import type { Emitter, Fail, Locals, Operand } from './emitter.js'

/** What a step costs: units, or JavaScript that counts them from the step's operands and, afterwards, its result. */
export type Charge = number | ((values: readonly string[], result?: string) => string)

/** Units that JavaScript counts. */
export function pay(units: string): string {
  return `if ((spent.units += ${units}) > ${costLimits.expression}) return tooCostly()`
}

/** The static types of nodes in CEL notation, type parameters among them. */
export function staticTypes({ options }: Emitter): (node: Node) => string {
  const text = ({ name, args }: Type): string =>
    args.length === 0 ? name : `${name}<${args.map(text).join(', ')}>`
  return (node) => text(options.checked.types[node.id] ?? types.dyn)
}

/** The charge of a call whose cost is a function of its arguments. */
export function chargeOf(emitter: Emitter, cost: CallCost | number): Charge {
  if (typeof cost === 'number') return cost
  return (values, result = 'undefined') =>
    `${emitter.constant(cost.units)}([${values.join(', ')}], ${result})`
}

/** Fails after paying: what an API server charges even for a step that fails. */
export function failPaying(plan: CostPlan | undefined, units: number, fail: Fail): Fail {
  return plan && units > 0 ? (error) => `{ spent.units += ${units}; ${fail(error)} }` : fail
}

/**
 * The operands of a step, evaluated and paid for. An API server evaluates both of two operands and charges for the step
 * even when the first has failed; of three or more, and where the arguments decide what runs, it evaluates those up to the
 * first that fails, and charges for the step when that is the last. Where nothing is counted, the first failure ends it.
 * @param afterwards whether the step is paid for by its result: by the caller
 * @param decide whether the arguments decide which of several functions runs
 */
export function genOperands(
  emitter: Emitter,
  nodes: readonly Node[],
  locals: Locals,
  fail: Fail,
  charge: Charge,
  { afterwards = false, decide = false } = {},
): readonly Operand[] {
  const { plan, gen } = emitter
  if (!plan) return nodes.map((node) => gen(node, locals, fail))
  const operands: Operand[] = []
  let failed: string | undefined
  for (const [i, node] of nodes.entries()) {
    const values = (): string[] =>
      operands.map(({ js }, n) => (n === 0 && failed !== undefined ? `(${failed} ?? ${js})` : js))
    if (i === nodes.length - 1) {
      if (typeof charge === 'number') emitter.spend(charge)
      const ending: Fail = (error) => {
        const first = failed === undefined ? error : `(${failed} ?? ${error})`
        if (typeof charge === 'number') return fail(first)
        return `{ ${pay(charge([...values(), error], error))}; ${fail(first)} }`
      }
      operands.push(gen(node, locals, ending))
      if (typeof charge !== 'number' && (!afterwards || failed !== undefined)) {
        const units = charge(values(), failed)
        emitter.emit(afterwards ? `if (${failed} !== undefined) { ${pay(units)} }` : pay(units))
      }
      if (failed !== undefined) emitter.emit(`if (${failed} !== undefined) ${fail(failed)}`)
    } else if (nodes.length === 2 && !decide && !plan.isConstant(node)) {
      failed = emitter.temp()
      const operand = genAbsorbing(emitter, failed, (failHere) => gen(node, locals, failHere))
      operands.push(operand)
    } else operands.push(gen(node, locals, fail))
  }
  return operands
}

/** Runs `body` with errors going into a variable, which stays undefined when there was none. */
export function genAbsorbing<T>(emitter: Emitter, error: string, body: (fail: Fail) => T): T {
  const { emit, label } = emitter
  const end = label()
  emit(`${error} = undefined`)
  emit(`${end}: {`)
  const result = body(
    (e) => `{ ${error} = ${e}; if (${error}.code === 'budget') return ${error}; break ${end} }`,
  )
  emit('}')
  return result
}
