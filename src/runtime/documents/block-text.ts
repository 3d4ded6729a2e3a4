import type { CST } from 'yaml'

/** How far the lines of a block scalar (`|`, `>`) are indented: as the header says, or as the first line with text. */
export function blockIndent(token: CST.BlockScalar, lines: readonly string[]): number {
  const explicit = /[1-9]/.exec(headerOf(token))?.[0]
  if (explicit !== undefined) return token.indent + Number(explicit)
  const first = lines.find((line) => !/^ *\r?$/.test(line))
  return first === undefined ? 0 : first.length - first.replace(/^ +/, '').length
}

/** The text of a block scalar as libyaml reads it, the reader of Kubernetes. */
export function blockText(token: CST.BlockScalar): string {
  const { source } = token
  return foldedText({ header: headerOf(token), source, indent: blockIndent(token, linesIn(source)) })
}

/** A block scalar: what stands behind `|` or `>`, included; the lines below; how far they are indented. */
export interface BlockScalar {
  readonly header: string
  readonly source: string
  readonly indent: number
}

/**
 * The text that the lines of a block scalar stand for: a line of nothing but spaces beyond the indentation is text, at the
 * end, too.
 */
export function foldedText({ header, source, indent }: BlockScalar): string {
  const isFolded = header.startsWith('>')
  const lines = linesIn(source)
  const isBlank = (line: string) => /^ *$/.test(line)
  const isEmpty = source === '' || (lines.every(isBlank) && !/[1-9]/.test(header))
  const margin = isEmpty ? Number.POSITIVE_INFINITY : indent
  let text = ''
  let ending = ''
  let empty = ''
  let wasSpaced = false
  for (const line of source === '' ? [] : lines) {
    const content = isBlank(line) ? line.slice(margin) : line.slice(Math.min(margin, line.length))
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

function linesIn(source: string): string[] {
  return source.replace(/\r?\n$/, '').split(/\r?\n/)
}

function headerOf(token: CST.BlockScalar): string {
  const header = token.props.find((prop) => prop.type === 'block-scalar-header')
  return header !== undefined && 'source' in header ? header.source : ''
}
