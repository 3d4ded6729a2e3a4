import { append } from '../../runtime/append.js'
import { describe, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { Diagnostic, Document, Parsers, Reading, Resource, Source } from '../../runtime/model/index.js'
import { kubernetes } from '../kubernetes/source.js'
import { isCalicoV1, isCalicoV3 } from './object.js'

type Item = Readonly<Record<string, unknown>>

/**
 * What calicoctl prints. Of Calico 3: objects, lists and arrays of them, in the types that kubectl's lists give them as
 * well (`projectcalico.org/v3/GlobalNetworkPolicy`). Of the v1 API of 2017: arrays and single objects, as
 * `calico/v1/policy`. And `calicoctl version`, as `calico/CalicoctlVersion`.
 */
export const calico: Source = {
  name: 'calico',
  narrows: ['kubernetes'],
  isItemwise: true,
  reads:
    'calicoctl get … -o yaml|json of Calico 3 and of the v1 API of 2017, calicoctl.cfg, calicoctl version',
  accepts: ({ data }) =>
    Array.isArray(data)
      ? data.some((item) => isCalicoV1(item) || isCalicoV3(item))
      : isCalicoV1(data) || isCalicoV3(data) || isVersion(data),
  read(document, parsers) {
    const { data } = document
    if (!Array.isArray(data)) return readAt(document, data, '', parsers)
    const resources: Resource[] = []
    const problems: Diagnostic[] = []
    for (const [index, item] of data.entries()) {
      if (isCalicoV1(item) || isCalicoV3(item)) {
        const inner = readAt(document, item, `/${index}`, parsers)
        append(resources, inner.resources)
        append(problems, inner.problems ?? [])
      } else {
        const message = `expected an object of Calico, found ${isRecord(item) ? nameOf(item) : describe(item)}`
        problems.push(itemProblem(document, `/${index}`, message))
      }
    }
    return { resources, problems }
  },
}

function readAt(document: Document, data: unknown, pointer: string, parsers: Parsers): Reading {
  if (isCalicoV1(data)) return { resources: [v1Object(document, data as Item, pointer)] }
  if (isVersion(data)) {
    const identity = { type: 'calico/CalicoctlVersion', id: 'calicoctl', name: 'calicoctl' }
    return { resources: [resourceAt(document, pointer, data, identity)] }
  }
  return kubernetes.read(
    { ...document, data, locate: (inside) => document.locate(pointer + inside) },
    parsers,
  )
}

/** Host endpoints and peers are named within their node, workload endpoints within their workload. */
function v1Object(document: Document, data: Item, pointer: string): Resource {
  const kind = textAt(data, 'kind') ?? ''
  const metadata = isRecord(data.metadata) ? data.metadata : {}
  const name = textAt(metadata, 'name') ?? textAt(metadata, 'cidr') ?? kind
  const within = ['node', 'orchestrator', 'workload'].flatMap((field) => textAt(metadata, field) ?? [])
  const id = [...within, name].join('/')
  return resourceAt(document, pointer, data, { type: `calico/v1/${kind}`, id, name })
}

/** `calicoctl version` prints lines that YAML reads as a map: `Version:`, since Calico 3 `Client Version:`. */
function isVersion(data: unknown): boolean {
  if (!isRecord(data) || 'kind' in data || 'apiVersion' in data) return false
  return 'Git commit' in data && ('Version' in data || 'Client Version' in data)
}

function nameOf(item: Item): string {
  return `${textAt(item, 'kind') ?? 'an object'} of ${textAt(item, 'apiVersion') ?? 'no apiVersion'}`
}
