/** RFC 6901 JSON pointers over plain data. */

/** Escapes one reference token. */
export function pointerToken(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The reference tokens of a pointer; `''` has none. */
export function pointerTokens(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

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
  const tokens: string[] = []
  let place = index.get(target)
  if (!place) return undefined
  while (place.parent) {
    tokens.push(pointerToken(place.key))
    place = index.get(place.parent) as Place
  }
  return tokens
    .reverse()
    .map((token) => `/${token}`)
    .join('')
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
