import type { ASTNode } from '@marcbachmann/cel-js'
import { append } from '../../append.js'
import type { CelProblem, SourceRange } from '../api.js'
import { double, int, Uint } from '../values/values.js'
import type { BinaryOperator, Node } from './ast.js'
import type { Boundary } from './boundary.js'
import type { Limits } from './limits.js'
import { type Ranges, rangesOf } from './ranges.js'

/** A whole expression. */
export interface Tree {
  readonly root: Node
  /** How many nodes it has. */
  readonly nodes: number
  /** In how many parentheses a node stands, by its id; only those that stand in any. */
  readonly enclosed: ReadonlyMap<number, number>
}

/** Something that the library reads and CEL does not allow. */
export class Misread extends Error {
  readonly problem: CelProblem
  constructor(range: SourceRange, message: string, code: CelProblem['code'] = 'cel-syntax') {
    super(message)
    this.problem = { code, message, start: range.start, end: range.end }
  }
}

/** The library's tree as ours. Throws a {@link Misread}. */
export function convert(ast: ASTNode, boundary: Boundary, limits: Limits, kubernetes: boolean): Tree {
  const { text } = boundary
  const ranges = rangesOf(boundary)
  const enclosed = new Map<number, number>()
  let ids = 0
  const walk = (node: ASTNode, depth: number): Node => {
    const base = { id: ids++, ...ranges.range(node) }
    const parentheses = ranges.parenthesesOf(node)
    if (parentheses > 0) enclosed.set(base.id, parentheses)
    if (depth > limits.depth * 2) throw new Misread(base, 'the expression is nested too deeply', 'cel-limit')
    const down = (child: ASTNode): Node => walk(child, depth + 1)
    switch (node.op) {
      case 'value':
        return { ...base, kind: 'literal', value: literal(node, boundary) }
      case 'id':
        if (boundary.absolute.has(node.start))
          return { ...base, kind: 'ident', name: node.args, absolute: true }
        return { ...base, kind: 'ident', name: node.args }
      case '.':
      case '.?': {
        const [operand, name] = node.args
        const field = boundary.fields.get(node.pos) ?? name
        return {
          ...base,
          kind: 'select',
          operand: down(operand),
          field,
          fieldStart: node.pos,
          optional: node.op === '.?',
        }
      }
      case '[]':
      case '[?]': {
        const [operand, index] = node.args
        return {
          ...base,
          kind: 'index',
          operand: down(operand),
          index: down(index),
          optional: node.op === '[?]',
        }
      }
      case 'call':
        return {
          ...base,
          kind: 'call',
          name: node.args[0],
          nameStart: node.start,
          args: node.args[1].map(down),
        }
      case 'rcall': {
        const [name, receiver, args] = node.args
        const target = down(receiver)
        return {
          ...base,
          kind: 'call',
          name,
          nameStart: methodStart(text, name, target.end),
          target,
          args: args.map(down),
        }
      }
      case 'list': {
        let from = node.start
        const elements = node.args.map((element) => {
          const optional = optionalBetween(boundary, from, element.start)
          from = element.end
          return { value: down(element), optional }
        })
        return { ...base, kind: 'list', elements }
      }
      case 'map': {
        let from = node.start
        const entries = node.args.map(([key, value]) => {
          const optional = optionalBetween(boundary, from, key.start)
          from = value.end
          return { key: down(key), value: down(value), optional }
        })
        return { ...base, kind: 'map', entries }
      }
      case '?:': {
        const [condition, whenTrue, whenFalse] = node.args
        return {
          ...base,
          kind: 'conditional',
          condition: down(condition),
          whenTrue: down(whenTrue),
          whenFalse: down(whenFalse),
        }
      }
      case '&&':
      case '||':
        return { ...base, kind: node.op === '&&' ? 'and' : 'or', operands: chain(node).map(down) }
      case '!_':
      case '-_': {
        const kind = node.op === '!_' ? 'not' : 'negate'
        if (kubernetes) return unary(node, base, down)
        return (kind === 'negate' && negated(node.args, base)) || { ...base, kind, operand: down(node.args) }
      }
      default: {
        const { first, rest } = relations(node as ASTNode & { args: [ASTNode, ASTNode] }, ranges)
        let left = down(first)
        for (const [i, { operator, operand }] of rest.entries()) {
          const right = down(operand)
          const id = i === rest.length - 1 ? base.id : ids++
          const end = ranges.outer(operand).end
          left = { ...base, end, id, kind: 'binary', operator, left, right }
        }
        return left
      }
    }
  }
  /** A row of `!` or of `-` is one operator in Kubernetes' grammar: two of them are none, whatever the operand is. */
  const unary = (
    node: ASTNode & { op: '!_' | '-_' },
    base: SourceRange & { id: number },
    down: (child: ASTNode) => Node,
  ): Node => {
    let [count, operand] = [1, node.args as ASTNode]
    while (operand.op === node.op && ranges.parenthesesOf(operand) === 0) {
      operand = operand.args as ASTNode
      count++
    }
    const number = count === 1 && node.op === '-_' ? negated(operand, base) : undefined
    if (number) return number
    const isSigned = operand.op === '!_' || (operand.op === '-_' && !negated(operand.args as ASTNode, base))
    if (isSigned && ranges.parenthesesOf(operand) === 0)
      throw new Misread(base, "'!' and '-' one after the other need parentheses in Kubernetes")
    const inner = down(operand)
    if (count % 2 === 0) return { ...inner, ...base }
    return { ...base, kind: node.op === '!_' ? 'not' : 'negate', operand: inner }
  }
  /** A number with its sign, between which Kubernetes' grammar lets blanks be. */
  const negated = (operand: ASTNode, base: SourceRange & { id: number }): Node | undefined => {
    if (operand.op !== 'value' || (kubernetes && ranges.parenthesesOf(operand) > 0)) return undefined
    const value = boundary.literals.get(operand.start) ?? operand.args
    if (typeof value === 'number') return { ...base, kind: 'literal', value: double(-value) }
    const fits = typeof value === 'bigint' && value <= 2n ** 63n
    return fits && (kubernetes || text[operand.start - 1] === '-')
      ? { ...base, kind: 'literal', value: int(-value) }
      : undefined
  }
  const root = walk(ast, 0)
  return { root, nodes: ids, enclosed }
}

