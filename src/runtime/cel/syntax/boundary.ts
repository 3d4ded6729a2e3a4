import type { CelProblem } from '../api.js'
import { decodeBytes } from './bytes-literal.js'

/**
 * What the library's lexer (@marcbachmann/cel-js 8.0.0) gets wrong is put right here, before and after it runs:
 * the text is rewritten at equal length, so that every range stays true, and the notes say what really stood there.
 */
export interface Boundary {
  /** What the library gets to see. */
  readonly text: string
  /** Offset of a rewritten token → its real value. */
  readonly literals: ReadonlyMap<number, unknown>
  /** Offset of a backtick-quoted field → its name. */
  readonly fields: ReadonlyMap<number, string>
  /** Offsets of names that were written with a leading dot: `.x`. */
  readonly absolute: ReadonlySet<number>
  /** Offsets of `?` before optional elements and entries of literals, ascending. */
  readonly optionals: readonly number[]
  /** Offset of each `(` that is not a call's → offset of its `)`. */
  readonly parentheses: ReadonlyMap<number, number>
}

/** Rewrites what the library cannot read. */
export function rewrite(source: string, kubernetes = false): Boundary | CelProblem {
  const out = source.split('')
  const literals = new Map<number, unknown>()
  const fields = new Map<number, string>()
  const absolute = new Set<number>()
  const optionals: number[] = []
  const parentheses = new Map<number, number>()
  const open: { readonly at: number; readonly kind: 'call' | 'group' | 'index' | 'list' | 'map' }[] = []
  const fill = (from: number, to: number, filler: string): void => {
    for (let i = from; i < to; i++) out[i] = filler
  }

  // The last character that was not white space: whether it ends an operand tells `a[?b]` from `[?b]`.
  let before = ''
  let at = 0
  while (at < source.length) {
    const token = tokenAt(source, at)
    const end = at + token.text.length
    const { kind, text } = token
    if (kind === 'string') {
      const problem = string(text, at)
      if (problem) return problem
    } else if (kind === 'comment') {
      // A parenthesis in a comment must not be taken for one.
      fill(at, end, ' ')
    } else if (kind === 'field') {
      // Upstream: "Unexpected character: `"; CEL allows quoted fields after a dot.
      if (before !== '.' && before !== '?')
        return syntax(at, end, 'a name in backticks goes after a dot: a.`b-c`')
      fields.set(at, text.slice(1, -1))
      fill(at, end, '_')
    } else if (kind === 'number') {
      // Upstream reads no number that begins with a dot.
      if (kubernetes && text.startsWith('0X'))
        return syntax(at, end, 'Kubernetes writes hexadecimal numbers with a small x: 0x1f')
      if (text.startsWith('.')) {
        literals.set(at, Number(text))
        fill(at, end, '0')
      }
    } else if (kind === 'other') {
      const problem = punctuation(text, at)
      if (problem) return problem
    }
    // `in` is an operator: what follows it is an operand.
    if (kind !== 'space' && kind !== 'comment') before = text === 'in' ? '' : (text.at(-1) ?? before)
    else if (kind === 'space') fill(at, end, ' ') // Upstream takes a form feed for an unexpected character.
    at = end
  }
  return { text: restoreNewlines(source, out), literals, fields, absolute, optionals, parentheses }

  function string(text: string, start: number): CelProblem | undefined {
    const [, prefix = '', quotes = ''] = /^([a-zA-Z]*)("""|'''|"|')/.exec(text) ?? []
    const bytes = /b/i.test(prefix)
    const raw = /r/i.test(prefix)
    if (!bytes && !raw) return undefined
    if (kubernetes && /^rb$/i.test(prefix))
      return syntax(start, start + 2, `Kubernetes writes raw bytes 'br', not '${prefix}'`)
    const body = start + prefix.length + quotes.length
    const content = source.slice(body, start + text.length - quotes.length)
    // Upstream gives bytes the low half of each UTF-16 unit where CEL has UTF-8, knows no rb'', and lets a backslash
    // in a raw string escape the quote. Its lexer gets a harmless literal of the same length, whose value is here.
    if (bytes) {
      const value = raw ? new TextEncoder().encode(content) : decodeBytes(content)
      if (typeof value === 'string') return syntax(start, start + text.length, value)
      literals.set(start + prefix.length - 1, value)
    } else {
      literals.set(start, content)
    }
    if (prefix.length === 2) out[start] = ' '
    out[start + prefix.length - 1] = 'r'
    for (let i = body; i < body + content.length; i++) if (!/[\r\n]/.test(out[i] as string)) out[i] = '_'
    return undefined
  }

  function punctuation(c: string, start: number): CelProblem | undefined {
    const operandBefore = /[\w`"')\]}]/.test(before)
    switch (c) {
      case '(':
        open.push({ at: start, kind: operandBefore ? 'call' : 'group' })
        return undefined
      case '[':
        open.push({ at: start, kind: operandBefore ? 'index' : 'list' })
        return undefined
      case '{':
        if (operandBefore) {
          return syntax(
            start,
            start + 1,
            'message construction is not supported: policies work on plain data',
          )
        }
        open.push({ at: start, kind: 'map' })
        return undefined
      case ')':
      case ']':
      case '}': {
        const opened = open.pop()
        if (before === ',' && opened?.kind === 'call' && kubernetes)
          return syntax(start - 1, start + 1, "no comma before ')' in Kubernetes")
        // Upstream takes no comma without elements: `[,]`.
        if (before === ',' && opened && opened.kind !== 'call')
          if (source.slice(opened.at + 1, start).trim() === ',') out[source.indexOf(',', opened.at)] = ' '
        if (opened?.kind === 'group') parentheses.set(opened.at, start)
        return undefined
      }
      case '?': {
        // Upstream reads `?` before list elements and map entries as the ternary's.
        const inside = open.at(-1)?.kind
        if (!(before === '[' && inside === 'list') && !(before === '{' && inside === 'map')) {
          if (!(before === ',' && (inside === 'list' || inside === 'map'))) return undefined
        }
        optionals.push(start)
        out[start] = ' '
        return undefined
      }
      case '.':
        // Upstream knows no names with a leading dot, which are looked up outside of all macros.
        // One that stands behind another dot, or behind `.?`, is a slip.
        if (before === '.' || (before === '?' && source.slice(0, start).trimEnd().endsWith('.?')))
          return undefined
        if (operandBefore || !/[a-zA-Z_]/.test(source[start + 1] ?? '')) return undefined
        absolute.add(start + 1)
        out[start] = ' '
        return undefined
      default:
        return undefined
    }
  }
}

/** Line ends stay where they are: they end comments and may not stand in plain strings. */
function restoreNewlines(source: string, out: readonly string[]): string {
  return out.map((c, i) => (source[i] === '\n' ? '\n' : c)).join('')
}

interface Token {
  readonly kind: 'string' | 'comment' | 'field' | 'number' | 'space' | 'word' | 'other'
  readonly text: string
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /[ \t\r\n\f]+/y],
  ['comment', /\/\/[^\n]*/y],
  ['string', /(?:r|b|rb|br)?(?:"""|''')/iy],
  ['string', /(?:r|b|rb|br)?["']/iy],
  ['number', /\.\d+(?:[eE][-+]?\d+)?/y],
  ['number', /0X[0-9a-fA-F]+/y],
  ['word', /\w+/y],
  ['field', /`[\w./ -]+`/y],
]

function tokenAt(source: string, at: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (!match) continue
    // `x.5` is for the parser to complain about.
    if (kind === 'number' && /[\w)\].]/.test(source[at - 1] ?? '')) continue
    if (kind === 'string') return { kind, text: source.slice(at, stringEnd(source, at, match[0])) }
    return { kind, text: match[0] }
  }
  return { kind: 'other', text: source[at] as string }
}

/** Where the string ends that begins with this prefix and quotes; at the end of the text when nothing closes it. */
function stringEnd(source: string, at: number, opening: string): number {
  const quotes = opening.replace(/^[a-z]+/i, '')
  const raw = /^[a-z]*r/i.test(opening)
  for (let i = at + opening.length; i < source.length; i++) {
    if (source[i] === '\\' && !raw) i++
    else if (source.startsWith(quotes, i)) return i + quotes.length
  }
  return source.length
}

function syntax(start: number, end: number, message: string): CelProblem {
  return { code: 'cel-syntax', message, start, end }
}
