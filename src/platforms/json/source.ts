import { fileNameOf, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { Document, Resource, Source } from '../../runtime/model/index.js'

/**
 * Reads any data as resources of one type; recognises nothing by itself, so it has to be asked for: `json:<type>`. Each
 * element of a top-level list is a resource, else the one value is. The id is its `id`, `metadata.name` or `name`, else
 * its number in the list, or the name of the file
 * that holds nothing else.
 */
export const json: Source = {
  name: 'json',
  reads: 'any JSON, YAML or NDJSON, as resources of one type: --as json:<type>',
  accepts: () => false,
  read: () => ({ resources: [] }),
  ofType: (type) => ({
    ...json,
    accepts: () => true,
    read: (document) => ({
      resources: resourcesIn(document, type),
      covers: [type],
      isItemwise:
        Array.isArray(document.data) &&
        (document.cut?.before !== undefined || document.data.every((item) => nameIn(item) !== undefined)),
    }),
  }),
}

function resourcesIn(document: Document, type: string): Resource[] {
  return Array.isArray(document.data)
    ? document.data.map((item, index) =>
        resource(document, type, item, `/${index}`, String((document.cut?.before ?? 0) + index)),
      )
    : [resource(document, type, document.data, '', fileNameOf(document))]
}

function resource(
  document: Document,
  type: string,
  data: unknown,
  pointer: string,
  unnamed: string,
): Resource {
  const { id, given } = nameIn(data) ?? { id: unnamed }
  return resourceAt(document, pointer, data, { type, id, name: given ?? id })
}

/** What the data says of its identity. */
function nameIn(data: unknown): { readonly id: string; readonly given?: string | undefined } | undefined {
  const record = isRecord(data) ? data : {}
  const metadata = isRecord(record.metadata) ? record.metadata : {}
  const given = textAt(record, 'name') ?? textAt(metadata, 'name')
  const number =
    typeof record.id === 'number' || typeof record.id === 'bigint' ? String(record.id) : undefined
  const id = textAt(record, 'id') ?? number ?? given
  return id === undefined ? undefined : { id, given }
}
