import type { Call } from '../syntax/ast.js'
import { noOverload } from './call-types.js'
import type { Overload } from './function-index.js'
import type { Inspection, Scope } from './inspection.js'
import { assignable, type Bindings, join, known, substitute, type Type, types } from './type.js'

/** The type of a call: of all overloads that may be meant. */
export function overloadType(
  inspection: Inspection,
  node: Call,
  overloads: readonly Overload[],
  method: boolean,
  scope: Scope,
): Type {
  const receiver = method && node.target ? inspection.visit(node.target, scope) : undefined
  const args = node.args.map((arg) => inspection.visit(arg, scope))
  const matching: Overload[] = []
  let result: Type | undefined
  for (const overload of overloads) {
    const bindings: Bindings = new Map()
    if (!accepts(overload, receiver, args, bindings)) continue
    matching.push(overload)
    const returns = substitute(overload.returns, bindings)
    result = result ? (join(result, returns) ?? types.dyn) : returns
  }
  inspection.meanings[node.id] = {
    kind: 'call',
    overloads: matching.length > 0 ? matching : overloads,
    method,
  }
  return result ? known(result) : noOverload(inspection, node, overloads, receiver, args)
}

function accepts(
  overload: Overload,
  receiver: Type | undefined,
  args: readonly Type[],
  bindings: Bindings,
): boolean {
  const { params, variadic } = overload
  if (variadic ? args.length < params.length : args.length !== params.length) return false
  if (receiver && overload.receiver && !assignable(overload.receiver, receiver, bindings)) return false
  return args.every((arg, i) =>
    assignable(params[Math.min(i, params.length - 1)] ?? types.dyn, arg, bindings),
  )
}
