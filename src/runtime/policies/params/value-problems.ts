import { isCidr, isIp } from '../../cel/index.js'
import { isRecord, wordOf } from '../../member.js'
import { formatPointer } from '../../pointer.js'
import { didYouMean } from '../../suggest.js'
import { compilePattern, patternProblem } from '../formats/patterns.js'
import { day, instant } from '../formats/words.js'
import { typeOf } from '../mistakes/schema-walk.js'
import type { ParamSchema } from './schema.js'

export interface ValueProblem {
  /** RFC 6901, inside the value. */
  readonly pointer: string
  /** A predicate: `has to be an integer, not text`. */
  readonly message: string
  readonly hint?: string
}

/**
 * What a JSON Schema objects to in a value, by JSON Schema Validation 2020-12 (section 6) and Core (section 10) for the keywords
 * that parameters may use. A value of a wrong type is told once, without what else follows from it.
 */
export function valueProblems(schema: ParamSchema, value: unknown): ValueProblem[] {
  return problemsAt(schema, value, [])
}

type Path = readonly (string | number)[]

function problemsAt(schema: ParamSchema, value: unknown, path: Path): ValueProblem[] {
  const pointer = formatPointer(path)
  if (schema.type !== undefined && ![schema.type].flat().some((type) => types[type](value))) {
    const wanted = [schema.type].flat().join(' or ')
    return [{ pointer, message: `has to be of type ${wanted}, not ${shown(value)}` }]
  }
  const problems = assertions.flatMap((assertion) => assertion(schema, value))
  return [...problems.map((problem) => ({ pointer, ...problem })), ...insideOf(schema, value, path)]
}

type Type = Exclude<ParamSchema['type'], readonly unknown[] | undefined>

const types: Readonly<Record<Type, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => typeof value === 'bigint' || Number.isInteger(value),
  number: isNumber,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isRecord,
  null: (value) => value === null,
}

type Assertion = (schema: ParamSchema, value: unknown) => Omit<ValueProblem, 'pointer'>[]

/** The keywords that look at a value as a whole. Each passes where its keyword is not given, or is none for such a value. */
const assertions: readonly Assertion[] = [
  oneOfEnum,
  ({ const: only }, value) =>
    said(only === undefined || isSame(value, only), `has to be ${shown(only)}, not ${shown(value)}`),
  limit('minimum', numberOf, (n, least) => n >= least, 'has to be at least'),
  limit('maximum', numberOf, (n, most) => n <= most, 'has to be at most'),
  limit('exclusiveMinimum', numberOf, (n, bound) => n > bound, 'has to be more than'),
  limit('exclusiveMaximum', numberOf, (n, bound) => n < bound, 'has to be less than'),
  limit('multipleOf', numberOf, (n, unit) => Number.isInteger(Number(n) / unit), 'has to be a multiple of'),
  limit('minLength', lengthOf, (n, least) => n >= least, 'has to have this many characters at least:'),
  limit('maxLength', lengthOf, (n, most) => n <= most, 'has to have this many characters at most:'),
  ({ pattern }, value) =>
    said(
      pattern === undefined || typeof value !== 'string' || compilePattern(pattern).matcher(value).find(),
      `has to match the pattern ${shown(pattern)}`,
    ),
  ({ format }, value) =>
    said(
      format === undefined || typeof value !== 'string' || formats[format](value),
      `is not of format ${format}: ${shown(value)}`,
    ),
  limit('minItems', countOfItems, (n, least) => n >= least, 'has to have this many items at least:'),
  limit('maxItems', countOfItems, (n, most) => n <= most, 'has to have this many items at most:'),
  ({ uniqueItems }, value) =>
    said(!uniqueItems || !Array.isArray(value) || areUnique(value), 'has to have no item twice'),
  limit('minProperties', countOfKeys, (n, least) => n >= least, 'has to have this many keys at least:'),
  limit('maxProperties', countOfKeys, (n, most) => n <= most, 'has to have this many keys at most:'),
  ({ required = [] }, value) =>
    isRecord(value)
      ? required
          .filter((key) => !Object.hasOwn(value, key))
          .map((key) => ({ message: `lacks the key '${key}'` }))
      : [],
  ({ anyOf }, value) =>
    said(anyOf === undefined || anyOf.some((schema) => fits(schema, value)), "fits no schema of its 'anyOf'"),
  ({ oneOf }, value) => {
    const fitting = oneOf?.filter((schema) => fits(schema, value)).length ?? 1
    return said(fitting === 1, `has to fit one schema of its 'oneOf', and fits ${fitting}`)
  },
  ({ not }, value) => said(not === undefined || !fits(not, value), "is what its 'not' forbids"),
]

