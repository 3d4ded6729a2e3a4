import type { Checked } from '../check/inspection.js'
import { type Call, childrenOf, type Node } from '../syntax/ast.js'
import { macroOf } from '../syntax/macros.js'

/**
 * What an API server charges for the nodes of an expression beside what their values make of it. It plans an expression
 * before it runs it: literals of constants are constants, and a name with the fields and indexes behind it is one step.
 */
export interface CostPlan {
  /** Whether the planner makes a constant of it, which costs nothing. */
  isConstant(node: Node): boolean
  /**
   * What a name, or the first field or index behind what is no name, costs: nothing where it is only resolved, as the
   * branch of `?:`, as an index or under `has`.
   */
  start(node: Node): number
  /** What the field that `has` asks for costs. */
  has(node: Call): number
  /** What a `!` or `-` costs: several in a row are one, or none. */
  unary(node: Node): number
}

/** Functions that the planner calls when their argument is a constant. */
const conversions = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
])

/** Plans the costs of a checked expression. */
export function planCosts(root: Node, source: string, { meanings }: Checked): CostPlan {
  const constants = new Set<number>()
  /** Names and chains that are only resolved. */
  const resolved = new Set<number>()
  const discounted = new Set<number>()
  const unary = new Map<number, number>()
  /** How many `!` or `-` stand in a row. */
  const rows = new Map<number, number>()

  const isType = (node: Node): boolean => meanings[node.id]?.kind === 'type'
  /** Where a chain of fields and indexes begins: its first link, and what that is on. */
  const beginning = (node: Node): { first: Node; on: Node } => {
    let first = node
    let on = node
    while ((on.kind === 'select' || on.kind === 'index') && meanings[on.id] === undefined) {
      first = on
      on = on.operand
    }
    return { first, on }
  }
  const isName = (node: Node): boolean => {
    const kind = meanings[node.id]?.kind
    return kind === 'variable' || kind === 'local'
  }
  const isChoice = (node: Node): boolean => {
    const macro = node.kind === 'call' ? macroOf(node)?.kind : undefined
    return node.kind === 'conditional' || macro === 'optMap' || macro === 'optFlatMap'
  }
  const resolve = (node: Node): void => {
    if (node.kind === 'call' && macroOf(node)?.kind === 'has') discounted.delete(node.id)
    const { first, on } = beginning(node)
    if (isName(on)) resolved.add(on.id)
    else if (first !== on) resolved.add(first.id)
  }

  const visit = (node: Node): void => {
    const macro = node.kind === 'call' ? macroOf(node) : undefined
    for (const child of childrenOf(node)) visit(child)
    // We read it as a literal.
    if (node.kind === 'literal' && /^-\s*\(/.test(source.slice(node.start, node.end))) unary.set(node.id, 1)
    else if (isConstantNode(node, constants, isType)) constants.add(node.id)
    if (node.kind === 'select' || node.kind === 'index') {
      const { first, on } = beginning(node)
      // Each branch is resolved with what stands behind the whole.
      if (first !== on && isChoice(on)) resolved.add(first.id)
    }
    if (node.kind === 'index' && !constants.has(node.index.id)) resolve(node.index)
    if (node.kind === 'conditional') for (const branch of [node.whenTrue, node.whenFalse]) resolve(branch)
    if (macro?.kind === 'has' && node.kind === 'call') {
      const [asked] = node.args
      // Anything else is a mistake, which the check has found.
      if (asked?.kind === 'select') {
        resolve(asked.operand)
        if (isChoice(beginning(asked.operand).on)) discounted.add(node.id)
      }
    }
    if (node.kind === 'not' || node.kind === 'negate') {
      const { operand } = node
      const isNext = source.slice(node.start + 1, operand.start).trim() === ''
      const isSigned = operand.kind === 'literal' && source[operand.start] === '-'
      if (node.kind === 'negate' && isNext && operand.kind === 'literal' && !isSigned) constants.add(node.id)
      const inner = !isNext ? 0 : isSigned ? 1 : operand.kind === node.kind ? (rows.get(operand.id) ?? 0) : 0
      if (inner > 0) unary.set(operand.id, 0)
      rows.set(node.id, inner + 1)
      unary.set(node.id, (inner + 1) % 2)
    }
  }
  visit(root)
  return {
    isConstant: (node) => constants.has(node.id),
    start: (node) => {
      if (resolved.has(node.id)) return 0
      const { first, on } = beginning(node)
      return node === on || (node === first && !isName(on)) ? 1 : 0
    },
    has: (node) => (discounted.has(node.id) ? 0 : 1),
    unary: (node) => unary.get(node.id) ?? 0,
  }
}

function isConstantNode(
  node: Node,
  constants: ReadonlySet<number>,
  isType: (node: Node) => boolean,
): boolean {
  if (node.kind === 'literal' || isType(node)) return true
  const allConstant = childrenOf(node).every((child) => constants.has(child.id))
  switch (node.kind) {
    case 'list':
      return allConstant && node.elements.every(({ optional }) => !optional)
    case 'map':
      return allConstant && node.entries.every(({ optional }) => !optional)
    case 'call':
      return allConstant && !node.target && node.args.length === 1 && conversions.has(node.name)
    default:
      return false
  }
}
