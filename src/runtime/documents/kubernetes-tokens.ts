import type { CST } from 'yaml'
import { blockIndent } from './block-text.js'

/** What the reader of Kubernetes refuses though YAML 1.2 allows it. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly pos: [start: number, end: number]
}

type Items = (CST.BlockMap | CST.BlockSequence | CST.FlowCollection)['items']
type Item = Items[number]

/**
 * What kubectl refuses in this part of a YAML text, or takes for something else than a reader of YAML 1.2 does: tabs where
 * indentation is asked for, `?` and a leading `:` in unquoted texts between brackets, `"\/"` and halves of characters, keys
 * of several lines between brackets, texts without indentation below `|`, `...` without a document.
 * @param text the whole file
 * @param isFirst whether no document stands before it
 */
export function refusalsIn(token: CST.Token, text: string, isFirst: boolean): Refusal[] {
  const found: Refusal[] = []
  const refuse = (code: string, message: string, start: number, end = start + 1): void => {
    found.push({ code, message, pos: [start, end] })
  }

  /** Blanks, comments and indicators between values. In `afterKey` the colon is that of a key written with `?`, or of none. */
  function between(tokens: readonly CST.SourceToken[] | undefined, inFlow: boolean, afterKey = false): void {
    let isBehindIndicator = false
    for (const { type, source, offset } of tokens ?? []) {
      if (type !== 'space') {
        isBehindIndicator =
          type === 'seq-item-ind' || type === 'explicit-key-ind' || (afterKey && type === 'map-value-ind')
        continue
      }
      const tab = source.indexOf('\t')
      if (tab < 0 || inFlow) continue
      if (isBehindIndicator || startsLine(text, offset + tab))
        refuse('TAB_AS_INDENT', 'Kubernetes refuses a tab here', offset + tab)
    }
  }

  function visit(token: CST.Token | null | undefined, inFlow: boolean, isRoot = false): void {
    switch (token?.type) {
      case 'document':
        between(token.start, false)
        visit(token.value, false, true)
        between(token.end, false)
        if (token.value?.type === 'block-scalar') spacesBehind(token.end)
        return
      case 'block-map':
      case 'block-seq':
        for (const item of token.items) visitItem(item, false)
        return
      case 'flow-collection':
        for (const item of token.items) visitItem(item, true)
        between(token.end, inFlow)
        return
      case 'scalar':
        plain(token, inFlow)
        between(token.end, inFlow)
        return
      case 'double-quoted-scalar':
        for (const { 0: written, index } of token.source.matchAll(/\\(?:u[0-9a-fA-F]{4}|[\s\S])/g)) {
          const message = `Kubernetes does not know ${written} in quotes`
          if (/^\\(?:\/|u[dD][89a-fA-F])/.test(written))
            refuse('ESCAPE', message, token.offset + index, token.offset + index + written.length)
        }
        between(token.end, inFlow)
        return
      case 'block-scalar':
        block(token, isRoot)
        return
      case 'single-quoted-scalar':
      case 'alias':
        between(token.end, inFlow)
        return
      case 'space':
        between([token], false)
        return
      case 'directive':
        // kubectl divides the file between a directive and its document.
        refuse('DIRECTIVE', 'Kubernetes refuses directives', token.offset, token.offset + token.source.length)
        return
      case 'doc-end':
        if (isFirst)
          refuse('DOCUMENT_END', 'Kubernetes refuses ... without a document before it', token.offset)
        return
    }
  }

  function visitItem({ start, key, sep, value }: Item, inFlow: boolean): void {
    const mark = start.find(({ type }) => type === 'explicit-key-ind')
    const colon = sep?.find(({ type }) => type === 'map-value-ind')
    between(start, inFlow)
    visit(key, inFlow)
    between(sep, inFlow, mark !== undefined || !key)
    visit(value, inFlow)
    if (colon === undefined) return
    if (mark !== undefined) {
      if (!inFlow && column(text, mark.offset) !== column(text, colon.offset))
        refuse('BAD_INDENT', 'Kubernetes wants this : in the column of its ?', colon.offset)
    } else if (key && isLong(text.slice(key.offset, colon.offset)))
      refuse('MULTILINE_KEY', 'Kubernetes wants a key and its : on one line', key.offset)
  }

  function plain({ source, offset, indent }: CST.FlowScalar, inFlow: boolean): void {
    const indicator = inFlow ? source.search(/^:|\?/) : -1
    if (indicator >= 0) {
      const name = source[indicator] === ':' ? 'colon' : 'question mark'
      refuse('INDICATOR', `Kubernetes takes this ${name} for the sign of a key`, offset + indicator)
    }
    for (const { 0: blanks, index } of source.matchAll(/(?<=\n)[ \t]+/g)) {
      const tab = blanks.indexOf('\t')
      if (tab >= 0 && tab <= indent)
        refuse('TAB_AS_INDENT', 'Kubernetes refuses a tab here', offset + index + tab)
    }
  }

  function block(token: CST.BlockScalar, isRoot: boolean): void {
    const lines = token.source.split('\n')
    const indent = blockIndent(token, lines)
    if (!token.props.some(({ type }) => type === 'newline'))
      refuse('BAD_SCALAR', 'Kubernetes allows nothing but a comment behind | and >', token.offset)
    const start = token.offset + token.props.reduce((length, prop) => length + sourceLength(prop), 0)
    const isEmpty = /^[ \n]*$/.test(token.source)
    if (isRoot && indent === 0 && !isEmpty)
      refuse('BAD_INDENT', 'Kubernetes takes no text here that is not indented', start)
    let at = start
    let isTop = true
    for (const line of lines) {
      const spaces = line.length - line.replace(/^ +/, '').length
      if (line[spaces] === '\t' && (spaces < indent || (isTop && indent === spaces)))
        refuse('TAB_AS_INDENT', 'Kubernetes refuses a tab here', at + spaces)
      if (spaces < line.length) isTop = false
      at += line.length + 1
    }
  }

  /** Which of them belong to the text is not read alike. */
  function spacesBehind(tokens: readonly CST.SourceToken[] | undefined): void {
    const spaces = tokens?.find(({ type, offset }) => type === 'space' && startsLine(text, offset))
    if (spaces !== undefined) refuse('BAD_INDENT', 'Kubernetes takes these spaces for text', spaces.offset)
  }

  visit(token, false)
  return found
}

