import { field, textAt } from '../../runtime/member.js'
import type { Instance } from './plan.js'
import type { Configuration } from './references.js'
import { isUnknown } from './unknown.js'

/** Something that an argument names by its id. */
export interface Linked {
  /** Of what does not exist yet, its address. */
  readonly id: string
  /** Undefined for what is not in the plan. */
  readonly instance?: Instance
}

/** What an argument names by its id; undefined where neither the value nor the configuration tells. */
export type LinkOf = (instance: Instance, argument: string) => Linked | undefined

/** How arguments of a plan or a state name other resources of it. */
export function linksOf(instances: readonly Instance[], { referred }: Configuration): LinkOf {
  const byId = new Map(instances.map((instance) => [idOf(instance), instance]))
  return (instance, argument) => {
    const id = textAt(instance.values ?? instance.before, argument)
    const named = id === undefined ? referred(instance, argument) : byId.get(id)
    const known = id ?? (named && idOf(named))
    return known === undefined ? undefined : { id: known, ...(named && { instance: named }) }
  }
}

/** The id of an instance; of one that does not exist yet, its address. */
export function idOf({ values, address }: Instance): string {
  return textAt(values, 'id') ?? address
}

/** Its `name` in the cloud, where that is known. */
export function nameOf({ values, name }: Instance): string {
  return textAt(values, 'name') ?? name
}

/** An argument, or undefined where none is given and the provider decides. */
export function argumentOf({ leavesOut }: Configuration, instance: Instance, argument: string): unknown {
  const value = field(instance.values, argument)
  if (value === null || value === '') return undefined
  return isUnknown(value) && leavesOut(instance, [argument]) ? undefined : value
}
