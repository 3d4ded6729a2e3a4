import type * as z from 'zod'
import { quoted } from '../../../wording/quoted.js'
import { didYouMean } from '../../suggest.js'
import { typeOf } from './schema-walk.js'

/** Where a mistake is, from the top of the document. */
export type Path = readonly PropertyKey[]

/** What a schema objects to, in words. */
export interface Mistake {
  readonly path: Path
  readonly part?: 'key' | 'value'
  readonly code: 'unknown-key' | 'missing-key' | 'wrong-type' | 'invalid-value'
  readonly message: string
  readonly hint?: string | undefined
  /** The key that is missing, or that an unknown one was probably meant to be. */
  readonly key?: string | undefined
}

/** What authors write out of habit from other tools. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  as: ['source'],
  assert: ['expression'],
  cel: ['expression'],
  condition: ['expression'],
  conditions: ['matchConditions'],
  file: ['path'],
  fixtures: ['given'],
  inputs: ['given'],
  kinds: ['resources'],
  matchConstraints: ['match'],
  msg: ['message'],
  out: ['file'],
  output: ['file'],
  parameters: ['params'],
  rule: ['expression', 'validation'],
  rules: ['validations'],
  tests: ['cases'],
  until: ['expires'],
  when: ['matchConditions'],
}

export function unknownKey(path: Path, key: string, known: readonly string[]): Mistake {
  const meant = Object.hasOwn(synonyms, key) ? synonyms[key]?.find((word) => known.includes(word)) : undefined
  const hint = meant === undefined ? didYouMean(key, known, 'known keys') : `did you mean '${meant}'?`
  const where = path.length === 0 ? '' : ` in ${label(path)}`
  const message = `unknown key ${quoted(key)}${where}`
  const suggested = /^did you mean '(.*)'\?$/.exec(hint ?? '')?.[1]
  return { path: [...path, key], part: 'key', code: 'unknown-key', message, hint, key: suggested }
}

export function unusableKey(path: Path, predicate: string): Mistake {
  return { path, part: 'key', code: 'invalid-value', message: `${quoted(path.at(-1))} ${predicate}` }
}

export function missing(path: Path): Mistake {
  const parent = path.slice(0, -1)
  const where = parent.length === 0 ? '' : ` in ${label(parent)}`
  const message = `${label(path)} is missing${where}`
  return { path: parent, part: 'key', code: 'missing-key', message, key: String(path.at(-1)) }
}

/** @param allowed the only values that the text may have, when they are few */
export function wrongType(
  path: Path,
  value: unknown,
  expected: readonly string[],
  allowed: readonly string[] = [],
): Mistake {
  const wanted = expected.filter((type) => type !== 'nothing').join(' or ')
  if (value === null) {
    const hint = `give it ${wanted}, or remove it`
    return { path, part: 'key', code: 'wrong-type', message: `${label(path)} is empty`, hint }
  }
  const found = typeof value === 'boolean' ? String(value) : typeOf(value)
  const message = `${label(path)} has to be ${wanted}, not ${found}`
  return { path, code: 'wrong-type', message, hint: remedy(value, expected, allowed) }
}

function remedy(value: unknown, expected: readonly string[], allowed: readonly string[]): string | undefined {
  if (allowed.length > 0) return `one of: ${allowed.join(', ')}`
  if (typeof value === 'object') return undefined
  if (expected.includes('text')) return 'put it in quotes'
  return expected.includes('a list') ? 'write it as a list: [...]' : undefined
}

export function notOneOf(path: Path, value: string, allowed: readonly string[]): Mistake {
  const message = `${quoted(value)} is not a value of ${label(path)}`
  return { path, code: 'invalid-value', message, hint: didYouMean(value, allowed) }
}

export function outOfRange(
  path: Path,
  value: unknown,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
): Mistake {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const bound = issue.code === 'too_small' ? 'at least' : 'at most'
  if (Array.isArray(value)) {
    const message = `${label(path)} needs ${bound} ${limit} ${limit === '1' ? 'item' : 'items'}`
    return { path, part: 'key', code: 'invalid-value', message }
  }
  if (typeof value !== 'number') return unsuitable(path, value, issue.message)
  const strict = issue.code === 'too_small' ? 'more than' : 'less than'
  const message = `${label(path)} has to be ${issue.inclusive === false ? strict : bound} ${limit}`
  return { path, code: 'invalid-value', message }
}

/** The formats' own messages are predicates: `is not a date: write it as YYYY-MM-DD`. */
export function unsuitable(path: Path, value: unknown, predicate: string): Mistake {
  const isBlank = typeof value !== 'string' || value.trim() === ''
  return { path, code: 'invalid-value', message: `${isBlank ? label(path) : quoted(value)} ${predicate}` }
}

/** `'spec'`, `item 2 of 'validations'`. */
function label(path: Path): string {
  const last = path.at(-1)
  if (typeof last !== 'number') return last === undefined ? 'the document' : `'${String(last)}'`
  return `item ${last + 1} of ${label(path.slice(0, -1))}`
}
