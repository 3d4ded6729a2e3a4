import * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { field } from '../../member.js'
import type { Diagnostic } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import {
  type Mistake,
  missing,
  notOneOf,
  outOfRange,
  type Path,
  unknownKey,
  unsuitable,
  unusableKey,
  wrongType,
} from './phrases.js'
import { errorAt, placeOf } from './places.js'
import { bestOption, keysOf, schemaAt, textsOf, typesOf } from './schema-walk.js'

/** What a schema objects to in a document, said to its author: one diagnostic for each mistake, with its place. */
export function schemaDiagnostics(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  document: YamlDocument,
): Diagnostic[] {
  const found = issues.flatMap((issue) => mistakes(issue, [], schema, document.data))
  return found
    .filter((mistake) => !isExplained(mistake, found))
    .map(({ path, part, code, message, hint }) =>
      errorAt(placeOf(document, formatPointer(path.map(String)), part), code, message, hint),
    )
}

/** The keys that a schema does not know in a document. */
export function unknownKeysOf(schema: z.ZodType, { data }: Pick<YamlDocument, 'data'>): readonly Mistake[] {
  const issues = schema.safeParse(data).error?.issues ?? []
  return issues
    .flatMap((issue) => mistakes(issue, [], schema, data))
    .filter(({ code }) => code === 'unknown-key')
}

/** A key is not missing when it is there, misspelt. */
function isExplained(mistake: Mistake, all: readonly Mistake[]): boolean {
  if (mistake.code !== 'missing-key') return false
  const parent = formatPointer(mistake.path.map(String))
  return all.some(
    ({ code, key, path }) =>
      code === 'unknown-key' &&
      key === mistake.key &&
      formatPointer(path.slice(0, -1).map(String)) === parent,
  )
}

/** The issue's path starts at `base`; `schema` and `data` are those of the whole document. */
function mistakes(issue: z.core.$ZodIssue, base: Path, schema: z.ZodType, data: unknown): Mistake[] {
  const path = [...base, ...issue.path]
  const value = field(data, ...path)
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(schemaAt(schema, path, data), value)
    return issue.keys.map((key) => unknownKey(path, key, known))
  }
  if (value === undefined) return [missing(path)]
  switch (issue.code) {
    case 'invalid_key':
      return [unusableKey(path, issue.issues[0]?.message ?? 'is not allowed as a key')]
    case 'invalid_union':
      return unionMistakes(issue, path, schema, data)
    case 'invalid_type':
      return [wrongType(path, value, [typeNames[issue.expected] ?? issue.expected])]
    case 'invalid_value': {
      const allowed = issue.values.map(String)
      return [
        typeof value === 'string'
          ? notOneOf(path, value, allowed)
          : wrongType(path, value, ['text'], allowed),
      ]
    }
    case 'too_small':
    case 'too_big':
      return [outOfRange(path, value, issue)]
    default:
      return [unsuitable(path, value, issue.message)]
  }
}

/** Speaks of the one option that the author most likely meant, never of all. */
function unionMistakes(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  schema: z.ZodType,
  data: unknown,
): Mistake[] {
  const value = field(data, ...path)
  const union = schemaAt(schema, path, data)
  const options = union instanceof z.ZodUnion ? union.options : []
  const option = bestOption(options, value)
  if (option === undefined) return [wrongType(path, value, typesOf(union), textsOf(union))]
  return (issue.errors[option] ?? []).flatMap((inner) => mistakes(inner, path, schema, data))
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
