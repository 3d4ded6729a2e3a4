import { resourceAt } from '../../runtime/documents/resource-at.js'
import { field, isRecord, setOwn, textAt } from '../../runtime/member.js'
import type { Document, Resource, Source } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

/**
 * OpenAPI 3 and Swagger 2: the whole is an `openapi/Document`, and each operation an `openapi/Operation` with its `method` and
 * `path`, and the `security` that counts for it: its own, else that of the document. References are left as they are.
 */
export const openapi: Source = {
  name: 'openapi',
  reads: 'OpenAPI 3 and Swagger 2',
  accepts: ({ data }) =>
    isRecord(data) &&
    /^[23]\./.test(textAt(data, 'openapi') ?? textAt(data, 'swagger') ?? '') &&
    'info' in data,
  read(document) {
    const title = textAt(document.data, 'info', 'title') ?? 'openapi'
    const whole = resourceAt(document, '', document.data, {
      type: 'openapi/Document',
      id: title,
      name: title,
    })
    const paths = field(document.data, 'paths')
    const operations = Object.entries(isRecord(paths) ? paths : {}).flatMap(([path, item]) =>
      methods.flatMap((method) => operationAt(document, path, method, item)),
    )
    return { resources: [whole, ...operations], covers: ['openapi/Document', 'openapi/Operation'] }
  },
}

function operationAt(document: Document, path: string, method: string, item: unknown): Resource[] {
  const operation = field(item, method)
  if (!isRecord(operation)) return []
  const data: Record<string, unknown> = { method, path }
  const common = field(document.data, 'security')
  if (common !== undefined) data.security = common
  for (const [key, value] of Object.entries(operation)) setOwn(data, key, value)
  const pointer = formatPointer(['paths', path, method])
  const id = `${method.toUpperCase()} ${path}`
  const resource = resourceAt(document, pointer, data, { type: 'openapi/Operation', id, name: id })
  const isCommon = common !== undefined && !Object.hasOwn(operation, 'security')
  const locate = (at: string) =>
    document.locate(isCommon && /^\/security(?:\/|$)/.test(at) ? at : pointer + at)
  return [{ ...resource, locate }]
}
