import type { RE2JS } from 're2js'
import { re2 } from '../../../apart.js'
import type { CelFunction, PreparedCall } from '../../../model/index.js'
import { charge, exhausted, meter } from '../../evaluation/meter.js'
import { Failure, failure } from '../../values/failure.js'
import { typeName } from '../../values/type-name.js'
import { CountedText } from './counted-text.js'
import { type NativePattern, nativePattern } from './native-pattern.js'
import { patternSize } from './pattern-size.js'

/** Longest pattern; RE2 programs grow with it. */
const longestPattern = 1_000

/** Most instructions of a compiled pattern; policies need some dozens. */
const largestProgram = 10_000

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

function sizeProblem(pattern: string): Failure | undefined {
  if (pattern.length > longestPattern) {
    return failure('invalid-argument', `the pattern is longer than ${longestPattern} characters`)
  }
  const size = patternSize(pattern)
  if (size > largestProgram) {
    return failure(
      'invalid-argument',
      'the pattern repeats too much: it would take too long to compile and to match',
    )
  }
  return undefined
}

function build(pattern: string): RE2JS | Failure {
  const problem = sizeProblem(pattern)
  if (problem) return problem
  try {
    return re2().RE2JS.compile(pattern)
  } catch (error) {
    if (!(error instanceof re2().RE2JSException)) throw error
    // Names of groups mean nothing here, and RE2 in Go takes one twice.
    if (/duplicate/i.test(error.message)) {
      const unnamed = withoutNames(pattern)
      if (unnamed !== pattern) return build(unnamed)
    }
    return failure('invalid-argument', `not an RE2 pattern: ${error.message.slice(0, 120)}`)
  }
}

/** The pattern with its named groups as mere groups; what stands in a class, behind a backslash or in \\Q…\\E stays. */
function withoutNames(pattern: string): string {
  return pattern.replace(
    /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?P?<\w+>/g,
    (part) => (part.startsWith('(?') ? '(' : part),
  )
}

const isFailure = (value: object): value is Failure => value instanceof Failure

/** A pattern that only the evaluation knows. Costs the same whether it has been compiled before or not. */
function computedPattern(pattern: string): RE2JS | Failure {
  const compiled = compilePattern(pattern)
  return isFailure(compiled) ? compiled : (charge(compiled.programSize() << 3) ?? compiled)
}

function matches(text: string, pattern: string): boolean | Failure {
  const compiled = computedPattern(pattern)
  if (isFailure(compiled)) return compiled
  return chargeMatch(text, pattern) ?? compiled.test(text)
}

function chargeMatch(text: string, pattern: string): Failure | undefined {
  return charge(Math.floor((text.length * pattern.length) / 64))
}

/** Units of so many characters, each seen by all instructions: some nanoseconds for each. */
const unitsOf = (characters: number, instructions: number): number =>
  Math.floor((characters * instructions) / 16)

function search<R>(
  text: string,
  pattern: string,
  most: number,
  use: (found: readonly string[]) => R,
): R | Failure {
  const compiled = computedPattern(pattern)
  if (isFailure(compiled)) return compiled
  const found: string[] = []
  const size = compiled.programSize()
  const counted = new CountedText(text)
  const matcher = compiled.matcher(counted.asString())
  let end = -1
  let paid = 0
  while (found.length < most) {
    // A search may look at all of the rest: it begins only when that could be paid.
    if (unitsOf(text.length - Math.max(end, 0), size) > meter.left) return exhausted()
    const isFound = matcher.find()
    const over = charge(1 + unitsOf(counted.looks - paid, size))
    if (over) return over
    if (!isFound) break
    paid = counted.looks
    // An empty match right behind another one does not count in Go.
    if (matcher.start() !== end || matcher.end() !== end) found.push(matcher.group() ?? '')
    end = matcher.end()
  }
  return use(found)
}

/** What is wrong with a literal pattern that is no pattern. */
function mistake(pattern: unknown): PreparedCall | undefined {
  const compiled = typeof pattern === 'string' ? compilePattern(pattern) : undefined
  return compiled && isFailure(compiled) ? { mistake: compiled.message } : undefined
}

/** Steps up to which the JavaScript RegExp may run: well below a millisecond. */
const nativeSteps = 20_000

/** `matches` with its pattern known: built once, and as RegExp where that is as safe. */
function matcher(pattern: string): PreparedCall {
  const native = sizeProblem(pattern) ? undefined : nativePattern(pattern)
  // What the JavaScript RegExp may match is a pattern of RE2: compiling it waits for a text that is too long for RegExp.
  let compiled = native ? undefined : compilePattern(pattern)
  if (compiled && isFailure(compiled)) return { mistake: compiled.message }
  const longest = native ? longestWithin(native) : -1
  const call = (text: unknown): unknown => {
    if (typeof text !== 'string') {
      if (text instanceof Failure) return text
      return failure('no-such-overload', `matches() is for strings, not for ${typeName(text)}`)
    }
    if (native !== undefined && text.length <= longest) {
      return charge(text.length >> 2) ?? native.regexp.test(text)
    }
    compiled ??= compilePattern(pattern)
    if (isFailure(compiled)) return compiled
    return chargeMatch(text, pattern) ?? compiled.test(text)
  }
  return { call }
}

/** The length of text up to which the pattern stays within the steps. */
function longestWithin({ steps }: NativePattern): number {
  let [fits, tooLong] = [-1, 4_096]
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (steps(middle) <= nativeSteps) fits = middle
    else tooLong = middle
  }
  return fits
}

/** Regular expressions, all RE2. */
export const regex: readonly CelFunction[] = [
  {
    name: 'matches',
    overloads: { 'string.matches(string): bool': matches, 'matches(string, string): bool': matches },
    doc: 'Whether some part of the string matches the RE2 pattern; `^` and `$` tie it to the ends.',
    since: 'base',
    strict: true,
    examples: [['"web-1".matches("^[a-z]+-[0-9]$")', 'true']],
    prepare: ([, pattern]) => (typeof pattern === 'string' ? matcher(pattern) : undefined),
  },
  {
    name: 'find',
    overloads: {
      'string.find(string): string': (text: string, pattern: string) =>
        search(text, pattern, 1, (found) => found[0] ?? ''),
    },
    doc: 'The first part of the string that matches the RE2 pattern; empty when none does.',
    since: 'base',
    strict: true,
    examples: [['"abc 123".find("[0-9]+")', '"123"']],
    prepare: ([, pattern]) => mistake(pattern),
  },
  {
    name: 'findAll',
    overloads: {
      'string.findAll(string): list<string>': (text: string, pattern: string) =>
        search(text, pattern, Infinity, (found) => found),
      'string.findAll(string, int): list<string>': (text: string, pattern: string, most: number) =>
        search(text, pattern, most < 0 ? Infinity : Number(most), (found) => found),
    },
    doc: 'All parts of the string that match the RE2 pattern, at most as many as given.',
    since: 'base',
    strict: true,
    examples: [['"123 abc 456".findAll("[0-9]+")', '["123", "456"]']],
    prepare: ([, pattern]) => mistake(pattern),
  },
]
