import { createHash } from 'node:crypto'
import { formatPointer, listIndex, parsePointer } from '../pointer.js'

/**
 * A pointer that counts nothing: elements of lists go by a key of their own (`/containers/name=app`), by their value
 * (`/args/=--debug`), or by a digest of what they are (`/rules/#9f86d081884c`). So it stays the same when others come before
 * them. Of elements that are equal in all, the second is `…~2`.
 * @param data masked where it is sensitive: it is quoted
 */
export function nameOfElement(data: unknown, pointer: string): string {
  let value = data
  const segments = parsePointer(pointer).map((segment) => {
    const parent = value
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, segment)) {
      value = undefined
      return segment
    }
    value = (parent as Record<string, unknown>)[segment]
    return Array.isArray(parent) ? (namesIn(parent)[listIndex(segment) ?? -1] ?? segment) : segment
  })
  return formatPointer(segments)
}

/** What tells the elements of a list apart, the surest first. */
const keys = [
  'id',
  'uid',
  'crn',
  'name',
  'key',
  'containerPort',
  'port',
  'mountPath',
  'path',
  'host',
  'ip',
  'address',
  'cidr',
  'image',
] as const

/** A longer value is known by its digest. */
const longest = 80

const known = new WeakMap<readonly unknown[], readonly string[]>()

/** The names of all elements of a list; made once, because each of them may have a finding. */
function namesIn(list: readonly unknown[]): readonly string[] {
  const before = known.get(list)
  if (before) return before
  const byKey = keys.map((key) => ({ key, counts: counted(list.map((element) => scalarAt(element, key))) }))
  const plain = list.map((element) => {
    if (typeof element !== 'object' || element === null) return shown('', element)
    for (const { key, counts } of byKey) {
      const value = scalarAt(element, key)
      if (value !== undefined && counts.get(value) === 1) return shown(key, value)
    }
    return digest(element)
  })
  const seen = new Map<string, number>()
  const names = plain.map((name) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name}~${times}`
  })
  known.set(list, names)
  return names
}

function counted(values: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function scalarAt(element: unknown, key: string): unknown {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, key)) return undefined
  const value = (element as Record<string, unknown>)[key]
  return typeof value === 'object' || value === '' ? undefined : value
}

function shown(key: string, value: unknown): string {
  const text = String(value)
  return text.length > longest ? `${key}${digest(value)}` : `${key}=${text}`
}

function digest(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
  })
  return `#${createHash('sha256').update(String(text)).digest('hex').slice(0, 12)}`
}
