import type { YamlDocument } from '../documents/yaml.js'
import { field, wordOf } from '../member.js'
import type { Document, Subject } from '../model/index.js'
import { valuesAt } from './mistakes/cross-checks.js'

/** A document written inside a test case, ready for its source. */
export interface InlineDocument {
  /** `kubernetes` for an object with apiVersion and kind, `json:<type>` for `{type, data}`, the named one otherwise. */
  readonly source: string
  readonly document: Document
}

/** The document of a checked item of `resources`. */
export function inlineDocument(test: YamlDocument, pointer: string, subject: Subject): InlineDocument {
  const item = valuesAt(test, pointer)[0]?.value
  const type = field(item, 'type')
  const source = field(item, 'source')
  const isKubernetes =
    typeof field(item, 'apiVersion') === 'string' && typeof field(item, 'kind') === 'string'
  if (isKubernetes) return { source: 'kubernetes', document: documentAt(test, pointer, item, subject) }
  const own = { ...subject, ...(field(item, 'subject') as Subject | undefined) }
  return {
    source: typeof source === 'string' ? source : `json:${wordOf(type)}`,
    document: documentAt(test, `${pointer}/data`, field(item, 'data'), own),
  }
}

/** A whole document of a file, ready for the source of Kubernetes objects. */
export function objectDocument(document: YamlDocument): InlineDocument {
  const { floats } = document
  return {
    source: 'kubernetes',
    document: { ...documentAt(document, '', document.data, {}), ...(floats && { floats }) },
  }
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
