import type { Resource } from '../model/index.js'

/**
 * Resources that can be told apart by type, id and file: of several with one name in a file, as two manifests that overwrite
 * each other, the second is `web#2`. Reports and waivers speak of resources by these.
 */
export function distinct(resources: readonly Resource[]): readonly Resource[] {
  const given = new Set(resources.map(keyOf))
  const seen = new Map<string, number>()
  return resources.map((resource) => {
    const key = keyOf(resource)
    let times = (seen.get(key) ?? 0) + 1
    const named = (): Resource => ({ ...resource, id: numbered(resource.id, times) })
    // One of them may be called `web#2` by itself.
    while (times > 1 && given.has(keyOf(named()))) times++
    seen.set(key, times)
    return times === 1 ? resource : named()
  })
}

/** What tells it from others of its file. */
export function keyOf({ type, id }: Resource): string {
  return `${type}\0${id}`
}

/** The name of the second one, and of those after it. */
export function numbered(id: string, times: number): string {
  return `${id}#${times}`
}
