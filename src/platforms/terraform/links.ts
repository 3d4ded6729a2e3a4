import { field, isSet, textAt } from '../../runtime/member.js'
import type { Instance } from './plan.js'
import type { Configuration } from './references.js'
import { isUnknown } from './unknown.js'

/** Something that an argument names. */
export interface Linked {
  /** Of what does not exist yet, its address; of another attribute than its id, with the name of that. */
  readonly id: string
  /** Undefined for what is not in the file. */
  readonly instance?: Instance
}

/** What an argument names of a type: by its id, or by another attribute that identifies it. */
export interface Link {
  readonly argument: string
  /** The block that the argument stands in. */
  readonly within?: readonly (string | number)[]
  readonly type: string
  /** Default: `id`. */
  readonly attribute?: string
}

/** What an argument names; undefined where neither the value nor the configuration tells. */
export type LinkOf = (instance: Instance, link: Link) => Linked | undefined

/** How arguments of a plan or a state name other resources of it. */
export function linksOf(instances: readonly Instance[], { referred }: Configuration): LinkOf {
  const tables = new Map<string, ReadonlyMap<string, Instance>>()
  const tableOf = (type: string, attribute: string) => {
    const key = `${type} ${attribute}`
    const table =
      tables.get(key) ??
      new Map(
        // what Terraform manages is more than what it has only looked at
        instances
          .filter((instance) => instance.type === type)
          .toSorted((a, b) => Number(a.mode === 'managed') - Number(b.mode === 'managed'))
          .map((instance) => [identityOf(instance, attribute), instance]),
      )
    tables.set(key, table)
    return table
  }
  return (instance, { argument, within = [], type, attribute = 'id' }) => {
    const given = field(instance.values ?? instance.before, ...within)
    const known = wordAt(given, argument)
    if (known !== undefined) {
      const named = tableOf(type, attribute).get(known)
      return { id: known, ...(named && { instance: named }) }
    }
    const named = isUnknown(field(given, argument)) ? referred(instance, [...within, argument]) : undefined
    if (named === undefined) return undefined
    const isMeant = named.instance.type === type && named.attribute === attribute
    return isMeant
      ? { id: identityOf(named.instance, attribute), instance: named.instance }
      : { id: attributeOf(named.instance, named.attribute) }
  }
}

/** The id of an instance; of one that does not exist yet, its address. */
export function idOf(instance: Instance): string {
  return identityOf(instance, 'id')
}

function identityOf(instance: Instance, attribute: string): string {
  return (
    wordAt(instance.values, attribute) ??
    (attribute === 'id' ? instance.address : attributeOf(instance, attribute))
  )
}

function attributeOf({ address }: Instance, attribute: string): string {
  return `${address}.${attribute}`
}

/** A text, or the digits of a number: of classic infrastructure ids are numbers where others name them. */
function wordAt(values: unknown, name: string): string | undefined {
  const value = field(values, name)
  return typeof value === 'number' ? String(value) : textAt(values, name)
}

/** How reports call it: its `name` in the cloud, or in the configuration where that is not known. */
export function labelOf({ values, name }: Instance): string {
  return textAt(values, 'name') ?? name
}

/** An argument, or undefined where none is given and the provider decides. */
export function argumentOf({ leavesOut }: Configuration, instance: Instance, argument: string): unknown {
  const value = field(instance.values, argument)
  if (!isSet(value)) return undefined
  return isUnknown(value) && leavesOut(instance, [argument]) ? undefined : value
}
