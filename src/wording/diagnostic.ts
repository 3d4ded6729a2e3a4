import type { Diagnostic } from '../runtime/model/index.js'
import { printableLine } from './printable.js'

/**
 * A diagnostic as text: `file:line:column: message [code]`, the source line with a caret, the hint.
 * Control characters and line breaks in untrusted text become visible escapes.
 * @group Reports
 * @example
 * ```ts
 * import { formatDiagnostic, loadPolicies } from 'policytest'
 *
 * const [problem] = loadPolicies('policies').lint()
 * if (problem) console.log(formatDiagnostic(problem).split('\n')[0]) // policies/owned.yaml:4:18: no case shows that 'owned' passes [test-missing]
 * ```
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { location, sourceLine, message, code, level, hint } = diagnostic
  const where = location ? `${location.file}:${location.start.line}:${location.start.column}: ` : ''
  const lines = [`${where}${level === 'warning' ? 'warning: ' : ''}${message} [${code}]`]
  const shown = location && sourceLine ? excerpt(location.start, location.end, sourceLine) : []
  return [...lines, ...shown, ...(hint ? [`  ${hint}`] : [])].map(printableLine).join('\n')
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

/** A diagnostic in one sentence, with what to do. */
export function withHint({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}; ${hint}`
}
