import { RE2JS, RE2JSException } from 're2js'
import { type Failure, failure } from '../failure.js'
import { charge } from '../meter.js'
import type { CelFunction } from '../table.js'

/** Longest pattern; RE2 programs grow with it. */
const longestPattern = 1_000

const cache = new Map<string, RE2JS | Failure>()

/** An RE2 pattern: linear time whatever the input; no lookaround, no backreferences. */
export function compilePattern(pattern: string): RE2JS | Failure {
  const known = cache.get(pattern)
  if (known) return known
  const compiled = build(pattern)
  if (cache.size >= 256) cache.clear()
  cache.set(pattern, compiled)
  return compiled
}

function build(pattern: string): RE2JS | Failure {
  if (pattern.length > longestPattern) {
    return failure('invalid-argument', `the pattern is longer than ${longestPattern} characters`)
  }
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return failure('invalid-argument', `not an RE2 pattern: ${error.message.slice(0, 120)}`)
  }
}

const isFailure = (value: object): value is Failure => 'code' in value

function matches(text: string, pattern: string): boolean | Failure {
  const compiled = compilePattern(pattern)
  if (isFailure(compiled)) return compiled
  return charge((text.length * pattern.length) >> 8) ?? compiled.test(text)
}

/** Regular expressions, all RE2. */
export const regex: readonly CelFunction[] = [
  {
    name: 'matches',
    overloads: { 'string.matches(string): bool': matches, 'matches(string, string): bool': matches },
    doc: 'Whether some part of the string matches the RE2 pattern; `^` and `$` tie it to the ends.',
    since: 'base',
    examples: [['"web-1".matches("^[a-z]+-[0-9]$")', 'true']],
    prepare([, pattern]) {
      if (typeof pattern !== 'string') return undefined
      const compiled = compilePattern(pattern)
      if (isFailure(compiled)) return compiled
      return undefined
    },
  },
]
