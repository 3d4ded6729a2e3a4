import { formatPointer } from '../pointer.js'
import { limitHints, maxDepth, mostDigits } from './limits.js'
import type { Lines } from './lines.js'
import { duplicateKey, mostErrors, type Problem, tooDeepAt } from './problem.js'

/** What a thorough reading of one JSON value finds. */
export interface JsonCheck {
  /** The offset behind the value, or where reading stopped. */
  readonly end: number
  /** A syntax error ends the reading, so it is the last; duplicate keys do not. */
  readonly problems: readonly Problem[]
  readonly largeIntegers: readonly LargeInteger[]
  /** Where integers stand that a decoder for 64 bits takes for floats: `5.0`, `1e3`, 2^63. */
  readonly floats: readonly (readonly (string | number)[])[]
}

/** An integer beyond ±(2^53-1): where it stands in the data, and its exact value. */
export interface LargeInteger {
  readonly path: readonly (string | number)[]
  readonly value: bigint
}

/** A mistake that ends the reading; never leaves this file. */
class Stop extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

/**
 * Reads one JSON value (RFC 8259) character by character to say what is wrong with it and where. Some ten times slower
 * than JSON.parse: only for texts that it rejects, or whose keys and numbers it cannot keep apart.
 */
export function checkJson(lines: Lines, from: number, deepest = maxDepth): JsonCheck {
  const { text } = lines
  const problems: Problem[] = []
  const largeIntegers: LargeInteger[] = []
  const floats: (readonly (string | number)[])[] = []
  const path: (string | number)[] = []
  const contentEnd = text.trimEnd().length
  let at = from

  const fail = (message: string, hint?: string, start = at, end = start + 1): never => {
    throw new Stop({ code: 'json-syntax', message, start, end, ...(hint === undefined ? {} : { hint }) })
  }
  const cutOff = (): never => {
    const inside = path.length === 0 ? '' : ` of ${formatPointer(path)}`
    return fail(`the text ends in the middle${inside}`, 'was the export cut off? run it again', contentEnd)
  }
  const skipBlanks = (): void => {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++
  }
  const found = (): string =>
    at >= contentEnd ? cutOff() : JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))

  function value(): void {
    skipBlanks()
    const character = text[at]
    if (character === '{') object()
    else if (character === '[') list()
    else if (character === '"') string()
    else if (character !== undefined && /[-0-9]/.test(character)) number()
    else word()
  }

  function object(): void {
    enter()
    const seen = new Map<string, number>()
    for (let isFirst = true; !closed('}', isFirst, 'a key'); isFirst = false) {
      if (text[at] !== '"') fail(`expected a key in double quotes, found ${found()}`)
      const start = at
      const key = string()
      const first = seen.get(key)
      if (first !== undefined) problems.push(duplicateKey(lines, key, first, start, at))
      if (problems.length >= mostErrors) throw new Stop(problems.pop() as Problem)
      seen.set(key, start)
      path.push(key)
      skipBlanks()
      if (text[at] !== ':') fail(`expected ':' after the key, found ${found()}`)
      at++
      value()
      path.pop()
    }
  }

  function list(): void {
    enter()
    for (let index = 0; !closed(']', index === 0, 'a value'); index++) {
      path.push(index)
      value()
      path.pop()
    }
  }

  function enter(): void {
    if (path.length >= deepest) throw new Stop(tooDeepAt(at, deepest))
    at++
  }

  /** Steps over the closing bracket, or to the next item. */
  function closed(bracket: string, isFirst: boolean, item: string): boolean {
    skipBlanks()
    if (text[at] === bracket) {
      at++
      return true
    }
    if (isFirst) return false
    if (text[at] !== ',') fail(`expected ',' or '${bracket}', found ${found()}`)
    const comma = at++
    skipBlanks()
    if (text[at] === bracket)
      fail(`expected ${item} after ','`, 'JSON allows no comma after the last one', comma)
    return false
  }

  function string(): string {
    const start = at++
    for (; text[at] !== '"'; at++) {
      if (at >= contentEnd) cutOff()
      if (text.charCodeAt(at) < 0x20)
        fail('a text in double quotes holds a line break or another control character')
      if (text[at] !== '\\') continue
      const pattern = /(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
      pattern.lastIndex = ++at
      if (/^(?:u[0-9a-fA-F]{0,3})?$/.test(text.slice(at, at + 5)) && at + 5 > contentEnd) cutOff()
      if (!pattern.test(text)) fail('invalid escape sequence', 'a backslash is written \\\\', at - 1, at + 1)
      at = pattern.lastIndex - 1
    }
    at++
    return JSON.parse(text.slice(start, at)) as string
  }

  function number(): void {
    const pattern = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
    pattern.lastIndex = at
    const match = pattern.exec(text)
    const start = at
    at += match?.[0].length ?? 1
    if (at >= contentEnd && path.length > 0) cutOff()
    if (match === null || /[-+.0-9a-zA-Z]/.test(text.charAt(at)))
      fail('not a JSON number', undefined, start, at + 1)
    if (match === null) return
    if (match[1] !== undefined || match[2] !== undefined) {
      float(match[0], start)
      return
    }
    if (match[0].length > mostDigits) {
      throw new Stop({
        code: 'document-limit',
        message: `a number of ${match[0].length} digits`,
        hint: limitHints.digits,
        start,
        end: at,
      })
    }
    if (Number.isSafeInteger(Number(match[0]))) return
    const value = BigInt(match[0])
    largeIntegers.push({ path: [...path], value })
    if (BigInt.asIntN(64, value) !== value) floats.push([...path])
  }

  function float(text: string, start: number): void {
    const value = Number(text)
    if (Number.isInteger(value)) floats.push([...path])
    if (Number.isFinite(value)) return
    const hint = 'no program could read it; a text stands in double quotes'
    problems.push({
      code: 'json-number',
      message: `${text.slice(0, 40)} is too large a number`,
      start,
      end: at,
      hint,
    })
    if (problems.length >= mostErrors) throw new Stop(problems.pop() as Problem)
  }

  function word(): void {
    const start = at
    const match = /[A-Za-z]*/y
    match.lastIndex = at
    const name = match.exec(text)?.[0] ?? ''
    at += name.length
    if (name === 'true' || name === 'false' || name === 'null') return
    if (at >= contentEnd && ['true', 'false', 'null'].some((known) => known.startsWith(name))) cutOff()
    const hint = text[start] === "'" ? 'JSON texts stand in double quotes' : undefined
    if (name === '') fail(`expected a value, found ${found()}`, hint)
    fail(`expected a value, found ${JSON.stringify(name.slice(0, 40))}`, undefined, start, at)
  }

  try {
    value()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    problems.push(error.problem)
  }
  return { end: at, problems, largeIntegers, floats }
}
