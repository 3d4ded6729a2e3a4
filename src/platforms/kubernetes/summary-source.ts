import { resourceAt, textOf } from '../../runtime/documents/resource-at.js'
import type { Diagnostic, Document, ExportCommand, Resource, Source } from '../../runtime/model/index.js'

/** What is told of a kind of object whose content is never collected: columns that kubectl prints. */
interface Summary {
  readonly type: string
  /** As kubectl names it. */
  readonly resource: string
  /** The heading of its names, which tells it from other tables. */
  readonly heading: string
  /** Whether its last column is a type. */
  readonly isTyped: boolean
}

const summaries: readonly Summary[] = [
  { type: 'kubernetes/SecretSummary', resource: 'secrets', heading: 'SECRET', isTyped: true },
  { type: 'kubernetes/ConfigMapSummary', resource: 'configmaps', heading: 'CONFIGMAP', isTyped: false },
]

/** The types of summaries. */
export const summaryTypes: readonly string[] = summaries.map(({ type }) => type)

/** Commands that print names, dates and types alone: nothing of what a Secret holds ever reaches a file. */
export const summaryExports: readonly ExportCommand[] = summaries.map(
  ({ type, resource, heading, isTyped }) => ({
    types: [type],
    program: 'kubectl',
    args: [
      'get',
      resource,
      '--all-namespaces',
      '-o',
      `custom-columns=NAMESPACE:.metadata.namespace,${heading}:.metadata.name,CREATED:.metadata.creationTimestamp${isTyped ? ',TYPE:.type' : ''}`,
    ],
    file: `${resource}.txt`,
    subject: { cluster: '<cluster?>' },
  }),
)

/**
 * Secrets and ConfigMaps without their content: `metadata` with namespace, name and date, and of Secrets the `type`.
 * A type of its own, so that nobody takes an object whose content is not exported for one that has none.
 */
export const summarySource: Source = {
  name: 'kubernetes-summary',
  reads: `kubectl get ${summaries.map(({ resource }) => resource).join('|')} -o custom-columns=…: names and types, no content`,
  accepts: ({ format, data }) =>
    format === 'text' && typeof data === 'string' && summaryOf(data) !== undefined,
  isText: (text) => summaryOf(text) !== undefined,
  read(document) {
    const text = textOf(document)
    const summary = summaryOf(text)
    if (summary === undefined) return { resources: [], problems: [remark(document, 0, 'no table of names')] }
    const resources: Resource[] = []
    const problems: Diagnostic[] = []
    for (const [line, row] of text.split(/\r\n|[\r\n]/).entries()) {
      if (line === 0 || row.trim() === '') continue
      const [, namespace, name, created, , type] = /^(\S+)\s+(\S+)\s+(\S+)(\s+(\S.*?))?\s*$/.exec(row) ?? []
      if (namespace === undefined || name === undefined || (type !== undefined) !== summary.isTyped) {
        problems.push(remark(document, line, 'expected the columns of the first line'))
        continue
      }
      const data = {
        metadata: { namespace, name, ...(created !== '<none>' && { creationTimestamp: created }) },
        ...(type !== undefined && type !== '<none>' && { type }),
      }
      const identity = { type: summary.type, id: `${namespace}/${name}`, name, namespace }
      const resource = resourceAt(document, '', data, identity)
      resources.push({ ...resource, locate: () => document.locate(`/${line}`) })
    }
    return { resources, problems, covers: [summary.type] }
  },
}

function summaryOf(text: string): Summary | undefined {
  return summaries.find(({ heading, isTyped }) =>
    new RegExp(`^NAMESPACE +${heading} +CREATED${isTyped ? ' +TYPE' : ''} *\\r?(?:\\n|$)`).test(text),
  )
}

function remark(document: Document, line: number, message: string): Diagnostic {
  return { code: 'source-item', level: 'error', message, location: document.locate(`/${line}`) }
}
