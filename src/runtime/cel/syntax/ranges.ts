import type { ASTNode } from '@marcbachmann/cel-js'
import type { SourceRange } from '../api.js'
import type { Boundary } from './boundary.js'

/** Where the library's nodes stand. */
export interface Ranges {
  /** From the first to the last character, without parentheses around it. */
  range(node: ASTNode): SourceRange
  /** With the parentheses around it. */
  outer(node: ASTNode): SourceRange
  /** In how many parentheses it stands. */
  parenthesesOf(node: ASTNode): number
}

/** Upstream, ranges leave out parentheses: that of `(a || b) && c` begins after the first one. */
export function rangesOf({ text, parentheses }: Boundary): Ranges {
  const known = new Map<ASTNode, SourceRange>()
  const outer = (of: SourceRange): SourceRange => {
    let whole = of
    for (let around = enclosure(whole); around; around = enclosure(whole)) whole = around
    return whole
  }
  const enclosure = ({ start, end }: SourceRange): SourceRange | undefined => {
    let before = start - 1
    while (isSpace(text[before])) before--
    let after = end
    while (isSpace(text[after])) after++
    const enclosed = text[before] === '(' && parentheses.get(before) === after
    return enclosed ? { start: before, end: after + 1 } : undefined
  }
  const range = (node: ASTNode): SourceRange => {
    const found = known.get(node)
    if (found) return found
    const [first, last] = edges(node)
    const start = first ? outer(range(first)).start : node.start
    const end = last ? outer(range(last)).end : node.end
    known.set(node, { start, end })
    return { start, end }
  }
  const parenthesesOf = (node: ASTNode): number => {
    let count = 0
    for (let at = enclosure(range(node)); at; at = enclosure(at)) count++
    return count
  }
  return { range, outer: (node) => outer(range(node)), parenthesesOf }
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
