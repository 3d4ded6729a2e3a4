import { describe, fileNameOf, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { Diagnostic, Document, Gap, Resource, Source } from '../../runtime/model/index.js'
import { apiVersion } from '../../runtime/model/index.js'
import { decoded } from './decoded.js'

type KubernetesObject = Readonly<Record<string, unknown>>

/**
 * Kubernetes objects: manifests, multi-document YAML, and what `kubectl get -o json|yaml` writes, lists within lists too.
 * Type `<apiVersion>/<kind>`, id `<namespace>/<name>`; an object that only has a `generateName` is named after it
 * with `*`, one without either after its file.
 */
export const kubernetes: Source = {
  name: 'kubernetes',
  reads: 'Kubernetes objects: manifests and kubectl get -o json|yaml',
  accepts: ({ data }) => isRecord(data) && looksLikeObject(data) && data.apiVersion !== apiVersion,
  isItemwise: true,
  read(document) {
    const resources: Resource[] = []
    const problems: Diagnostic[] = []
    collect(document, decoded(document), '', {}, resources, problems)
    return { resources, problems, covers: listedType(document.data), gaps: pages(document) }
  },
}

/** A list names the type of its items, even where there is none. */
function listedType(data: unknown): string[] {
  if (!isRecord(data)) return []
  const apiVersion = isList(data) ? textAt(data, 'apiVersion') : undefined
  const kind = itemKind(data)
  return apiVersion === undefined || kind === undefined ? [] : [`${apiVersion}/${kind}`]
}

function pages(document: Document): Gap[] {
  return [...listsIn(document.data)]
    .filter(([, list]) => isPage(list))
    .map(([pointer, list]) => ({
      types: typesOf(list),
      message: 'one page of several: not all resources are in this file',
      hint: 'export the other pages too, or all at once with kubectl get',
      location: document.locate(`${pointer}/metadata/continue`),
    }))
}

/** The types that a list may hold more of: the one that it names, else those of its items; any, where it has none. */
function typesOf(list: KubernetesObject): string[] {
  const named = listedType(list)
  if (named.length > 0) return named
  const items = itemsOf(list)
  const types = (Array.isArray(items) ? items : []).filter(isRecord).flatMap((item) => {
    if (isList(item)) return typesOf(item)
    const [apiVersion, kind] = [textAt(item, 'apiVersion'), textAt(item, 'kind')]
    return apiVersion === undefined || kind === undefined ? [] : [`${apiVersion}/${kind}`]
  })
  return types.length > 0 ? [...new Set(types)] : ['*']
}

/** Whether it wears the envelope of Kubernetes; policytest's own files do, too. */
function looksLikeObject(data: KubernetesObject): boolean {
  const kind = textAt(data, 'kind')
  const apiVersion = textAt(data, 'apiVersion')
  const hasContent = isRecord(data.metadata) || isList(data)
  return (
    (kind !== undefined && apiVersion !== undefined) || ((kind ?? apiVersion) !== undefined && hasContent)
  )
}

/** What the items of a `PodList` are when they do not say it: they inherit it from the list. */
interface Inherited {
  readonly apiVersion?: string | undefined
  readonly kind?: string | undefined
}

function collect(
  document: Document,
  data: unknown,
  pointer: string,
  inherited: Inherited,
  resources: Resource[],
  problems: Diagnostic[],
): void {
  if (!isRecord(data)) {
    problems.push(itemProblem(document, pointer, `expected a Kubernetes object, found ${describe(data)}`))
    return
  }
  const kind = textAt(data, 'kind') ?? inherited.kind
  const apiVersion = textAt(data, 'apiVersion') ?? inherited.apiVersion
  if (kind === undefined) {
    problems.push(itemProblem(document, pointer, "a Kubernetes object without 'kind'"))
  } else if (isList(data)) {
    const items = itemsOf(data)
    // kubectl leaves the items out where a list within a list has none.
    if (items === undefined && pointer !== '') return
    if (!Array.isArray(items)) {
      const message = `the 'items' of a ${kind} have to be a list, found ${items === undefined ? 'none' : describe(items)}`
      problems.push(itemProblem(document, pointer, message, 'was the export cut off? run it again'))
      return
    }
    const own: Inherited = { apiVersion: kind === 'List' ? undefined : apiVersion, kind: itemKind(data) }
    for (const [index, item] of items.entries()) {
      collect(document, item, `${pointer}/items/${index}`, own, resources, problems)
    }
  } else if (apiVersion === undefined) {
    problems.push(itemProblem(document, pointer, `a ${kind} without 'apiVersion'`))
  } else {
    const refusal = refusalOf(kind, data)
    if (refusal !== undefined) problems.push(itemProblem(document, pointer, ...refusal))
    else resources.push(resourceAt(document, pointer, data, identify(document, apiVersion, kind, data)))
  }
}

/** `List`, or `PodList`; an object of a kind like `AllowList` that has a name or content of its own is no list. */
function isList(data: KubernetesObject): boolean {
  const kind = textAt(data, 'kind')
  if (kind === 'List') return true
  const metadata = isRecord(data.metadata) ? data.metadata : {}
  const isNamed = (textAt(metadata, 'name') ?? textAt(metadata, 'generateName')) !== undefined
  const envelope = ['apiVersion', 'kind', 'metadata']
  const hasContent = Object.keys(data).some((key) => !envelope.includes(key))
  return kind?.endsWith('List') === true && !isNamed && (Object.hasOwn(data, 'items') || !hasContent)
}

/** The items of a list; the API server writes `null` where there is none. */
function itemsOf(list: KubernetesObject): unknown {
  const items = Object.hasOwn(list, 'items') ? list.items : undefined
  return items === null ? [] : items
}

/** The lists of a document, lists within lists too, with their pointers. */
function* listsIn(data: unknown, pointer = ''): Generator<[pointer: string, list: KubernetesObject]> {
  if (!isRecord(data) || !isList(data)) return
  yield [pointer, data]
  const items = itemsOf(data)
  if (!Array.isArray(items)) return
  for (const [index, item] of items.entries()) yield* listsIn(item, `${pointer}/items/${index}`)
}

/** What `kubectl get --raw …?limit=` and API clients leave in a list that goes on in another answer. */
function isPage({ metadata }: KubernetesObject): boolean {
  return isRecord(metadata) && textAt(metadata, 'continue') !== undefined
}

/** The kind that a list names: `Pod` of a `PodList`; a `List` names none. */
function itemKind(list: KubernetesObject): string | undefined {
  const kind = textAt(list, 'kind') ?? 'List'
  return kind === 'List' ? undefined : kind.slice(0, -'List'.length)
}

/** Answers of the API server that hold no object to judge. */
function refusalOf(kind: string, data: KubernetesObject): [message: string, hint: string] | undefined {
  if (kind === 'Table') return ['a table for display, without the objects', 'export with -o json or -o yaml']
  if (kind === 'Status' && data.status === 'Failure') {
    const message = textAt(data, 'message') ?? 'no reason given'
    return [`the API server refused the request: ${message}`, 'export it again with sufficient rights']
  }
  return undefined
}

function identify(document: Document, apiVersion: string, kind: string, data: KubernetesObject) {
  const metadata = isRecord(data.metadata) ? data.metadata : {}
  const generated = textAt(metadata, 'generateName')
  const name =
    textAt(metadata, 'name') ??
    (generated === undefined ? undefined : `${generated}*`) ??
    textAt(data, 'current-context') ??
    fileNameOf(document)
  const namespace = textAt(metadata, 'namespace')
  const type = `${apiVersion}/${kind}`
  return namespace === undefined
    ? { type, id: name, name }
    : { type, id: `${namespace}/${name}`, name, namespace }
}
