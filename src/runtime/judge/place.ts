import { originOf } from '../cel/index.js'
import type { Resource } from '../model/index.js'
import type { ListElement, Run } from './evaluation.js'
import { pointerOf } from './identity.js'

/** A place in a resource, by RFC 6901 pointer. */
export interface Place {
  readonly resource: Resource
  readonly pointer: string
}

/** The resource and pointer of an element that came out of a document; the judged resource itself when it did not. */
export function placeOf(run: Run, item: unknown): Place | undefined {
  const { element } = run
  const found = locateIn(run, item) ?? (element && locateElement(run, element))
  return found ?? (run.resource && { resource: run.resource, pointer: '' })
}

/** A scalar has no identity of its own: its list does. */
export function locateElement(run: Run, { list, index }: ListElement): Place | undefined {
  const origin = originOf(list)
  const found = locateIn(run, origin ? origin.list : list)
  return found && { ...found, pointer: `${found.pointer}/${origin ? origin.indexes[index] : index}` }
}

/** Where a value of a document stands: in the judged resource, or in another one that the policy reads. */
export function locateIn(run: Run, value: unknown): Place | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (run.resource) {
    const pointer = pointerOf(run.resource.data, value)
    if (pointer !== undefined) return { resource: run.resource, pointer }
  }
  return run.policy.readsInventory ? run.context.inventory.find(value) : undefined
}
