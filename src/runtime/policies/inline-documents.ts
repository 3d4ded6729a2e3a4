import type { YamlDocument } from '../documents/yaml.js'
import type { Document, Subject } from '../model/index.js'
import { valuesAt } from './mistakes/cross-checks.js'
import { child } from './mistakes/schema-walk.js'

/** A document written inside a test case, ready for its source. */
export interface InlineDocument {
  /** `kubernetes` for an object with apiVersion and kind, `json:<type>` for `{type, data}`, the named one otherwise. */
  readonly source: string
  readonly document: Document
}

/** The document of a checked item of `resources`. */
export function inlineDocument(test: YamlDocument, pointer: string, subject: Subject): InlineDocument {
  const item = valuesAt(test, pointer)[0]?.value
  const type = child(item, 'type')
  const source = child(item, 'source')
  const isKubernetes =
    typeof child(item, 'apiVersion') === 'string' && typeof child(item, 'kind') === 'string'
  if (isKubernetes) return { source: 'kubernetes', document: documentAt(test, pointer, item, subject) }
  const own = { ...subject, ...(child(item, 'subject') as Subject | undefined) }
  return {
    source: typeof source === 'string' ? source : `json:${String(type)}`,
    document: documentAt(test, `${pointer}/data`, child(item, 'data'), own),
  }
}

/** A whole document of a file, ready for the source of Kubernetes objects. */
export function objectDocument(document: YamlDocument): InlineDocument {
  return { source: 'kubernetes', document: documentAt(document, '', document.data, {}) }
}

function documentAt(test: YamlDocument, pointer: string, data: unknown, subject: Subject): Document {
  return {
    file: test.locate('').file,
    format: typeof data === 'string' ? 'text' : 'yaml',
    data,
    subject,
    locate: (below) => test.locate(`${pointer}${below}`),
  }
}
