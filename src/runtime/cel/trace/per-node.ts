import type { Node } from '../syntax/ast.js'

/** Computes what hangs on a node alone once for all traces: an expression explains many findings. */
export function perNode<Value extends object>(compute: (node: Node) => Value): (node: Node) => Value {
  const known = new WeakMap<Node, Value>()
  return (node) => {
    let value = known.get(node)
    if (value === undefined) {
      value = compute(node)
      known.set(node, value)
    }
    return value
  }
}