/**
 * The offset of a value that a composed document would lose: below a key written with `?`, without a colon of its own. The
 * library reads `? a` and `- b` below it as `{a: null}`.
 */
export function lostValue(token: CST.Token | null | undefined): number | undefined {
  const stack = [token]
  for (let next = stack.pop(); stack.length > 0 || next != null; next = stack.pop()) {
    if (next?.type === 'document') stack.push(next.value)
    else if (next != null && 'items' in next) {
      for (const { key, sep, value } of next.items) {
        const lost = value ?? sep?.find(({ type }) => type === 'tag' || type === 'anchor')
        if (lost && sep !== undefined && !sep.some(({ type }) => type === 'map-value-ind')) return lost.offset
        stack.push(key, value)
      }
    }
  }
  return undefined
}

/** A key ends on the line on which it begins, within 1024 characters. */
function isLong(key: string): boolean {
  return key.length > 1000 || /[\r\n]/.test(key)
}

function startsLine(text: string, offset: number): boolean {
  let at = offset
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--
  return at === 0 || /[\r\n\u0085\u2028\u2029\ufeff]/.test(text[at - 1] ?? '\n')
}

function column(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !/[\r\n\u0085\u2028\u2029\ufeff]/.test(text[at - 1] ?? '\n')) at--
  return offset - at
}

function sourceLength(token: CST.Token): number {
  return 'source' in token ? token.source.length : 0
}
