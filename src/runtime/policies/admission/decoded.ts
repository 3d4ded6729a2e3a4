import type { YamlDocument } from '../../documents/yaml.js'
import { isRecord } from '../../member.js'

/** A document as the API server decodes it: a member that is null was not given. Places stay. */
export function asDecoded(document: YamlDocument): YamlDocument {
  return { ...document, data: withoutNulls(document.data) }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  )
}
