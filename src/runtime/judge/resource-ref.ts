import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Resource, ResourceRef } from '../model/index.js'
import type { Inventory } from './inventory.js'

const refs = new WeakMap<object, ResourceRef>()

/** How a resource is named in a report, without its data; the same object for the same resource. */
export function refOf(resource: Resource | ResourceRef): ResourceRef {
  const known = refs.get(resource)
  if (known) return known
  const { type, id, name, namespace, file, subject } = resource
  const ref = { type, id, name, ...(namespace !== undefined && { namespace }), file, subject }
  refs.set(resource, ref)
  return ref
}

/** What an inventory-scoped policy judges when its finding is about no resource in particular. */
export function inventoryRef(policy: CompiledPolicy, { name }: Inventory): ResourceRef {
  return { type: 'Inventory', id: name, name, file: policy.file, subject: {} }
}
