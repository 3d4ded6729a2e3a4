import { isRecord } from '../member.js'
import type { Resource } from '../model/index.js'
import { storedOnce } from './as-stored.js'
import { isOfCluster } from './stored/doubts.js'
import { storedObject } from './stored/store.js'

/**
 * Resources as they would be read back from a cluster, which is how every policy sees them: a manifest of a built-in kind
 * is decoded, without nulls and empty fields, with defaults and canonical quantities. Fields that no version of the kind
 * is known to have stay, and so do values that the API server would not take: it is up to the policies to say so.
 */
export function readBack(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) => {
    const { data, type } = resource
    if (!isRecord(data) || isOfCluster(data)) return resource
    const copy = copyOf(type, data)
    return copy === undefined ? resource : { ...resource, data: copy }
  })
}

const copies = new WeakMap<object, unknown>()

/** The same one for the same resource: a test case is judged several times. */
function copyOf(type: string, data: object): unknown {
  if (copies.has(data)) return copies.get(data)
  const stored = storedOnce(type, data)
  const isWhole = stored === undefined || stored.dropped.length === 0
  const copy = isWhole ? stored?.data : storedObject(type, data, 'kept')?.data
  copies.set(data, copy)
  return copy
}
