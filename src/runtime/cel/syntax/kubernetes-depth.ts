import { childrenOf, type Node } from './ast.js'
import { Misread, type Tree } from './convert.js'

/** How deep API servers parse, by what they count: see {@link requireKubernetesDepth}. */
const most = 250

/** How many constructs of the grammar are open around a sub-expression. */
interface Open {
  /** Whole expressions: in parentheses, brackets, braces, arguments, behind `:`. */
  readonly expressions: number
  readonly relations: number
  readonly calculations: number
  /** Operators, selections, indexes and method calls on the way to it, which are counted apart. */
  readonly steps: number
}

const relational = new Set(['==', '!=', '<', '<=', '>', '>=', 'in'])

/**
 * API servers give up on an expression in which one construct of the grammar is open more than 250 times, or in which
 * 250 operators, selections, indexes and method calls stand one inside the other. Throws a {@link Misread}.
 */
export function requireKubernetesDepth({ root, enclosed }: Tree): void {
  const pending: { readonly node: Node; readonly open: Open }[] = []
  const push = (node: Node, open: Open, whole: boolean): void => {
    const { expressions, relations, calculations, steps } = open
    const more = (whole ? 1 : 0) + (enclosed.get(node.id) ?? 0)
    pending.push({
      node,
      open: {
        expressions: expressions + more,
        relations: relations + more,
        calculations: calculations + more,
        steps,
      },
    })
  }
  push(root, { expressions: 0, relations: 0, calculations: 0, steps: 0 }, true)
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node } = next
    const open = isStep(node) ? { ...next.open, steps: next.open.steps + 1 } : next.open
    if (Math.max(open.expressions, open.relations, open.calculations, open.steps) > most)
      throw new Misread(
        node,
        `Kubernetes refuses it: more than ${most} parts stand one inside the other`,
        'cel-limit',
      )
    switch (node.kind) {
      case 'binary': {
        push(node.left, open, false)
        const right = relational.has(node.operator)
          ? { ...open, relations: open.relations + 1 }
          : { ...open, calculations: open.calculations + 1 }
        push(node.right, right, false)
        break
      }
      case 'conditional':
        push(node.condition, open, false)
        if (node.whenTrue.kind === 'conditional' && !enclosed.has(node.whenTrue.id))
          throw new Misread(node.whenTrue, "a '?:' between '?' and ':' needs parentheses in Kubernetes")
        push(node.whenTrue, open, false)
        push(node.whenFalse, open, true)
        break
      case 'select':
      case 'and':
      case 'or':
      case 'not':
      case 'negate':
        for (const child of childrenOf(node)) push(child, open, false)
        break
      case 'index':
        push(node.operand, open, false)
        push(node.index, open, true)
        break
      case 'call':
        if (node.target) push(node.target, open, false)
        for (const arg of node.args) push(arg, open, true)
        break
      default:
        for (const child of childrenOf(node)) push(child, open, true)
    }
  }
}

function isStep(node: Node): boolean {
  return (
    ['binary', 'conditional', 'select', 'index'].includes(node.kind) ||
    (node.kind === 'call' && node.target !== undefined)
  )
}
