import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import type { CelProblem } from './api.js'
import type { BinaryOperator, Node } from './ast.js'
import { double, int, Uint } from './values.js'

/** How large an expression may be. Generous for people, small enough that nothing built from it can overflow. */
export const limits = { length: 65_536, nodes: 20_000, depth: 200, elements: 1_000, arguments: 32 } as const

const parser = new Environment({
  unlistedVariablesAreDyn: true,
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: {
    maxAstNodes: limits.nodes,
    maxDepth: limits.depth,
    maxListElements: limits.elements,
    maxMapEntries: limits.elements,
    maxCallArguments: limits.arguments,
  },
})

export type Parsed = { readonly root: Node; readonly nodes: number } | { readonly problem: CelProblem }

/** Text to tree. Never throws: whatever is wrong with the text comes back as a problem with its range. */
export function parse(source: string): Parsed {
  if (source.length > limits.length) {
    return limitProblem(0, source.length, `the expression is longer than ${limits.length} characters`)
  }
  try {
    return convert(source, parser.parse(source).ast)
  } catch (error) {
    if (error instanceof ParseError) return { problem: syntaxProblem(source, error) }
    // The library's recursive descent does not count unary operators and infix chains: the stack ends first.
    if (error instanceof RangeError) {
      return limitProblem(0, source.length, 'the expression is nested too deeply')
    }
    throw error
  }
}

function limitProblem(start: number, end: number, message: string): Parsed {
  return { problem: { code: 'cel-limit', message, start, end } }
}

function syntaxProblem(source: string, error: ParseError): CelProblem {
  const start = Math.min(error.range?.start ?? 0, source.length)
  const end = Math.max(start, Math.min(error.range?.end ?? start, source.length))
  if (error.code === 'limit_exceeded') {
    return { code: 'cel-limit', message: `the expression is too large: ${error.summary}`, start, end }
  }
  return { code: 'cel-syntax', message: lowerFirst(error.summary), start, end }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

class TooDeep extends RangeError {}

function convert(source: string, ast: ASTNode): Parsed {
  let ids = 0
  const walk = (node: ASTNode, depth: number): Node => {
    if (depth > limits.depth * 2) throw new TooDeep()
    const base = { id: ids++, start: node.start, end: node.end }
    const down = (child: ASTNode): Node => walk(child, depth + 1)
    switch (node.op) {
      case 'value':
        return { ...base, kind: 'literal', value: literal(node.args) }
      case 'id':
        return { ...base, kind: 'ident', name: node.args }
      case '.':
      case '.?':
        return {
          ...base,
          kind: 'select',
          operand: down(node.args[0]),
          field: node.args[1],
          fieldStart: node.pos,
          optional: node.op === '.?',
        }
      case '[]':
      case '[?]':
        return {
          ...base,
          kind: 'index',
          operand: down(node.args[0]),
          index: down(node.args[1]),
          optional: node.op === '[?]',
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
        const target = down(node.args[1])
        const nameStart = source.indexOf(node.args[0], target.end)
        return { ...base, kind: 'call', name: node.args[0], nameStart, target, args: node.args[2].map(down) }
      }
      case 'list':
        return {
          ...base,
          kind: 'list',
          elements: node.args.map((element) => ({ value: down(element), optional: false })),
        }
      case 'map':
        return {
          ...base,
          kind: 'map',
          entries: node.args.map(([key, value]) => ({ key: down(key), value: down(value), optional: false })),
        }
      case '?:': {
        const [condition, then, otherwise] = node.args
        return {
          ...base,
          kind: 'conditional',
          condition: down(condition),
          whenTrue: down(then),
          whenFalse: down(otherwise),
        }
      }
      case '&&':
      case '||':
        return { ...base, kind: node.op === '&&' ? 'and' : 'or', operands: chain(node).map(down) }
      case '!_':
        return { ...base, kind: 'not', operand: down(node.args) }
      case '-_': {
        const { args } = node
        if (args.op === 'value' && typeof args.args === 'bigint') {
          return { ...base, kind: 'literal', value: int(-args.args) }
        }
        if (args.op === 'value' && typeof args.args === 'number') {
          return { ...base, kind: 'literal', value: double(-args.args) }
        }
        return { ...base, kind: 'negate', operand: down(args) }
      }
      default:
        return {
          ...base,
          kind: 'binary',
          operator: node.op as BinaryOperator,
          left: down(node.args[0]),
          right: down(node.args[1]),
        }
    }
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

function literal(value: unknown): unknown {
  if (typeof value === 'bigint') return int(value)
  if (typeof value === 'number') return double(value)
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && 'value' in value) {
    return new Uint(value.value as bigint)
  }
  return value
}
