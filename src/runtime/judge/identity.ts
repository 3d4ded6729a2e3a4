import { formatPointer } from '../pointer.js'

/** Where an object stands in the data that it came from. */
interface Place {
  readonly parent: object | undefined
  readonly key: string | number
}

const places = new WeakMap<object, Map<object, Place>>()

const copies = new WeakMap<object, () => ReadonlyMap<object, object>>()

/**
 * Notes that an object was judged as a copy: places in the copy are those of the original.
 * @param origins of each object and list of the copy, what it was made of; asked when a place is needed
 */
export function rememberCopy(root: object, origins: () => ReadonlyMap<object, object>): void {
  let known: ReadonlyMap<object, object> | undefined
  copies.set(root, () => {
    known ??= origins()
    return known
  })
}

/**
 * The pointer of `target` inside `root` or its copy, found by identity, or undefined when it is part of neither.
 * The index is built once per root, and only for those that have a finding: O(size of root) in total.
 */
export function pointerOf(root: unknown, target: unknown): string | undefined {
  if (!isObject(root) || !isObject(target)) return undefined
  let index = places.get(root)
  if (!index) {
    index = placesIn(root)
    places.set(root, index)
  }
  const origin = index.has(target) ? target : copies.get(root)?.().get(target)
  let place = origin && index.get(origin)
  if (!place) return undefined
  const segments: (string | number)[] = []
  while (place.parent) {
    segments.push(place.key)
    place = index.get(place.parent) as Place
  }
  return formatPointer(segments.reverse())
}

function placesIn(root: object): Map<object, Place> {
  const index = new Map<object, Place>([[root, { parent: undefined, key: '' }]])
  const pending: object[] = [root]
  for (let parent = pending.pop(); parent; parent = pending.pop()) {
    const entries = Array.isArray(parent) ? parent.entries() : Object.entries(parent)
    for (const [key, child] of entries) {
      if (!isObject(child) || index.has(child)) continue
      index.set(child, { parent, key })
      pending.push(child)
    }
  }
  return index
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
