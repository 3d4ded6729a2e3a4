import { field } from '../member.js'
import { formatPointer } from '../pointer.js'

/** Where an object stands in the data that it came from. */
interface Place {
  readonly parent: object | undefined
  readonly key: string | number
}

/** What is known of the places in a root: nothing until something has been looked for there a few times. */
interface Known {
  /**
   * What has been searched for, with the keys that lead to it. Weak by itself: what a weak map holds by a key keeps that alive
   * until all of the memory is collected, and so would keep the parts of every resource with a finding.
   */
  readonly searched: WeakMap<object, readonly (string | number)[] | undefined>
  searches: number
  index?: ReadonlyMap<object, Place>
}

const places = new WeakMap<object, Known>()

/** To index a root takes about as long as to search it so often; most have a finding or two. */
const mostSearches = 16

/** What a copy was made of. */
const originals = new WeakMap<object, object>()

/** The copies that were made of an object. */
const copies = new WeakMap<object, object[]>()

/** Notes that an object is judged as a copy: places in the copy are those of the original. */
export function rememberCopy(copy: object, original: object): void {
  originals.set(copy, original)
  const others = copies.get(original)
  if (others) others.push(copy)
  else copies.set(original, [copy])
}

/** What was written, where this is a copy of it. */
export function writtenOf<Data>(data: Data): Data | object {
  const original = isObject(data) ? originals.get(data) : undefined
  return original ? writtenOf(original) : data
}

/**
 * The pointer of `target` inside `root`, found by identity, or undefined when it is no part of it. Where one of them is a
 * copy, the pointer is that of what is written; what a copy adds stands where the next thing around it is written.
 * O(size of root) in total, however often it is asked: an index is built for those that have many findings.
 */
export function pointerOf(root: unknown, target: unknown): string | undefined {
  if (!isObject(root) || !isObject(target)) return undefined
  const written = writtenOf(root)
  for (const each of new Set([root, written, ...copiesOf(written)])) {
    const keys = keysIn(each, target)
    if (keys) return formatPointer(writtenPart(written, keys))
  }
  return undefined
}

/** The pointer of `target` inside this very `root`, copy or not. */
export function pathIn(root: unknown, target: unknown): string | undefined {
  const keys = isObject(root) && isObject(target) ? keysIn(root, target) : undefined
  return keys && formatPointer(keys)
}

function copiesOf(original: object): readonly object[] {
  return (copies.get(original) ?? []).flatMap((copy) => [copy, ...copiesOf(copy)])
}

function keysIn(root: object, target: object): readonly (string | number)[] | undefined {
  let known = places.get(root)
  if (!known) {
    known = { searched: new WeakMap(), searches: 0 }
    places.set(root, known)
  }
  if (root === target) return []
  const { searched } = known
  if (searched.has(target)) return searched.get(target)
  if (!known.index && known.searches < mostSearches) {
    known.searches++
    const keys = search(root, target)?.reverse()
    searched.set(target, keys)
    return keys
  }
  known.index ??= placesIn(root)
  let place = known.index.get(target)
  if (!place) return undefined
  const keys: (string | number)[] = []
  while (place.parent) {
    keys.push(place.key)
    place = known.index.get(place.parent) as Place
  }
  return keys.reverse()
}

/** The keys that lead to a part of an object, the last one first: to the first of its places, in the order of the document. */
function search(value: object, target: object): (string | number)[] | undefined {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const keys = searchPart(value[i], i, target)
      if (keys) return keys
    }
    return undefined
  }
  for (const key in value) {
    const keys = searchPart((value as Readonly<Record<string, unknown>>)[key], key, target)
    if (keys) return keys
  }
  return undefined
}

function searchPart(part: unknown, key: string | number, target: object): (string | number)[] | undefined {
  if (part === target) return [key]
  const keys = isObject(part) ? search(part, target) : undefined
  keys?.push(key)
  return keys
}

/** As far as it is written, and written as an object or a list. */
function writtenPart(root: unknown, keys: readonly (string | number)[]): readonly (string | number)[] {
  let part = root
  for (const [length, key] of keys.entries()) {
    part = field(part, key)
    if (!isObject(part)) return keys.slice(0, length)
  }
  return keys
}

/** The first place of every object, in the order of the document. */
function placesIn(root: object): ReadonlyMap<object, Place> {
  const index = new Map<object, Place>([[root, { parent: undefined, key: '' }]])
  const visit = (parent: object) => {
    const inside = parent as Readonly<Record<string | number, unknown>>
    const keys = Array.isArray(parent) ? parent.keys() : Object.keys(parent)
    for (const key of keys) {
      const child = inside[key]
      if (!isObject(child) || index.has(child)) continue
      index.set(child, { parent, key })
      visit(child)
    }
  }
  visit(root)
  return index
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
