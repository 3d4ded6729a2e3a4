import * as z from 'zod'
import { formatPointer } from '../documents/pointer.js'
import type { YamlDocument } from '../documents/yaml.js'
import type { Diagnostic } from '../model.js'
import { errorAt, placeOf } from './places.js'
import { bestOption, child, keysOf, schemaAt, typeOf, typesOf } from './schema-walk.js'
import { didYouMean } from './suggest.js'

type Path = readonly PropertyKey[]

interface Mistake {
  readonly path: Path
  readonly part?: 'key' | 'value'
  readonly code: 'unknown-key' | 'missing-key' | 'wrong-type' | 'invalid-value'
  readonly message: string
  readonly hint?: string | undefined
}

/** What a schema objects to in a document, said to its author: one diagnostic for each mistake, with its place. */
export function schemaDiagnostics(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  document: YamlDocument,
): Diagnostic[] {
  return issues
    .flatMap((issue) => mistakes(issue, [], schema, document.data))
    .map(({ path, part, code, message, hint }) =>
      errorAt(placeOf(document, formatPointer(path.map(String)), part), code, message, hint),
    )
}

/** The issue's path starts at `base`; `schema` and `data` are those of the whole document. */
function mistakes(issue: z.core.$ZodIssue, base: Path, schema: z.ZodType, data: unknown): Mistake[] {
  const path = [...base, ...issue.path]
  const value = path.reduce(child, data)
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysOf(schemaAt(schema, path, data), value)
      return issue.keys.map((key) => unknownKey(path, key, known))
    }
    case 'invalid_key':
      return [
        {
          path,
          part: 'key',
          code: 'invalid-value',
          message: `${quoted(path.at(-1))} ${issue.issues[0]?.message}`,
        },
      ]
    case 'invalid_union':
      return unionMistakes(issue, path, schema, data)
    case 'invalid_type':
      return [
        value === undefined
          ? missing(path)
          : wrongType(path, value, [typeNames[issue.expected] ?? issue.expected]),
      ]
    case 'invalid_value':
      if (value === undefined) return [missing(path)]
      return [
        typeof value === 'string'
          ? notOneOf(path, value, issue.values.map(String))
          : wrongType(path, value, ['text']),
      ]
    case 'too_small':
    case 'too_big':
      return [outOfRange(path, value, issue)]
    default:
      return [value === undefined ? missing(path) : unsuitable(path, value, issue.message)]
  }
}

/** Speaks of the one option that the author most likely meant, never of all. */
function unionMistakes(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  schema: z.ZodType,
  data: unknown,
): Mistake[] {
  const value = path.reduce(child, data)
  if (value === undefined) return [missing(path)]
  const union = schemaAt(schema, path, data)
  const options = union instanceof z.ZodUnion ? union.options : []
  const option = bestOption(options, value)
  if (option === undefined) return [wrongType(path, value, typesOf(union))]
  return (issue.errors[option] ?? []).flatMap((inner) => mistakes(inner, path, schema, data))
}

/** What authors write out of habit from other tools. */
const synonyms: Readonly<Record<string, string>> = {
  as: 'source',
  rules: 'validations',
  rule: 'expression',
  cel: 'expression',
  assert: 'expression',
  condition: 'expression',
  conditions: 'matchConditions',
  when: 'matchConditions',
  msg: 'message',
  matchConstraints: 'match',
  kinds: 'resources',
  parameters: 'params',
  fixtures: 'given',
  inputs: 'given',
  tests: 'cases',
  id: 'name',
  until: 'expires',
}

function unknownKey(path: Path, key: string, known: readonly string[]): Mistake {
  const meant = Object.hasOwn(synonyms, key) ? synonyms[key] : undefined
  const hint =
    meant !== undefined && known.includes(meant)
      ? `did you mean '${meant}'?`
      : didYouMean(key, known, 'known keys')
  const where = path.length === 0 ? '' : ` in ${label(path)}`
  return {
    path: [...path, key],
    part: 'key',
    code: 'unknown-key',
    message: `unknown key '${key}'${where}`,
    hint,
  }
}

function missing(path: Path): Mistake {
  const parent = path.slice(0, -1)
  const where = parent.length === 0 ? '' : ` in ${label(parent)}`
  return { path: parent, part: 'key', code: 'missing-key', message: `${label(path)} is missing${where}` }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

function wrongType(path: Path, value: unknown, expected: readonly string[]): Mistake {
  const wanted = expected.filter((type) => type !== 'nothing').join(' or ')
  const subject = label(path)
  if (value === null) {
    return {
      path,
      part: 'key',
      code: 'wrong-type',
      message: `${subject} is empty`,
      hint: `give it ${wanted}, or remove it`,
    }
  }
  const found = typeof value === 'boolean' ? String(value) : typeOf(value)
  const message = `${subject} has to be ${wanted}, not ${found}`
  const isScalar = typeof value !== 'object'
  if (isScalar && expected.includes('text'))
    return { path, code: 'wrong-type', message, hint: 'put it in quotes' }
  if (isScalar && expected.includes('a list'))
    return { path, code: 'wrong-type', message, hint: 'write it as a list: [...]' }
  return { path, code: 'wrong-type', message }
}

function notOneOf(path: Path, value: string, allowed: readonly string[]): Mistake {
  const message = `${quoted(value)} is not a value of ${label(path)}`
  return { path, code: 'invalid-value', message, hint: `${didYouMean(value, allowed) ?? ''}` || undefined }
}

function outOfRange(
  path: Path,
  value: unknown,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
): Mistake {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const bound = issue.code === 'too_small' ? 'at least' : 'at most'
  if (Array.isArray(value)) {
    const items = limit === '1' ? 'item' : 'items'
    return {
      path,
      part: 'key',
      code: 'invalid-value',
      message: `${label(path)} needs ${bound} ${limit} ${items}`,
    }
  }
  if (typeof value === 'number') {
    const comparison =
      issue.inclusive === false ? `${issue.code === 'too_small' ? 'more' : 'less'} than` : bound
    return { path, code: 'invalid-value', message: `${label(path)} has to be ${comparison} ${limit}` }
  }
  return unsuitable(path, value, issue.message)
}

/** The formats' own messages are predicates: `is not a date: write it as YYYY-MM-DD`. */
function unsuitable(path: Path, value: unknown, predicate: string): Mistake {
  const isBlank = typeof value !== 'string' || value.trim() === ''
  return { path, code: 'invalid-value', message: `${isBlank ? label(path) : quoted(value)} ${predicate}` }
}

/** `'spec'`, `item 2 of 'validations'`. */
function label(path: Path): string {
  const last = path.at(-1)
  if (typeof last !== 'number') return last === undefined ? 'the document' : `'${String(last)}'`
  return `item ${last + 1} of ${label(path.slice(0, -1))}`
}

function quoted(value: unknown): string {
  const text = String(value)
  return `'${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`
}
