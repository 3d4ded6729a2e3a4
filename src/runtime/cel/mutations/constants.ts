import type { Literal } from '../syntax/ast.js'
import type { Edit } from './edits.js'
import { insteadOf } from './edits.js'
import type { Site } from './site.js'

/** The neighbours of a constant. Keys of maps and of fields are names, not constants. */
export function constantEdits({ source, node, parent }: Site): Edit[] {
  if (node.kind !== 'literal') return []
  if (parent?.kind === 'map' && parent.entries.some(({ key }) => key === node)) return []
  const { value } = node
  if (typeof value === 'boolean') return [insteadOf(node, String(!value))]
  if (typeof value === 'string') {
    if (parent?.kind === 'index' || parent?.kind === 'list') return []
    const isPattern = parent?.kind === 'call' && parent.name === 'matches'
    return [...(isPattern ? anchors(source, node) : []), insteadOf(node, value === '' ? '"mutated"' : '""')]
  }
  const number = numberIn(source.slice(node.start, node.end))
  if (number === undefined) return []
  const [more, less] = [1n, -1n].map((step) => insteadOf(node, number.written(number.digits + step))) as [
    Edit,
    Edit,
  ]
  if (parent?.kind === 'index') return [more]
  const moved = boundaryMoves(node, parent)
  return [...(moved === 1 ? [] : [more]), ...(moved === -1 ? [] : [less])]
}

/** Which neighbour a whole number has already where its comparison takes in or leaves out the boundary: `> 2` is `>= 3`. */
function boundaryMoves(node: Literal, parent: Site['parent']): 1 | -1 | undefined {
  if (parent?.kind !== 'binary') return undefined
  const isRight = parent.right === node
  switch (parent.operator) {
    case '>':
    case '<=':
      return isRight ? -1 : 1
    case '<':
    case '>=':
      return isRight ? 1 : -1
    default:
      return undefined
  }
}

/** A number that is written in decimal, or in hexadecimal digits. */
function numberIn(text: string): { digits: bigint; written(digits: bigint): string } | undefined {
  const match = /^(-?)(0x[0-9a-fA-F]+|\d+)(\.\d+)?(u?)$/i.exec(text)
  if (!match) return undefined
  const [, sign = '', digits = '', rest = '', unsigned = ''] = match
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits)
  return { digits: value, written: (other) => `${other}${rest}${unsigned}` }
}

/** A pattern that is bound to the start or the end of the text, and then is not. */
function anchors(source: string, { start, end }: Literal): Edit[] {
  const text = source.slice(start, end)
  const [opening = '', quote = ''] = /^[rR]?("""|'''|"|')/.exec(text) ?? []
  const first = start + opening.length
  const last = end - quote.length - 1
  return [
    ...(source[first] === '^' ? [{ start: first, end: first + 1, text: '' }] : []),
    ...(source[last] === '$' && source[last - 1] !== '\\' ? [{ start: last, end: last + 1, text: '' }] : []),
  ]
}
