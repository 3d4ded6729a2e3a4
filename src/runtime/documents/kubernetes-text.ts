/** Where the documents of a file begin and end, and what makes kubectl refuse to divide it. */
export interface Division {
  readonly parts: readonly { readonly start: number; readonly end: number }[]
  readonly problems: readonly {
    readonly code: string
    readonly message: string
    readonly pos: [start: number, end: number]
  }[]
}

/**
 * The documents of a file as kubectl divides it: at lines that begin with `---`, with nothing but a comment behind it.
 * A byte order mark at the start of a document counts for nothing.
 */
export function divide(text: string): Division {
  const control = controlCharacter.exec(text)
  if (control !== null) return { parts: [], problems: [controlProblem(control)] }
  const returns = text.indexOf('\r\r\n')
  if (returns >= 0) return { parts: [], problems: [returnProblem(returns)] }
  const blanks = /^[\s\u0085]*(?=\{)/.exec(text)?.[0] ?? ''
  const odd = blanks.search(/[^ \t\r\n]/)
  if (odd >= 0) return { parts: [], problems: [blankProblem(odd)] }
  const parts: { start: number; end: number }[] = []
  const opened = new Set<number>()
  let start = 0
  for (const { index, 0: line, 1: behind = '' } of text.matchAll(/^---([^\n]*)/gm)) {
    if (index > 0 && text[index - 1] !== '\n') continue
    const content = /^[ \t\r]*([^ \t\r#].*)$/s.exec(behind)?.[1]
    if (content !== undefined) {
      const at = index + line.length - content.length
      return { parts: [], problems: [separatorProblem(at, index + line.length)] }
    }
    // Kubernetes reads the first --- as a part of its document, where it needs a space behind it.
    if (index === start && behind.startsWith('#'))
      return { parts: [], problems: [separatorProblem(index, index + line.length)] }
    if (index === start) opened.add(index + line.length + 1)
    if (index > start) parts.push({ start: afterMark(text, start), end: index })
    start = Math.min(index + line.length + 1, text.length)
  }
  parts.push({ start: afterMark(text, start), end: text.length })
  for (const { index } of text.matchAll(/\ufeff/g)) {
    const isFirst = parts.some((part) => part.start === index + 1) && !opened.has(index)
    if (!isFirst && /[\r\n\u0085\u2028\u2029]/.test(text[index - 1] ?? '\n'))
      return { parts: [], problems: [markProblem(index)] }
  }
  return { parts, problems: [] }
}

/**
 * The text with `\n` for each line break of YAML 1.1 that YAML 1.2 does not know, one for one, so that offsets stay: what
 * stands behind it is on a line of its own for Kubernetes, and no part of a comment.
 */
export function lineBreaksOf(text: string): string {
  return text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what YAML does not allow
const controlCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/

function afterMark(text: string, start: number): number {
  return text[start] === '\ufeff' ? start + 1 : start
}

function controlProblem({ 0: character, index }: RegExpExecArray): Division['problems'][number] {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  const message = `the control character U+${code} is not allowed in YAML`
  return { code: 'CONTROL_CHARACTER', message, pos: [index, index + 1] }
}

function returnProblem(start: number): Division['problems'][number] {
  const message = 'two carriage returns before a line break are not read alike'
  return { code: 'CARRIAGE_RETURN', message, pos: [start, start + 2] }
}

function blankProblem(start: number): Division['problems'][number] {
  const message = 'an unusual blank before the first {: Kubernetes does not take it for a part of the text'
  return { code: 'BLANK', message, pos: [start, start + 1] }
}

function separatorProblem(start: number, end: number): Division['problems'][number] {
  const message = 'Kubernetes allows nothing but a comment behind ---'
  return { code: 'SEPARATOR', message, pos: [start, end] }
}

function markProblem(index: number): Division['problems'][number] {
  const message = 'a byte order mark inside a document is a character of its text for Kubernetes'
  return { code: 'BYTE_ORDER_MARK', message, pos: [index, index + 1] }
}