const formats: Readonly<Record<NonNullable<ParamSchema['format']>, (text: string) => boolean>> = {
  date: (text) => day.safeParse(text).success,
  'date-time': (text) => text.includes('T') && instant.safeParse(text).success,
  ip: isIp,
  ipv4: (text) => isIp(text) && !text.includes(':'),
  ipv6: (text) => isIp(text) && text.includes(':'),
  cidr: isCidr,
  regex: (text) => patternProblem(text) === undefined,
}

/** The keywords that look into a value, or at it by other schemas that all have to fit. */
function insideOf(schema: ParamSchema, value: unknown, path: Path): ValueProblem[] {
  const { items, properties = {}, additionalProperties: others, allOf = [] } = schema
  const problems = allOf.flatMap((part) => problemsAt(part, value, path))
  if (Array.isArray(value) && items !== undefined) {
    for (const [i, item] of value.entries())
      for (const p of problemsAt(items, item, [...path, i])) problems.push(p)
  }
  if (!isRecord(value)) return problems
  for (const [key, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : others
    if (known === false) {
      problems.push({ pointer: formatPointer(path), message: `has an unknown key '${key}'` })
    } else if (known !== undefined && known !== true) {
      for (const p of problemsAt(known, member, [...path, key])) problems.push(p)
    }
  }
  return problems
}

function fits(schema: ParamSchema, value: unknown): boolean {
  return problemsAt(schema, value, []).length === 0
}

function oneOfEnum({ enum: allowed }: ParamSchema, value: unknown): Omit<ValueProblem, 'pointer'>[] {
  if (allowed === undefined || allowed.some((one) => isSame(value, one))) return []
  const words = allowed.filter((one) => typeof one !== 'object').map(wordOf)
  const hint = typeof value === 'object' ? undefined : didYouMean(wordOf(value), words)
  return [{ message: `cannot be ${shown(value)}`, ...(hint !== undefined && { hint }) }]
}

type Limit = {
  [K in keyof ParamSchema]-?: ParamSchema[K] extends number | undefined ? K : never
}[keyof ParamSchema]

/** A keyword with a number: what it measures of a value (undefined: nothing of such a value), and when that is right. */
function limit(
  keyword: Limit,
  measure: (value: unknown) => number | bigint | undefined,
  isRight: (measured: number | bigint, limit: number) => boolean,
  message: string,
): Assertion {
  return (schema, value) => {
    const bound = schema[keyword]
    const measured = bound === undefined ? undefined : measure(value)
    return said(
      bound === undefined || measured === undefined || isRight(measured, bound),
      `${message} ${bound}`,
    )
  }
}

function said(isRight: boolean, message: string): { message: string }[] {
  return isRight ? [] : [{ message }]
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))
}

function numberOf(value: unknown): number | bigint | undefined {
  return isNumber(value) ? value : undefined
}

/** In characters (code points), as the specification counts. */
function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' ? [...value].length : undefined
}

function countOfItems(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined
}

function countOfKeys(value: unknown): number | undefined {
  return isRecord(value) ? Object.keys(value).length : undefined
}

function areUnique(items: readonly unknown[]): boolean {
  return new Set(items.map(textOf)).size === items.length
}

function isSame(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b)
}

/** One text for each value, whatever the order of its keys; numbers are what they are worth. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`
  if (!isRecord(value)) return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${textOf(member)}`)
  return `{${members.sort().join()}}`
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? typeOf(value) : textOf(value)
}
