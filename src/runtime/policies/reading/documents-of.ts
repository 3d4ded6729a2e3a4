import { parseJsonDocuments } from '../../documents/json-documents.js'
import type { YamlDocument } from '../../documents/yaml.js'
import { parseMixed } from '../formats/parse.js'
import { withoutLists } from './lists.js'

/**
 * The documents of a file among the policies, those of a list each for itself: JSON by the name of the file, else YAML.
 * Of JSON only what can be an object of Kubernetes' shape is looked into, for an export may lie beside policies.
 */
export function documentsOf(file: string, text: string): YamlDocument[] {
  if (!/\.json$/i.test(file)) return withoutLists(parseMixed(file, text))
  return text.includes('"apiVersion"') ? withoutLists(parseJsonDocuments(file, text)) : []
}
