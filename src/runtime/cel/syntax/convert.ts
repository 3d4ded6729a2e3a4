import type { ASTNode } from '@marcbachmann/cel-js'
import type { CelProblem, SourceRange } from '../api.js'
import { double, int, Uint } from '../values/values.js'
import type { BinaryOperator, Node } from './ast.js'
import type { Boundary } from './boundary.js'
import { limits } from './limits.js'
import { rangesOf } from './ranges.js'

/** A whole expression. */
export interface Tree {
  readonly root: Node
  /** How many nodes it has. */
  readonly nodes: number
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
export function convert(ast: ASTNode, boundary: Boundary): Tree {
  const { text } = boundary
  const ranges = rangesOf(boundary)
  let ids = 0
  const walk = (node: ASTNode, depth: number): Node => {
    const base = { id: ids++, ...ranges(node) }
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
        return { ...base, kind: 'not', operand: down(node.args) }
      case '-_':
        return negated(node.args, base) ?? { ...base, kind: 'negate', operand: down(node.args) }
      default: {
        const [left, right] = node.args
        return {
          ...base,
          kind: 'binary',
          operator: node.op as BinaryOperator,
          left: down(left),
          right: down(right),
        }
      }
    }
  }
  const negated = (operand: ASTNode, base: SourceRange & { id: number }): Node | undefined => {
    const negative = operand.op === 'value' && text[operand.start - 1] === '-'
    if (negative && typeof operand.args === 'bigint' && operand.args <= 2n ** 63n) {
      return { ...base, kind: 'literal', value: int(-operand.args) }
    }
    if (operand.op !== 'value' || typeof operand.args !== 'number') return undefined
    return { ...base, kind: 'literal', value: double(-operand.args) }
  }
  const root = walk(ast, 0)
  return { root, nodes: ids }
}

/** The operands of a chain of one logical operator, left to right: `a && b && c` is one node with three. */
function chain(node: ASTNode): ASTNode[] {
  const operands: ASTNode[] = []
  const pending = [node]
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.op === node.op) pending.push(...[...(next.args as [ASTNode, ASTNode])].reverse())
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
