import type { ParseError } from '@marcbachmann/cel-js'
import type { CelProblem } from '../api.js'
import { habitOf } from './habits.js'

/** What the library's parser complains of, in our words. */
export function syntaxProblem(source: string, error: ParseError): CelProblem {
  const start = Math.min(error.range?.start ?? 0, source.length)
  const end = Math.max(start, Math.min(error.range?.end ?? start, source.length))
  if (error.code === 'limit_exceeded') {
    return { code: 'cel-limit', message: `the expression is too large: ${error.summary}`, start, end }
  }
  const problem = slip(source, start, syntaxMessage(error))
  const hint = problem.hint ?? habitOf(source)
  return { code: 'cel-syntax', ...problem, ...(hint !== undefined && { hint }), start, end }
}

/** Signs and words that stand where CEL has others. */
const signs: Readonly<Record<string, string>> = {
  '&': "'and' is written '&&'",
  and: "'and' is written '&&'",
  '|': "'or' is written '||'",
  or: "'or' is written '||'",
}

/** What is found instead of what CEL has, with what CEL has where the habit is known from another language. */
function slip(source: string, start: number, message: string): { message: string; hint?: string } {
  if (message === 'unterminated string') {
    const hint =
      'in YAML, a # behind a space begins a comment: quote the whole expression, or use a block (|)'
    return { message, hint }
  }
  if (!message.startsWith('unexpected character')) return { message }
  const found = /^(?:[A-Za-z_]\w*|[^\s])/u.exec(source.slice(start))?.[0] ?? ''
  const assigned = found === '=' && !habitOf(source) ? "equality is written '=='" : undefined
  const hint = assigned ?? (Object.hasOwn(signs, found) ? signs[found] : undefined)
  return { message: `unexpected '${found}'`, ...(hint !== undefined && { hint }) }
}

const tokens: Readonly<Record<string, string>> = {
  EOF: 'the end of the expression',
  IDENTIFIER: 'a name',
  LPAREN: "'('",
  RPAREN: "')'",
  LBRACKET: "'['",
  RBRACKET: "']'",
  LBRACE: "'{'",
  RBRACE: "'}'",
  DOT: "'.'",
  COMMA: "','",
  COLON: "':'",
  QUESTION: "'?'",
}

/** The library's message in our words: "expected ')' but found the end of the expression". */
function syntaxMessage({ code, summary }: ParseError): string {
  const named = summary.replace(/\b[A-Z]{2,}\b/g, (token) => tokens[token] ?? token.toLowerCase())
  const text =
    code === 'expected_token'
      ? named.replace(', got', ' but found')
      : code === 'unexpected_token'
        ? named
        : summary
  return text.charAt(0).toLowerCase() + text.slice(1)
}
