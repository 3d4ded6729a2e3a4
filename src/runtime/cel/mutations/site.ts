import type { SourceRange } from '../api.js'
import { childrenOf, type Node } from '../syntax/ast.js'
import { macroOf } from '../syntax/macros.js'

/** What is known around an expression that is to be changed. */
export interface MutationContext {
  /** Whether the expression answers yes or no. */
  readonly isCondition: boolean
  /** Names that could stand in the place of `variables.<name>` or `params.<name>`: those of its type. */
  siblings(root: string, name: string): readonly string[]
}

/** A node of an expression with what stands around it. */
export interface Site {
  readonly source: string
  readonly node: Node
  readonly parent?: Node | undefined
  /** Variables of macros that it can see, innermost first. */
  readonly bound: readonly string[]
  /** Whether it answers yes or no where it stands. */
  readonly isCondition: boolean
  /** Fields that the expression reads, by the text of what they are read from. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly context: MutationContext
}

/** Every node of an expression that is no declaration of a macro's variable, in source order. */
export function sitesOf(source: string, root: Node, context: MutationContext): Site[] {
  const sites: Site[] = []
  const fields = fieldsIn(source, root)
  const visit = (node: Node, around: Pick<Site, 'parent' | 'bound' | 'isCondition'>) => {
    sites.push({ source, node, fields, context, ...around })
    const { declares, bodies } = bindingsOf(node)
    for (const child of childrenOf(node)) {
      if (declares.includes(child)) continue
      const inside = bodies.includes(child)
      visit(child, {
        parent: node,
        bound: inside ? [...declares.flatMap(nameOf), ...around.bound] : around.bound,
        isCondition: answers(child, node),
      })
    }
  }
  visit(root, { bound: [], isCondition: context.isCondition })
  return sites
}

/** A node with the parentheses around it; those of a call around its only argument are none of them. */
export function outer({ source, node, parent }: Pick<Site, 'source' | 'node' | 'parent'>): SourceRange {
  return parent?.kind === 'call' ? node : within(source, node)
}

/** A range with the parentheses around it. */
export function within(source: string, range: SourceRange): SourceRange {
  let { start, end } = range
  for (;;) {
    const before = source.slice(0, start).trimEnd().length - 1
    const after = end + source.slice(end).search(/\S|$/)
    if (source[before] !== '(' || source[after] !== ')') return { start, end }
    // The parentheses of a call: `size(a) > 1 && f(a)` begins with a name.
    if (/[\w)]/.test(source[before - 1] ?? '')) return { start, end }
    start = before
    end = after + 1
  }
}

function bindingsOf(node: Node): { declares: readonly Node[]; bodies: readonly Node[] } {
  const macro = node.kind === 'call' ? macroOf(node) : undefined
  if (node.kind !== 'call' || !macro || macro.kind === 'has') return { declares: [], bodies: [] }
  if (macro.kind === 'bind') return { declares: node.args.slice(0, 1), bodies: node.args.slice(2) }
  return { declares: node.args.slice(0, macro.variables), bodies: node.args.slice(macro.variables) }
}

function nameOf(node: Node): string[] {
  return node.kind === 'ident' ? [node.name] : []
}

function answers(child: Node, parent: Node): boolean {
  if (parent.kind === 'and' || parent.kind === 'or') return true
  if (parent.kind === 'conditional') return child === parent.condition
  if (parent.kind !== 'call') return false
  const macro = macroOf(parent)
  if (!macro || !('variables' in macro)) return false
  const [first, second] = parent.args.slice(macro.variables)
  if (['all', 'exists', 'existsOne', 'filter'].includes(macro.kind)) return child === first
  return second !== undefined && child === first
}

function fieldsIn(source: string, root: Node): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  const visit = (node: Node) => {
    if (node.kind === 'select') {
      const of = source.slice(node.operand.start, node.operand.end)
      const known = fields.get(of) ?? []
      if (!known.includes(node.field)) fields.set(of, [...known, node.field])
    }
    childrenOf(node).forEach(visit)
  }
  visit(root)
  return fields
}