const relational: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in'])

/**
 * A binary operator's operands, left to right. Upstream, `<` binds stronger than `==`; in CEL all relations bind alike, so
 * that `a == b < c` is `(a == b) < c`.
 */
function relations(node: ASTNode & { args: [ASTNode, ASTNode] }, ranges: Ranges) {
  const isRelation = (of: ASTNode): of is ASTNode & { args: [ASTNode, ASTNode] } =>
    relational.has(of.op) && ranges.parenthesesOf(of) === 0
  const rest: { operator: BinaryOperator; operand: ASTNode }[] = []
  if (!relational.has(node.op)) {
    const [first, operand] = node.args
    return { first, rest: [{ operator: node.op as BinaryOperator, operand }] }
  }
  const operands: ASTNode[] = []
  const operators: BinaryOperator[] = []
  const pending: (ASTNode | BinaryOperator)[] = [node]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') operators.push(next)
    else if (next === node || isRelation(next)) {
      const [left, right] = next.args as [ASTNode, ASTNode]
      pending.push(right, next.op as BinaryOperator, left)
    } else operands.push(next)
  }
  const [first, ...others] = operands as [ASTNode, ...ASTNode[]]
  for (const [i, operand] of others.entries())
    rest.push({ operator: operators[i] as BinaryOperator, operand })
  return { first, rest }
}

/** The operands of a chain of one logical operator, left to right: `a && b && c` is one node with three. */
function chain(node: ASTNode): ASTNode[] {
  const operands: ASTNode[] = []
  const pending = [node]
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.op === node.op) append(pending, [...(next.args as [ASTNode, ASTNode])].reverse())
    else operands.push(next)
  }
  return operands
}

function literal(node: ASTNode, { literals }: Boundary): unknown {
  const value = literals.has(node.start) ? literals.get(node.start) : node.args
  if (typeof value === 'bigint') {
    // Upstream lets integers of any size through.
    if (value >= 2n ** 63n) throw new Misread(node, `the integer ${value} does not fit into 64 bits`)
    return int(value)
  }
  if (typeof value === 'number') return double(value)
  // The library's UnsignedInt, the only literal left with a `value`.
  if (typeof value === 'object' && value !== null && 'value' in value) return new Uint(value.value as bigint)
  return value
}

function methodStart(text: string, name: string, from: number): number {
  let at = text.indexOf('.', from)
  do at++
  while (/\s/.test(text[at] ?? ''))
  return text.startsWith(name, at) ? at : from
}

function optionalBetween({ optionals }: Boundary, from: number, to: number): boolean {
  return optionals.some((at) => at >= from && at < to)
}
