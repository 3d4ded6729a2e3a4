import { mostErrors } from '../../runtime/documents/problem.js'
import { describe, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { Diagnostic, Document, Gap, Resource, Source, Subject } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'

export type Item = Readonly<Record<string, unknown>>

/** One kind of object that a cloud's CLI or API lists. */
export interface Kind {
  readonly type: string
  /** The fields that hold a list of this kind in an API response or a dump: `security_groups`. */
  readonly lists: readonly string[]
  /** Whether an object is of this kind by its own look. Under the name of a list one such item vouches for the others. */
  is(item: Item): boolean
  /** Lists of other kinds inside an item: the workers of a cluster. */
  readonly inside?: readonly { readonly field: string; readonly kind: Kind }[]
  /** What an item's parts know of it: the workers of a cluster know their cluster. */
  subject?(item: Item): Subject
  /** The id of a kind whose items have no `id`, `crn` or `name` that tells them apart. */
  idOf?(item: Item, subject: Subject): string | undefined
  /** What an item should have and this export of it has not, with the command that gives it. */
  lacks?(item: Item): Lack | undefined
  /** How an item is seen where the service writes the same thing in several ways. */
  readonly view?: View
}

/** An item as policies see it, and where a pointer into that stands in the item itself. */
export interface View {
  data(item: Item): Item
  pointer(pointer: string, item: Item): string
}

/** What an export does not say, though policies ask for it, and where it is to be had. */
export interface Lack {
  readonly message: string
  readonly hint: string
}

export interface CollectionOptions {
  /** Kinds that are read in dumps only, under their lists' names. */
  readonly dumped?: readonly Kind[]
  /** Sources of wider formats, whose documents it takes where it recognises them. */
  readonly narrows?: readonly string[]
}

/**
 * A source for objects that come alone, in a bare list (`… --output json`), or under the name of their kind in an API
 * response (`{"security_groups": […], "limit": 50}`) or in a dump of many kinds. A page that is not the last one gives a
 * warning, and so does a list in a dump that is not read, and what an item {@link Kind.lacks}.
 */
export function collectionSource(
  name: string,
  reads: string,
  kinds: readonly Kind[],
  { dumped = [], narrows = [] }: CollectionOptions = {},
): Source {
  const all = [...kinds, ...dumped]
  const kindOf = (item: unknown): Kind | undefined =>
    isRecord(item) ? kinds.find((kind) => kind.is(item)) : undefined
  const listKind = (field: string): Kind | undefined => all.find(({ lists }) => lists.includes(field))
  const listsIn = (
    data: unknown,
  ): { readonly kind: Kind; readonly list: unknown; readonly field: string }[] => {
    if (!isRecord(data) || kindOf(data) !== undefined || ['id', 'crn', 'kind'].some((field) => field in data))
      return []
    return Object.entries(data).flatMap(([field, list]) => {
      const kind = list === null ? undefined : listKind(field)
      return kind === undefined ? [] : [{ kind, list, field }]
    })
  }

  return {
    name,
    reads,
    isItemwise: true,
    ...(narrows.length > 0 && { narrows }),
    accepts: ({ data }) =>
      Array.isArray(data)
        ? data.some((item) => kindOf(item) !== undefined)
        : kindOf(data) !== undefined || isVouchedFor(listsIn(data)),
    read(document) {
      const { data } = document
      const reading: Progress = { document, resources: [], problems: [], lacking: new Map() }
      const lists = listsIn(data)
      for (const { field, list, kind } of lists) readList(reading, list, [field], kind, name, {})
      if (Array.isArray(data)) {
        for (const [index, item] of data.entries()) read(reading, item, [index], kindOf(item), name, {})
      } else if (lists.length === 0) {
        read(reading, data, [], kindOf(data), name, {})
      }
      const { resources, problems, lacking } = reading
      return {
        resources,
        problems,
        covers: lists.map(({ kind }) => kind.type),
        gaps: [...(lists.length > 0 ? pageOf(document, data as Item, lists) : []), ...lacking.values()],
        warnings: lists.length > 0 ? wrapperWarnings(document, data as Item, listKind) : [],
      }
    },
  }
}

/** Names like `images` and `rules` are everybody's: one item has to look like it, unless there is none at all. */
function isVouchedFor(lists: readonly { readonly kind: Kind; readonly list: unknown }[]): boolean {
  const items = lists.flatMap(({ kind, list }) =>
    Array.isArray(list) ? list.map((item) => ({ kind, item })) : [],
  )
  const areLists = lists.some(({ list }) => Array.isArray(list))
  return areLists && (items.length === 0 || items.some(({ kind, item }) => isRecord(item) && kind.is(item)))
}

interface Progress {
  readonly document: Document
  readonly resources: Resource[]
  readonly problems: Diagnostic[]
  /** By what is said, the first item that lacks it. */
  readonly lacking: Map<string, Gap>
}

type Path = readonly (string | number)[]

function readList(
  reading: Progress,
  list: unknown,
  path: Path,
  kind: Kind,
  name: string,
  known: Subject,
): void {
  if (Array.isArray(list)) {
    for (const [index, item] of list.entries()) read(reading, item, [...path, index], kind, name, known)
  } else {
    const message = `expected a list of ${kind.type}, found ${describe(list)}`
    reading.problems.push(itemProblem(reading.document, formatPointer(path), message))
  }
}

function read(
  reading: Progress,
  item: unknown,
  path: Path,
  kind: Kind | undefined,
  name: string,
  known: Subject,
): void {
  const { document, resources, problems, lacking } = reading
  // nothing of it will be judged, and no more mistakes are told
  if (problems.length >= mostErrors) return
  const pointer = formatPointer(path)
  if (!isRecord(item)) {
    problems.push(itemProblem(document, pointer, `expected an object, found ${describe(item)}`))
    return
  }
  if (kind === undefined) {
    const hint = 'to read it anyway, say what it is: --as json:<type>'
    problems.push(itemProblem(document, pointer, `${name} knows no resource of this shape`, hint))
    return
  }
  const id =
    kind.idOf?.(item, { ...known, ...document.subject }) ??
    textAt(item, 'id') ??
    textAt(item, 'crn') ??
    textAt(item, 'name')
  if (id === undefined) {
    problems.push(itemProblem(document, pointer, `${kind.type} without 'id' or 'name'`))
    return
  }
  const label = textAt(item, 'name') ?? textAt(item, 'poolName') ?? id
  const { type, view } = kind
  const data = view?.data(item) ?? item
  const resource = resourceAt(document, pointer, data, { type, id, name: label }, known)
  const locate = (at: string) => document.locate(pointer + (view?.pointer(at, item) ?? at))
  resources.push(view === undefined ? resource : { ...resource, locate })
  const lack = kind.lacks?.(item)
  if (lack !== undefined && !lacking.has(lack.message)) {
    const message = `${type} ${label}: ${lack.message}`
    lacking.set(lack.message, { types: [type], message, hint: lack.hint, location: document.locate(pointer) })
  }
  for (const { field, kind: part } of kind.inside ?? []) {
    const parts = item[field]
    if (parts === undefined || parts === null) continue
    readList(reading, parts, [...path, field], part, name, kind.subject?.(item) ?? {})
  }
}

/** A page of an answer of the VPC API says where the next one is. */
function pageOf(document: Document, data: Item, lists: readonly { readonly kind: Kind }[]): Gap[] {
  if (data.next === undefined || data.next === null) return []
  return [
    {
      types: lists.map(({ kind }) => kind.type),
      message: 'one page of several: not all resources are in this file',
      hint: 'export all pages; the CLI does that, the API needs `start`',
      location: document.locate(formatPointer(['next'])),
    },
  ]
}

function wrapperWarnings(
  document: Document,
  data: Item,
  listKind: (field: string) => Kind | undefined,
): Diagnostic[] {
  const warnings: Diagnostic[] = []
  for (const [field, value] of Object.entries(data)) {
    const isUnread =
      Array.isArray(value) && value.some((item) => isRecord(item)) && listKind(field) === undefined
    if (!isUnread) continue
    warnings.push({
      code: 'source-unread',
      level: 'warning',
      message: `the list '${field}' is not read`,
      hint: 'no policy can judge what it holds',
      location: document.locate(formatPointer([field])),
    })
  }
  return warnings
}
