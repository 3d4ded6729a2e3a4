import { originOf } from '../cel/index.js'
import type { Resource } from '../model/index.js'
import { valueAt } from '../pointer.js'
import { pointerOf, writtenOf } from './identity.js'
import type { Inventory } from './inventory.js'

/** An element of a `forEach`, with the list that it is in. */
export interface ListElement {
  readonly list: readonly unknown[]
  readonly index: number
}

/** Where a value may stand: in the judged resource, or in another one of the inventory where the policy reads it. */
export interface Surroundings {
  readonly resource: Resource | undefined
  readonly inventory: Inventory | undefined
  /** The element of a `forEach` that is being judged. */
  readonly element: ListElement | undefined
}

/** A place in a resource, by RFC 6901 pointer. */
export interface Place {
  readonly resource: Resource
  readonly pointer: string
}

/** The resource and pointer of an element that came out of a document; the judged resource itself when it did not. */
export function placeOf(around: Surroundings, item: unknown): Place | undefined {
  const { element, resource } = around
  const found = locateIn(around, item) ?? (element && locateElement(around, element))
  return found ?? (resource && { resource, pointer: '' })
}

/** A scalar has no identity of its own: its list does. A list that is not written has no items to point at. */
export function locateElement(around: Surroundings, { list, index }: ListElement): Place | undefined {
  const origin = originOf(list)
  const found = locateIn(around, origin ? origin.list : list)
  if (!found || !Array.isArray(valueAt(writtenOf(found.resource.data), found.pointer))) return found
  return { ...found, pointer: `${found.pointer}/${origin ? origin.indexes[index] : index}` }
}

/** Where a value of a document stands: in the judged resource, or in another one that the policy reads. */
export function locateIn({ resource, inventory }: Surroundings, value: unknown): Place | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const pointer = resource && pointerOf(resource.data, value)
  return pointer === undefined ? inventory?.find(value) : { resource: resource as Resource, pointer }
}
