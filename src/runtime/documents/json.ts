import { append } from '../append.js'
import { setOwn } from '../member.js'
import type { Location } from '../model/index.js'
import { factsInBytes } from './json-bytes.js'
import { checkJson, type JsonCheck, type LargeInteger } from './json-check.js'
import { jsonPlaces, skipValue } from './json-places.js'
import { countWrittenKeys, skipBlanks, surveyJson } from './json-survey.js'
import { maxDepth } from './limits.js'
import { type Lines, linesOf } from './lines.js'
import { mostErrors, type Problem } from './problem.js'
import { mayHoldHalves, wellFormed } from './well-formed.js'

/** One JSON value of a file and where to find its parts. */
export interface JsonValue {
  readonly data: unknown
  /** Offset of the value in the text. */
  readonly start: number
  locate(pointer: string): Location
  /** Where integers stand that a decoder for 64 bits takes for floats: `5.0`, `1e3`, 2^63. */
  floats(): JsonCheck['floats']
}

/** The values of a JSON file: one, or several one after the other; and what is wrong with it. */
export interface JsonReading {
  readonly values: readonly JsonValue[]
  readonly problems: readonly Problem[]
}

/**
 * Reads a file that holds one JSON value, or several in a row as NDJSON or `kubectl … >> file` write them.
 * Never throws for bad JSON. JSON.parse does the work; a thorough reading follows only when it failed, when a key was
 * given twice or when a number is too large for a double.
 */
export function parseJson(lines: Lines): JsonReading {
  const { text } = lines
  const whole = attempt(text)
  if (whole !== undefined) return finish(lines, [{ start: 0, text, data: whole.data }])
  const values: Written[] = []
  for (let start = skipBlanks(text, 0); start < text.length; ) {
    if (values.length > 0 && !(isContainer(text, 0) && isContainer(text, start)))
      return failed([trailing(start)])
    const end = skipValue(text, start)
    const slice = text.slice(start, end)
    const parsed = attempt(slice)
    if (parsed === undefined) return failed(syntaxProblems(lines, start))
    values.push({ start, text: slice, data: parsed.data })
    start = skipBlanks(text, end)
  }
  return finish(lines, values)
}

/** Reads NDJSON: one value a line, blank lines left out; every broken line is told, up to twenty. */
export function parseNdjson(lines: Lines): JsonReading {
  const { text } = lines
  const values: Written[] = []
  const problems: Problem[] = []
  for (let start = 0; start < text.length && problems.length < mostErrors; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(start, end)
    const parsed = line.trim() === '' ? undefined : attempt(line)
    if (parsed !== undefined) values.push({ start, text: line, data: parsed.data })
    else if (line.trim() !== '') problems.push(brokenLine(lines, start, end))
    start = end + 1
  }
  return problems.length > 0 ? failed(problems) : finish(lines, values)
}

/** What the bytes of a JSON text tell of it, for whom it need not be looked for again. */
export interface JsonFacts {
  /** The keys that it writes down, of all levels. */
  readonly keys: number
  /** Whether a number is written with a point or an exponent. */
  readonly hasFraction: boolean
  /** Whether an escape may be half of a character. */
  readonly mayHoldHalves: boolean
}

/**
 * Reads one JSON value; undefined where anything is wrong with it, which is not looked into.
 * @param deepest how deep its lists and objects may nest
 */
export function parseSound(lines: Lines, deepest = maxDepth, facts?: JsonFacts): JsonValue | undefined {
  const whole = attempt(lines.text)
  return whole && finish(lines, [{ start: 0, text: lines.text, data: whole.data }], deepest, facts).values[0]
}

interface Written {
  readonly start: number
  readonly text: string
  readonly data: unknown
}

function attempt(text: string): { readonly data: unknown } | undefined {
  try {
    return { data: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function failed(problems: readonly Problem[]): JsonReading {
  return { values: [], problems: problems.slice(0, mostErrors) }
}

function isContainer(text: string, from: number): boolean {
  const opening = text[skipBlanks(text, from)]
  return opening === '{' || opening === '['
}

function trailing(start: number): Problem {
  const hint = 'a JSON file holds one value, or several objects one after the other'
  return { code: 'json-syntax', message: 'text after the end of the JSON value', start, end: start + 1, hint }
}

function syntaxProblems(lines: Lines, start: number): Problem[] {
  const { problems, end } = checkJson(lines, start)
  return problems.length > 0 ? [...problems] : [trailing(skipBlanks(lines.text, end))]
}

/** The mistake of one NDJSON line: a line that goes on behind its value, or whose value goes on behind the line. */
function brokenLine(lines: Lines, start: number, end: number): Problem {
  const [problem] = syntaxProblems(linesOf(lines.file, lines.text.slice(0, end)), start)
  return problem ?? trailing(start)
}

/** Looks for what JSON.parse does not tell: keys given twice, digits lost, nesting without end. */
function finish(
  lines: Lines,
  written: readonly Written[],
  deepest = maxDepth,
  given?: JsonFacts,
): JsonReading {
  const problems: Problem[] = []
  const values: JsonValue[] = []
  for (const { start, text, data } of written) {
    if (problems.length >= mostErrors) break
    const survey = surveyJson(data, deepest)
    const facts = given ?? (written.length === 1 ? factsInBytes(text, start) : undefined)
    const keys = facts?.keys ?? countWrittenKeys(text)
    const isSound = !survey.isTooDeep && !survey.hasLargeNumbers && survey.keys === keys
    const check = isSound ? undefined : checkJson(lines, start, deepest)
    append(problems, check?.problems ?? [])
    // Of keys given twice only one is there to be put right.
    const exact = check && check.problems.length === 0 ? withIntegers(data, check.largeIntegers) : data
    const collides = (key: string): void => {
      problems.push({ code: 'duplicate-key', message: `duplicate key '${key}'`, start, end: start + 1 })
    }
    values.push({
      data: facts?.mayHoldHalves !== false && mayHoldHalves(text) ? wellFormed(exact, collides) : exact,
      start,
      locate: jsonPlaces(lines, start),
      floats: () =>
        facts && !facts.hasFraction && !survey.hasLargeNumbers ? [] : floats(lines, start, text),
    })
  }
  return problems.length > 0 ? failed(problems) : { values, problems }
}

/** A thorough reading takes many times as long as JSON.parse: only for texts that may have some. */
function floats(lines: Lines, start: number, text: string): JsonCheck['floats'] {
  return suspect.test(text) ? checkJson(lines, start).floats : []
}

/** Whole numbers, not the beginning of a text like `server:1.0.2`, which every export holds. */
const suspect =
  /(?:^|[:[,])\s*-?(?:[0-9]+\.0[0-9]*|[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+|[0-9]{18,})\s*(?:[,\]}]|$)/

/** Puts the exact integers in the place of the doubles that JSON.parse rounded them to. */
function withIntegers(data: unknown, integers: readonly LargeInteger[]): unknown {
  let result = data
  for (const { path, value } of integers) {
    const last = path.at(-1)
    if (last === undefined) result = value
    else setOwn(path.slice(0, -1).reduce(memberOf, data) as Record<string, unknown>, String(last), value)
  }
  return result
}

function memberOf(container: unknown, key: string | number): unknown {
  return (container as Record<string | number, unknown>)[key]
}
