import type { Node } from '../syntax/ast.js'

/** Computes what hangs on a node alone once for all traces: an expression explains many findings. */
export function perNode<Rest extends readonly unknown[], Value extends object>(
  compute: (node: Node, ...rest: Rest) => Value,
): (node: Node, ...rest: Rest) => Value {
  const known = new WeakMap<Node, Value>()
  return (node, ...rest) => {
    const value = known.get(node) ?? compute(node, ...rest)
    known.set(node, value)
    return value
  }
}
