import type { Diagnostic } from '../runtime/model/index.js'

/** A user's mistake: carries every diagnostic of the stage that failed. The CLI prints them and exits 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'))
    this.diagnostics = diagnostics
  }
}

/** Shorthand for a single mistake. */
export function inputError(code: string, message: string, more: Partial<Diagnostic> = {}): InputError {
  return new InputError([{ code, level: 'error', message, ...more }])
}

/**
 * A diagnostic as text: `file:line:column: message [code]`, the source line with a caret, the hint.
 * Control characters and line breaks in untrusted text become visible escapes.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { location, sourceLine, message, code, level, hint } = diagnostic
  const where = location ? `${location.file}:${location.start.line}:${location.start.column}: ` : ''
  const lines = [`${where}${level === 'warning' ? 'warning: ' : ''}${message} [${code}]`]
  if (location && sourceLine !== undefined) lines.push(...excerpt(location.start, location.end, sourceLine))
  if (hint) lines.push(`  ${hint}`)
  return lines.map(printableLine).join('\n')
}

function excerpt(
  start: { line: number; column: number },
  end: { line: number; column: number },
  line: string,
): string[] {
  const window = 120
  const from = start.column > window - 20 ? start.column - 40 : 0
  const shown = line.slice(from, from + window).replaceAll('\t', ' ')
  const width = end.line === start.line ? end.column - start.column : shown.length + from - start.column + 1
  const carets = '^'.repeat(Math.max(1, Math.min(width, shown.length + from - start.column + 1)))
  const gutter = String(start.line)
  return [
    `  ${gutter} | ${shown}`,
    `  ${' '.repeat(gutter.length)} | ${' '.repeat(start.column - 1 - from)}${carets}`,
  ]
}

/** Text that cannot drive a terminal: control characters and direction overrides become visible escapes. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The same as one line, which a line break in a name cannot leave, and which no CI system takes for a command. */
export function printableLine(text: string): string {
  return withoutCommand(printable(text).replaceAll('\n', '\\u000a'))
}

/**
 * A line that no CI system takes for a command: it does not begin with `::` (GitHub), and has no `##[` or `##vso[` (Azure).
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function withoutCommand(line: string): string {
  return line.replace(/##(?=(?:vso)?\[)/g, '#\\u0023').replace(/^( *):(?=:)/, '$1\\u003a')
}
