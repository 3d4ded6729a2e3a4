import type { SourceRange } from './api.js'
import { childrenOf, type Node } from './syntax/ast.js'
import { macroOf } from './syntax/macros.js'
import { parse } from './syntax/parse.js'

/** A sub-expression. */
export interface Part extends SourceRange {
  /** The same for all that mean the same but for the names of macros' variables, spaces and parentheses. */
  readonly form: string
  /** Of how many parts it is made. */
  readonly size: number
  /** Whether it names a variable of a macro around it. */
  readonly isOpen: boolean
}

/** All sub-expressions of an expression, the whole first; none where it cannot be read. Never throws. */
export function partsOf(source: string): Part[] {
  const parsed = parse(source)
  if ('problem' in parsed) return []
  const parts: Part[] = []
  const visit = (node: Node, bound: ReadonlySet<string>): number => {
    const at = parts.length
    const free = new Map<string, number>()
    const form = formOf(node, new Map(), bound, free, source)
    parts.push({ start: node.start, end: node.end, form, size: 0, isOpen: free.size > 0 })
    const inner = new Set([...bound, ...variablesOf(node)])
    const size = childrenOf(node).reduce((sum, child) => sum + visit(child, inner), 1)
    parts[at] = { ...(parts[at] as Part), size }
    return size
  }
  visit(parsed.root, new Set())
  return parts
}

/** The variables that a macro binds. */
function variablesOf(node: Node): string[] {
  const macro = node.kind === 'call' ? macroOf(node) : undefined
  if (node.kind !== 'call' || !macro) return []
  const count = macro.kind === 'bind' ? 1 : 'variables' in macro ? macro.variables : 0
  return node.args.slice(0, count).flatMap((arg) => (arg.kind === 'ident' ? [arg.name] : []))
}

/**
 * A text of the tree. Variables that macros inside bind are numbered by their depth, those bound around it by their turn.
 */
function formOf(
  node: Node,
  inside: ReadonlyMap<string, number>,
  around: ReadonlySet<string>,
  free: Map<string, number>,
  source: string,
): string {
  if (node.kind === 'ident') {
    const depth = inside.get(node.name)
    if (depth !== undefined) return `$${depth}`
    if (!around.has(node.name)) return node.name
    const turn = free.get(node.name) ?? free.size
    free.set(node.name, turn)
    return `?${turn}`
  }
  const bound = new Map(inside)
  for (const name of variablesOf(node)) bound.set(name, bound.size)
  const parts = childrenOf(node).map((child) => formOf(child, bound, around, free, source))
  return `${headOf(node, source)}(${parts.join(',')})`
}

/** What a node is beside its parts. */
function headOf(node: Node, source: string): string {
  switch (node.kind) {
    case 'literal':
      return source.slice(node.start, node.end)
    case 'select':
      return `.${node.optional ? '?' : ''}${node.field}`
    case 'call':
      return `${node.target ? '.' : ''}${node.name}`
    case 'binary':
      return node.operator
    case 'index':
      return node.optional ? '[?' : '['
    case 'list':
      return `list${node.elements.map(({ optional }) => (optional ? '?' : '')).join('.')}`
    case 'map':
      return `map${node.entries.map(({ optional }) => (optional ? '?' : '')).join('.')}`
    default:
      return node.kind
  }
}
