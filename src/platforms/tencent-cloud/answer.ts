import { isRecord } from '../../runtime/member.js'
import { type Item, type TencentKind, type TencentObject, tencentKinds, tencentObjects } from './kinds.js'

export type Path = readonly (string | number)[]

/** One list of an answer. An empty `InstanceSet` is of no kind: it may be of virtual machines or of cluster nodes. */
export interface AnswerList {
  readonly path: Path
  readonly kind: TencentKind | undefined
  readonly items: readonly { readonly path: Path; readonly item: unknown }[]
  /** How many there are in all, by the word of the API. */
  readonly total?: number
}

export interface AnswerObject {
  readonly path: Path
  readonly kind: TencentObject
  readonly data: Item
}

/** What a document holds of what Tencent Cloud's APIs answer. */
export interface Answer {
  readonly lists: readonly AnswerList[]
  readonly objects: readonly AnswerObject[]
  /** Lists of objects in the answer that are of no known kind. */
  readonly unread: readonly Path[]
  /** The `Error` that the API gave instead of an answer. */
  readonly refusal?: Item
}

/** Finds the lists and objects of an answer: in `Response`, without it, in a bare list, or alone. */
export function answerIn(data: unknown): Answer {
  if (Array.isArray(data)) return bareList(data)
  if (!isRecord(data)) return nothing
  if (isRecord(data.Response)) return readAnswer(data.Response, ['Response'])
  const kind = kindOf(data)
  return kind
    ? { ...nothing, lists: [{ path: [], kind, items: [{ path: [], item: data }] }] }
    : readAnswer(data, [])
}

/** Whether there is anything in it. */
export function isAnswer({ lists, objects, refusal }: Answer): boolean {
  return lists.length > 0 || objects.length > 0 || refusal !== undefined
}

const nothing: Answer = { lists: [], objects: [], unread: [] }

function readAnswer(answer: Item, path: Path): Answer {
  if (path.length > 0 && isRecord(answer.Error)) return { ...nothing, refusal: answer.Error }
  const whole = tencentObjects.find(({ field, is }) => field === undefined && is(answer))
  if (whole) return { ...nothing, objects: [{ path, kind: whole, data: answer }] }
  const entries = Object.entries(answer)
  const objects = entries.flatMap(([field, data]): AnswerObject[] => {
    const kind = tencentObjects.find((object) => object.field === field)
    return kind && isRecord(data) && kind.is(data) ? [{ path: [...path, field], kind, data }] : []
  })
  const lists = entries.flatMap(([field, items]) => namedList(answer, field, items, path))
  if (lists.length === 0 && objects.length === 0) return bareObject(answer, path)
  const read = new Set(lists.map((list) => list.path.at(-1)))
  const unread = entries.filter(
    ([field, list]) => !read.has(field) && Array.isArray(list) && list.some(isRecord),
  )
  return { lists, objects, unread: unread.map(([field]) => [...path, field]) }
}

/** A list under its name. Names like `Clusters` are everybody's: an item, or the rest of the answer, has to vouch. */
function namedList(answer: Item, field: string, items: unknown, path: Path): AnswerList[] {
  const kinds = tencentKinds.filter(({ list }) => list === field)
  if (kinds.length === 0 || !Array.isArray(items)) return []
  const kind = kinds.find(({ is }) => items.some((item) => isRecord(item) && is(item)))
  if (!kind && !(items.length === 0 && 'RequestId' in answer)) return []
  const total = typeof answer.TotalCount === 'number' ? { total: answer.TotalCount } : {}
  const own = [...path, field]
  return [
    {
      path: own,
      kind: kind ?? (kinds.length === 1 ? kinds[0] : undefined),
      items: items.map((item, index) => ({ path: [...own, index], item })),
      ...total,
    },
  ]
}

function bareList(items: readonly unknown[]): Answer {
  const kind = items.map(kindOf).find((found) => found !== undefined)
  return kind
    ? {
        ...nothing,
        lists: [{ path: [], kind, items: items.map((item, index) => ({ path: [index], item })) }],
      }
    : nothing
}

/** The rules of a group without anything around them. */
function bareObject(data: Item, path: Path): Answer {
  const kind = tencentObjects.find(({ is }) => is(data))
  return kind ? { ...nothing, objects: [{ path, kind, data }] } : nothing
}

function kindOf(item: unknown): TencentKind | undefined {
  return isRecord(item) ? tencentKinds.find(({ is }) => is(item)) : undefined
}
