import { childrenOf, type Node } from './ast.js'
import { parse } from './parse.js'

/** A method of a variable called with a text that stands there: `inventory.list("v1/Node")`. */
export interface TextArgument {
  readonly receiver: string
  readonly method: string
  /** The first argument. */
  readonly text: string
  /** Where it stands, without its quotes where it is written as it is. */
  readonly start: number
  readonly end: number
}

/** All such calls of an expression, in their order; none of one that cannot be parsed. */
export function textArguments(source: string): readonly TextArgument[] {
  const parsed = parse(source)
  if ('problem' in parsed) return []
  const found: TextArgument[] = []
  const open: Node[] = [parsed.root]
  for (let node = open.pop(); node; node = open.pop()) {
    for (const child of childrenOf(node)) open.push(child)
    if (node.kind !== 'call' || node.target?.kind !== 'ident') continue
    const [first] = node.args
    if (first?.kind !== 'literal' || typeof first.value !== 'string') continue
    const isPlain = source.slice(first.start + 1, first.end - 1) === first.value
    const [start, end] = isPlain ? [first.start + 1, first.end - 1] : [first.start, first.end]
    found.push({ receiver: node.target.name, method: node.name, text: first.value, start, end })
  }
  return found.sort((a, b) => a.start - b.start)
}
