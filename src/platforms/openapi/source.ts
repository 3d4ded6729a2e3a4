import { append } from '../../runtime/append.js'
import { resourceAt } from '../../runtime/documents/resource-at.js'
import { field, isRecord, setOwn, textAt } from '../../runtime/member.js'
import type { Document, Gap, Resource, Source } from '../../runtime/model/index.js'
import { formatPointer, parsePointer } from '../../runtime/pointer.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

/**
 * OpenAPI 3 and Swagger 2: the whole is an `openapi/Document`, each operation an `openapi/Operation` with its `method` and
 * `path`, and each one of a webhook an `openapi/Webhook`; with them the `security` that counts: its own, else that of the
 * document. A path that is defined elsewhere in the document has the operations from there; all other references are left as
 * they are.
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
    const operations = operationsIn(document, 'paths', 'openapi/Operation')
    const webhooks = operationsIn(document, 'webhooks', 'openapi/Webhook')
    return {
      resources: [whole, ...operations.resources, ...webhooks.resources],
      covers: ['openapi/Document', 'openapi/Operation', 'openapi/Webhook'],
      gaps: [...operations.gaps, ...webhooks.gaps],
    }
  },
}

function operationsIn(document: Document, key: string, type: string) {
  const resources: Resource[] = []
  const gaps: Gap[] = []
  const all = field(document.data, key)
  for (const [path, written] of Object.entries(isRecord(all) ? all : {})) {
    const item = itemAt(document.data, written, formatPointer([key, path]))
    for (const method of methods) append(resources, operationAt(document, item, { type, method, path }))
    if (item.elsewhere === undefined) continue
    gaps.push({
      types: [type],
      message: `the operations of ${path} are not in this document, but in what its $ref names`,
      hint: 'bundle the document before it is judged: redocly bundle, swagger-cli bundle',
      location: document.locate(item.elsewhere),
    })
  }
  return { resources, gaps }
}

/** Where the operations of a path stand: those of its own, and behind its reference. */
interface Item {
  readonly parts: readonly { readonly value: unknown; readonly pointer: string }[]
  /** The place of a reference that leads out of the document, or nowhere. */
  readonly elsewhere?: string
}

function itemAt(data: unknown, value: unknown, pointer: string): Item {
  const parts = [{ value, pointer }]
  for (let reference = textAt(value, '$ref'); reference !== undefined; ) {
    const last = parts.at(-1)?.pointer
    const target = reference.startsWith('#/') ? decoded(reference.slice(1)) : undefined
    const found = target === undefined ? undefined : field(data, ...parsePointer(target))
    if (target === undefined || !isRecord(found) || parts.some((part) => part.pointer === target))
      return { parts, elsewhere: `${last}/$ref` }
    parts.push({ value: found, pointer: target })
    reference = textAt(found, '$ref')
  }
  return { parts }
}

/** Of the fragment of an URI; undefined for one that is none. */
function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

function operationAt(
  document: Document,
  { parts }: Item,
  { type, method, path }: { readonly type: string; readonly method: string; readonly path: string },
): Resource[] {
  const part = parts.find(({ value }) => isRecord(field(value, method)))
  const operation = field(part?.value, method)
  if (part === undefined || !isRecord(operation)) return []
  const data: Record<string, unknown> = { method, path }
  const common = field(document.data, 'security')
  if (common !== undefined) data.security = common
  for (const [key, value] of Object.entries(operation)) setOwn(data, key, value)
  const pointer = part.pointer + formatPointer([method])
  const id = `${method.toUpperCase()} ${path}`
  const resource = resourceAt(document, pointer, data, { type, id, name: id })
  const isCommon = common !== undefined && !Object.hasOwn(operation, 'security')
  const locate = (at: string) =>
    document.locate(isCommon && /^\/security(?:\/|$)/.test(at) ? at : pointer + at)
  return [{ ...resource, locate }]
}
