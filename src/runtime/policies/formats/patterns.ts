import type { RE2JS } from 're2js'
import { re2 } from '../../apart.js'

/** A regular expression of RE2, the syntax of CEL: matching takes linear time whatever the pattern. */
export function compilePattern(source: string): RE2JS {
  return re2().RE2JS.compile(source)
}

/** Why a text is not a regular expression of RE2, or undefined when it is one. */
export function patternProblem(source: string): string | undefined {
  try {
    compilePattern(source)
    return undefined
  } catch (error) {
    if (!(error instanceof re2().RE2JSException)) throw error
    return error.message.replace(/^error parsing regexp: /, '')
  }
}

/** The regular expression of a text written as `/…/`, or undefined for any other text. */
export function regexIn(text: string): string | undefined {
  return text.length > 2 && text.startsWith('/') && text.endsWith('/') ? text.slice(1, -1) : undefined
}
