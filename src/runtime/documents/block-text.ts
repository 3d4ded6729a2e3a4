import type { CST } from 'yaml'

/** How far the lines of a block scalar (`|`, `>`) are indented: as the header says, or as the first line with text. */
export function blockIndent(token: CST.BlockScalar, lines: readonly string[]): number {
  const explicit = /[1-9]/.exec(headerOf(token))?.[0]
  if (explicit !== undefined) return token.indent + Number(explicit)
  const first = lines.find((line) => !/^ *\r?$/.test(line))
  return first === undefined ? 0 : first.length - first.replace(/^ +/, '').length
}

/**
 * The text of a block scalar as libyaml reads it, the reader of Kubernetes: a line of nothing but spaces beyond the
 * indentation is text, at the end, too.
 */
export function blockText(token: CST.BlockScalar): string {
  const header = headerOf(token)
  const isFolded = header.startsWith('>')
  const lines = token.source.replace(/\r?\n$/, '').split(/\r?\n/)
  const isBlank = (line: string) => /^ *$/.test(line)
  const isEmpty = token.source === '' || (lines.every(isBlank) && !/[1-9]/.test(header))
  const indent = isEmpty ? Number.POSITIVE_INFINITY : blockIndent(token, lines)
  let text = ''
  let ending = ''
  let empty = ''
  let wasSpaced = false
  for (const line of token.source === '' ? [] : lines) {
    const content = isBlank(line) ? line.slice(indent) : line.slice(Math.min(indent, line.length))
    if (content === '') {
      empty += '\n'
      continue
    }
    const isSpaced = content.startsWith(' ') || content.startsWith('\t')
    const folds = isFolded && ending !== '' && !wasSpaced && !isSpaced
    text += folds ? (empty === '' ? ' ' : empty) : ending + empty
    text += content
    ending = '\n'
    empty = ''
    wasSpaced = isSpaced
  }
  if (header.includes('-')) return text
  return text + ending + (header.includes('+') ? empty : '')
}

function headerOf(token: CST.BlockScalar): string {
  const header = token.props.find((prop) => prop.type === 'block-scalar-header')
  return header !== undefined && 'source' in header ? header.source : ''
}
