import { formatPointer } from '../pointer.js'

/** Where an object stands in the data that it came from. */
interface Place {
  readonly parent: object | undefined
  readonly key: string | number
}

const places = new WeakMap<object, Map<object, Place>>()

/**
 * The pointer of `target` inside `root`, found by identity, or undefined when it is not part of it.
 * The index is built once per root, and only for those that have a finding: O(size of root) in total.
 */
export function pointerOf(root: unknown, target: unknown): string | undefined {
  if (!isObject(root) || !isObject(target)) return undefined
  let index = places.get(root)
  if (!index) {
    index = placesIn(root)
    places.set(root, index)
  }
  let place = index.get(target)
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
