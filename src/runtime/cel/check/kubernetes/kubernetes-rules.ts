import type { KubernetesEnvironment } from '../../api.js'
import { noOverload } from '../call-types.js'
import { isThere, type Overload } from '../function-index.js'
import { type Type, types } from '../type.js'
import { formatMistakes } from './format-check.js'
import { mixedLiterals } from './literals.js'
import { macroType } from './macro-types.js'
import { nodeType } from './node-types.js'
import { asOperator, type Operator, operatorsOf } from './operators.js'
import { isSame, startRelation } from './relation.js'
import type { KubernetesRules } from './rules.js'

/** The rules by which an API server checks one expression. */
export function kubernetesRules(kubernetes: KubernetesEnvironment): KubernetesRules {
  const relation = startRelation()
  const operators = operatorsOf(kubernetes)

  /** Which candidates take the operands, and the type of what they give: `dyn` when they do not agree. */
  const choose = (candidates: readonly Operator[], operands: readonly Type[]) => {
    const matching: number[] = []
    let type: Type | undefined
    for (const [at, { params, returns }] of candidates.entries()) {
      if (params.length !== operands.length) continue
      const [result, ...wanted] = relation.instantiate([returns, ...params]) as [Type, ...Type[]]
      if (!relation.relate(operands, wanted)) continue
      matching.push(at)
      const resolved = relation.resolve(result)
      if (!type) type = resolved
      else if (type.name !== 'dyn' && !isSame(resolved, type)) type = types.dyn
    }
    return { matching, type }
  }

  const rules: KubernetesRules = {
    relation,
    operator: (name, operands) => choose(operators.get(name) ?? [], operands).type,
    call(inspection, name, method, operands) {
      const { methods, functions } = inspection.index
      const overloads = (method ? methods : functions).get(name) ?? []
      return choose(overloads.map(asOperator), operands).type
    },
    node: (inspection, node, scope) => nodeType(rules, inspection, node, scope),
    macro: (inspection, node, macro, scope) => macroType(rules, inspection, node, macro, scope),
    isBool: (type) => relation.relate([type], [types.bool]),
    isReceiver: (type, receiver) => relation.relate([type], relation.instantiate([receiver])),
    overloads(inspection, node, overloads, method, scope) {
      const args = node.args.map((arg) => inspection.visit(arg, scope))
      const receiver = method && node.target ? inspection.visit(node.target, scope) : undefined
      const operands = receiver ? [receiver, ...args] : args
      const { matching, type } = choose(overloads.map(asOperator), operands)
      const chosen = matching.map((at) => overloads[at] as Overload)
      const isOpen = chosen.length === 0 || chosen.some(({ of }) => of.oneForAll)
      inspection.meanings[node.id] = { kind: 'call', overloads: isOpen ? overloads : chosen, method }
      return (
        type ??
        noOverload(
          inspection,
          node,
          overloads,
          receiver && relation.settle(receiver),
          args.map(relation.settle),
        )
      )
    },
    finish(inspection, root) {
      for (const [id, type] of inspection.types.entries()) {
        if (type) inspection.types[id] = relation.settle(type)
      }
      if (inspection.problems.length > 0) return
      mixedLiterals(inspection, root)
      if (isThere('1.29', kubernetes)) formatMistakes(inspection, root)
    },
  }
  return rules
}
