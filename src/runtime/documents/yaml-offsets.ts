import type { CST } from 'yaml'
import { blockIndent } from './block-text.js'

/**
 * Where each character of a scalar's value stands in the file: `offsets[i]` is the file offset of `value[i]`, and
 * `offsets[value.length]` the place just behind the last character. A character that an escape gave stands at its escape
 * sequence; one that line folding gave stands at the line break.
 */
export function valueOffsets(token: CST.FlowScalar | CST.BlockScalar, value: string): number[] {
  switch (token.type) {
    case 'block-scalar':
      return blockOffsets(token, value)
    case 'double-quoted-scalar':
      return doubleQuotedOffsets(token)
    case 'single-quoted-scalar':
      return foldedOffsets(token.source.slice(1, -1), token.offset + 1, true)
    default:
      return foldedOffsets(token.source, token.offset, false)
  }
}

/** Plain and single-quoted: lines are trimmed and joined by one space; n empty lines between them give n line breaks. */
function foldedOffsets(source: string, base: number, quoted: boolean): number[] {
  const offsets: number[] = []
  const lines = source.split('\n')
  let at = base
  let previousEnd = base
  let breaks = 0
  for (const [index, raw] of lines.entries()) {
    const isFirst = index === 0
    const isLast = index === lines.length - 1
    const lead = isFirst ? 0 : skipBlanks(raw, 0)
    const line = isLast ? raw.slice(lead) : raw.slice(lead, contentEnd(raw, lead))
    if (!isFirst) breaks++
    if (line !== '' || isFirst || isLast) {
      const folded = Math.max(breaks > 1 ? breaks - 1 : breaks, 0)
      for (let i = 0; i < folded; i++) offsets.push(previousEnd)
      breaks = 0
      for (let i = 0; i < line.length; i++) {
        offsets.push(at + lead + i)
        if (quoted && line[i] === "'" && line[i + 1] === "'") i++
      }
      previousEnd = at + lead + line.length
    }
    at += raw.length + 1
  }
  offsets.push(previousEnd)
  return offsets
}

const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function doubleQuotedOffsets(token: CST.FlowScalar): number[] {
  const { source, offset } = token
  const offsets: number[] = []
  const end = source.length - 1
  for (let i = 1; i < end; ) {
    if (source[i] === '\\') {
      const next = source[i + 1] ?? ''
      if (next === '\n' || next === '\r') {
        i = skipBlanks(source, i + (next === '\r' ? 3 : 2))
        continue
      }
      const digits = escapeLengths[next] ?? 0
      offsets.push(offset + i)
      if (digits === 8 && Number.parseInt(source.slice(i + 2, i + 10), 16) > 0xffff) offsets.push(offset + i)
      i += 2 + digits
      continue
    }
    let gap = skipBlanks(source, i)
    if (source[gap] !== '\n' && !(source[gap] === '\r' && source[gap + 1] === '\n')) {
      do offsets.push(offset + i++)
      while (i < gap)
      continue
    }
    let breaks = 0
    for (; ' \t\r\n'.includes(source[gap] ?? '-'); gap++) if (source[gap] === '\n') breaks++
    for (let n = 0; n < Math.max(1, breaks - 1); n++) offsets.push(offset + i)
    i = gap
  }
  offsets.push(offset + end)
  return offsets
}

function skipBlanks(source: string, from: number): number {
  let i = from
  while (source[i] === ' ' || source[i] === '\t') i++
  return i
}

/** Where a line's content ends: without trailing blanks and the carriage return of its line break. */
function contentEnd(line: string, from: number): number {
  let end = line.endsWith('\r') ? line.length - 1 : line.length
  while (end > from && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--
  return end
}

/** `|` and `>`: the lines without their indentation appear in the value one after the other, breaks or spaces between. */
function blockOffsets(token: CST.BlockScalar, value: string): number[] {
  const offsets: number[] = []
  const bodyStart = token.offset + token.props.reduce((length, prop) => length + sourceLength(prop), 0)
  const lines = token.source.split('\n')
  const indent = blockIndent(token, lines)
  let at = bodyStart
  let previousEnd = bodyStart
  for (const raw of lines) {
    const content = raw.slice(indent).replace(/\r$/, '')
    if (content !== '' && offsets.length < value.length) {
      while (value[offsets.length] === '\n') offsets.push(previousEnd)
      const isFolded = value[offsets.length] === ' ' && content[0] !== ' ' && content[0] !== '\t'
      if (isFolded) offsets.push(previousEnd)
      const length = Math.min(content.length, value.length - offsets.length)
      for (let i = 0; i < length; i++) offsets.push(at + indent + i)
      previousEnd = at + indent + content.length
    }
    at += raw.length + 1
  }
  while (offsets.length <= value.length) offsets.push(previousEnd)
  return offsets
}

function sourceOf(token: CST.Token | undefined): string {
  return token !== undefined && 'source' in token && typeof token.source === 'string' ? token.source : ''
}

function sourceLength(token: CST.Token): number {
  return sourceOf(token).length
}
