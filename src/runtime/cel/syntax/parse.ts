import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import type { CelProblem } from '../api.js'
import { double, int, Uint } from '../values/values.js'
import type { BinaryOperator, Node } from './ast.js'
import { type Boundary, rewrite } from './boundary.js'

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
  const limit = (message: string): Parsed => ({
    problem: { code: 'cel-limit', message, start: 0, end: source.length },
  })
  if (source.length > limits.length) return limit(`the expression is longer than ${limits.length} characters`)
  if (source.trim() === '') {
    return {
      problem: { code: 'cel-syntax', message: 'the expression is empty', start: 0, end: source.length },
    }
  }
  const boundary = rewrite(source)
  if ('code' in boundary) return { problem: boundary }
  try {
    return convert(parser.parse(boundary.text).ast, boundary)
  } catch (error) {
    if (error instanceof Misread) return { problem: error.problem }
    if (error instanceof ParseError) return { problem: syntaxProblem(source, error) }
    // The library's recursive descent counts neither unary operators nor the recursion of its tree: the stack ends.
    if (error instanceof RangeError) return limit('the expression is nested too deeply')
    throw error
  }
}

function syntaxProblem(source: string, error: ParseError): CelProblem {
  const start = Math.min(error.range?.start ?? 0, source.length)
  const end = Math.max(start, Math.min(error.range?.end ?? start, source.length))
  if (error.code === 'limit_exceeded') {
    return { code: 'cel-limit', message: `the expression is too large: ${error.summary}`, start, end }
  }
  return { code: 'cel-syntax', ...slip(source, start, syntaxMessage(error)), start, end }
}

const habits: Readonly<Record<string, string>> = {
  '=': "equality is written '=='",
  '&': "'and' is written '&&'",
  and: "'and' is written '&&'",
  '|': "'or' is written '||'",
  or: "'or' is written '||'",
}

/** What is found instead of what CEL has, with what CEL has where the habit is known from another language. */
function slip(source: string, start: number, message: string): { message: string; hint?: string } {
  if (message === 'unterminated string') {
    const hint =
      'in YAML, a # behind a space begins a comment: quote the whole expression, or use a block (|)'
    return { message, hint }
  }
  if (!message.startsWith('unexpected character')) return { message }
  const found = /^(?:[A-Za-z_]\w*|[^\s])/u.exec(source.slice(start))?.[0] ?? ''
  const hint = /\bnot\s+$/.test(source.slice(0, start)) ? "'not' is written '!'" : habits[found]
  return { message: `unexpected '${found}'`, ...(hint !== undefined && { hint }) }
}

const tokens: Readonly<Record<string, string>> = {
  EOF: 'the end of the expression',
  IDENTIFIER: 'a name',
  LPAREN: "'('",
  RPAREN: "')'",
  LBRACKET: "'['",
  RBRACKET: "']'",
  LBRACE: "'{'",
  RBRACE: "'}'",
  DOT: "'.'",
  COMMA: "','",
  COLON: "':'",
  QUESTION: "'?'",
}

/** The library's message in our words: "expected ')' but found the end of the expression". */
function syntaxMessage({ code, summary }: ParseError): string {
  const named = summary.replace(/\b[A-Z]{2,}\b/g, (token) => tokens[token] ?? token.toLowerCase())
  const text =
    code === 'expected_token'
      ? named.replace(', got', ' but found')
      : code === 'unexpected_token'
        ? named
        : summary
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Something that the library reads and CEL does not allow. */
class Misread extends Error {
  readonly problem: CelProblem
  constructor(
    range: { start: number; end: number },
    message: string,
    code: CelProblem['code'] = 'cel-syntax',
  ) {
    super(message)
    this.problem = { code, message, start: range.start, end: range.end }
  }
}

interface Range {
  readonly start: number
  readonly end: number
}

/** The library's tree as ours. Throws a {@link Misread}. */
function convert(ast: ASTNode, boundary: Boundary): Parsed {
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
  const negated = (operand: ASTNode, base: Range & { id: number }): Node | undefined => {
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

/** Upstream, ranges leave out parentheses: that of `(a || b) && c` begins after the first one. */
function rangesOf({ text, parentheses }: Boundary): (node: ASTNode) => Range {
  const known = new Map<ASTNode, Range>()
  const outer = ({ start, end }: Range): Range => {
    let before = start - 1
    while (isSpace(text[before])) before--
    let after = end
    while (isSpace(text[after])) after++
    const enclosed = text[before] === '(' && parentheses.get(before) === after
    return enclosed ? outer({ start: before, end: after + 1 }) : { start, end }
  }
  const range = (node: ASTNode): Range => {
    const found = known.get(node)
    if (found) return found
    const [first, last] = edges(node)
    const start = first ? outer(range(first)).start : node.start
    const end = last ? outer(range(last)).end : node.end
    known.set(node, { start, end })
    return { start, end }
  }
  return range
}

function isSpace(c: string | undefined): boolean {
  return c === ' ' || c === '\n' || c === '\t' || c === '\r'
}

/** The operands that begin and end a node's text. */
function edges(node: ASTNode): readonly [ASTNode | undefined, ASTNode | undefined] {
  switch (node.op) {
    case 'value':
    case 'id':
    case 'call':
    case 'list':
    case 'map':
      return [undefined, undefined]
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return [node.args[0], undefined]
    case 'rcall':
      return [node.args[1], undefined]
    case '!_':
    case '-_':
      return [undefined, node.args]
    case '?:':
      return [node.args[0], node.args[2]]
    default:
      return [node.args[0], node.args[1]]
  }
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
