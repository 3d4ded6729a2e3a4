import type * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { isRecord } from '../../member.js'
import { keysOf, schemaAt, typesOf } from '../mistakes/schema-walk.js'

/**
 * A document as the API server decodes it: a member of its format that is null was not given, and an item that is null is
 * an empty one. Places stay.
 */
export function asDecoded(format: z.ZodType, document: YamlDocument): YamlDocument {
  const decode = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (value === null) return typesOf(schemaAt(format, path, document.data)).includes('a map') ? {} : ''
    if (Array.isArray(value)) return value.map((item, i) => decode(item, [...path, i]))
    if (!isRecord(value)) return value
    const known = keysOf(schemaAt(format, path, document.data))
    const isGiven = ([key, member]: [string, unknown]) =>
      member !== null || (known.length > 0 && !known.includes(key))
    return Object.fromEntries(
      Object.entries(value)
        .filter(isGiven)
        .map(([key, member]) => [key, member === null ? member : decode(member, [...path, key])]),
    )
  }
  return { ...document, data: document.data === null ? null : decode(document.data, []) }
}
