import { type CelError, type Inventory as CelInventory, doubleOf, isCelError, mapKey } from '../cel/index.js'
import { rememberType } from '../documents/resource-type.js'
import { globMatcher } from '../globs.js'
import type { Resource } from '../model/index.js'
import { pointerOf } from './identity.js'

/** Resources that belong together, for rules that join several. Indexes are built once, on first use. */
export interface Inventory extends CelInventory {
  /** How a report names it: the snapshot's folder, or `inventory`. */
  readonly name: string
  /** All, what is deleted too. */
  readonly resources: readonly Resource[]
  /** What is deleted of the types that the globs name. */
  deletedOf(globs: readonly string[]): readonly Resource[]
  /** The resources of the types that the globs name, in input order. */
  ofTypes(globs: readonly string[]): readonly Resource[]
  /** The resource that this very object is part of, and where in it. */
  find(part: object): { readonly resource: Resource; readonly pointer: string } | undefined
}

/** Collects resources into an inventory; a join over n resources costs O(n), not O(n²). */
export function buildInventory(resources: readonly Resource[], name = 'inventory'): Inventory {
  for (const { data, type } of resources) rememberType(data, type)
  const there = resources.filter(({ deleted }) => !deleted)
  const byType = groupByType(there)
  const ofTypes = memoize((key: string) => {
    const matches = globMatcher(JSON.parse(key))
    const types = [...byType.keys()].filter(matches)
    if (types.length === 1) return byType.get(types[0] as string) ?? []
    const wanted = new Set(types)
    return there.filter((resource) => wanted.has(resource.type))
  })
  const list = memoize((type: string) => ofTypes(JSON.stringify([type])).map((resource) => resource.data))
  const names = memoize((type: string) => {
    const index = new Map<string, unknown>()
    for (const resource of ofTypes(JSON.stringify([type]))) {
      const key = `${resource.namespace ?? ''}\0${resource.name}`
      if (!index.has(key)) index.set(key, resource.data)
    }
    return index
  })
  const fields = memoize((key: string) => {
    const [type, path] = JSON.parse(key) as [string, string]
    return fieldIndex(list(type), parsePath(path))
  })
  let owners: Map<object, Resource> | undefined

  return {
    name,
    resources,
    deletedOf: (globs) => {
      if (there.length === resources.length) return []
      const matches = globMatcher(globs)
      return resources.filter(({ deleted, type }) => deleted && matches(type))
    },
    ofTypes: (globs) => ofTypes(JSON.stringify(globs)),
    list,
    get: (type, namespace, name) => names(type).get(`${namespace}\0${name}`),
    where(type, path, value) {
      const key = fieldKey(value)
      const { byKey, unknown } = fields(JSON.stringify([type, path]))
      return unknown ?? (key === undefined ? undefined : byKey.get(key)) ?? []
    },
    find(part) {
      owners ??= ownersOf(resources)
      const resource = owners.get(part)
      const pointer = resource && pointerOf(resource.data, part)
      return pointer === undefined ? undefined : { resource: resource as Resource, pointer }
    },
  }
}

function groupByType(resources: readonly Resource[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>()
  for (const resource of resources) {
    const group = groups.get(resource.type)
    if (group) group.push(resource)
    else groups.set(resource.type, [resource])
  }
  return groups
}

/** Which resource each object of the run is part of; built only when a finding of a joining policy needs it. */
function ownersOf(resources: readonly Resource[]): Map<object, Resource> {
  const owners = new Map<object, Resource>()
  for (const resource of resources) {
    const pending: unknown[] = [resource.data]
    while (pending.length > 0) {
      const value = pending.pop()
      if (typeof value !== 'object' || value === null || owners.has(value)) continue
      owners.set(value, resource)
      for (const child of Object.values(value)) pending.push(child)
    }
  }
  return owners
}

/** One step of a path: a key, or every element of a list. */
type Step = string | typeof each
const each = Symbol('each element')

/**
 * `metadata.namespace`, `targets[].id`, `metadata.labels["app.kubernetes.io/name"]`.
 * @throws RangeError for anything else
 */
function parsePath(path: string): Step[] {
  const steps: Step[] = []
  const token = /(?:^|\.)([^.[\]"]+)|\[\]|\["([^"]*)"\]/y
  while (token.lastIndex < path.length) {
    const at = token.lastIndex
    const match = token.exec(path)
    if (!match) throw new RangeError(`cannot read the path '${path}' from character ${at + 1}`)
    steps.push(match[1] ?? match[2] ?? each)
  }
  if (steps.length === 0) throw new RangeError('an empty path')
  return steps
}

/** What has which key, and a key that nobody knows yet: what has it might be what is looked for. */
interface FieldIndex {
  readonly byKey: ReadonlyMap<string, readonly unknown[]>
  readonly unknown?: CelError
}

function fieldIndex(list: readonly unknown[], steps: readonly Step[]): FieldIndex {
  const byKey = new Map<string, unknown[]>()
  const unknown: CelError[] = []
  for (const data of list) {
    const keys = new Set<string>()
    collect(data, steps, 0, keys, unknown)
    for (const key of keys) {
      const group = byKey.get(key)
      if (group) group.push(data)
      else byKey.set(key, [data])
    }
  }
  return { byKey, ...(unknown[0] && { unknown: unknown[0] }) }
}

function collect(
  value: unknown,
  steps: readonly Step[],
  at: number,
  keys: Set<string>,
  unknown: CelError[],
): void {
  const step = steps[at]
  if (isCelError(value)) {
    unknown.push(value)
  } else if (step === undefined) {
    const key = fieldKey(value)
    if (key !== undefined) keys.add(key)
  } else if (step === each) {
    if (Array.isArray(value)) for (const element of value) collect(element, steps, at + 1, keys, unknown)
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
    collect((value as Record<string, unknown>)[step], steps, at + 1, keys, unknown)
  }
}

/**
 * Scalars compare by value as in CEL, where 1 == 1.0 == 1u. Undefined for what is not indexed: lists, maps, and what equals
 * nothing.
 */
function fieldKey(value: unknown): string | undefined {
  if (value === null) return 'null'
  const key = mapKey(value) ?? doubleOf(value)
  return key === undefined || typeof key === 'symbol' || Number.isNaN(key)
    ? undefined
    : `${typeof key === 'bigint' ? 'number' : typeof key} ${String(key)}`
}

function memoize<Result>(compute: (key: string) => Result): (key: string) => Result {
  const cache = new Map<string, Result>()
  return (key) => {
    const known = cache.get(key)
    if (known !== undefined) return known
    const value = compute(key)
    cache.set(key, value)
    return value
  }
}
