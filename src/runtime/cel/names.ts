import { childrenOf, type Node } from './syntax/ast.js'
import { parse } from './syntax/parse.js'

/** What an expression names before anything is known of it. */
export interface NamesInText {
  /** Fields of `variables`. */
  readonly variables: ReadonlySet<string>
  /** Functions, not methods. */
  readonly calls: ReadonlySet<string>
}

/** The variables and functions that an expression names; none where it cannot be read. Never throws. */
export function namesIn(source: string): NamesInText {
  const parsed = parse(source)
  const variables = new Set<string>()
  const calls = new Set<string>()
  const visit = (node: Node): void => {
    if (node.kind === 'call' && !node.target) calls.add(node.name)
    if (node.kind === 'select' && node.operand.kind === 'ident' && node.operand.name === 'variables')
      variables.add(node.field)
    for (const child of childrenOf(node)) visit(child)
  }
  if ('root' in parsed) visit(parsed.root)
  return { variables, calls }
}
