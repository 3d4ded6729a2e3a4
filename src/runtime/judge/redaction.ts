import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { rememberType } from '../documents/resource-type.js'
import { globMatcher } from '../globs.js'
import { setOwn } from '../member.js'
import type { Resource, SensitivePart } from '../model/index.js'
import { buildInventory, type Inventory } from './inventory.js'

/** What stands for a value that must not be quoted. */
export const redacted = '<redacted>'

/**
 * Keeps secrets out of messages and explanations: a verdict is computed from the real data, every word about it
 * from a copy in which sensitive scalars are replaced. So no function of a secret can reach a report.
 */
export interface Redaction {
  /** Whether what a policy says about a resource could quote something sensitive. */
  concerns(policy: CompiledPolicy, resource: Resource | undefined): boolean
  /** The masked counterpart of a resource's data. */
  mask(data: unknown): unknown
  /** The same for data of a type that need not be in the inventory: the old version of a resource. */
  maskAs(type: string, data: unknown): unknown
  readonly inventory: Inventory
  /** Where a part of masked data stands, in the resource that it was made from. */
  find(part: object): { readonly resource: Resource; readonly pointer: string } | undefined
}

/** @param sensitive what is never quoted: what platforms say of their resources, and the configuration's `redact` */
export function buildRedaction(inventory: Inventory, sensitive: readonly SensitivePart[]): Redaction {
  const parts = sensitive.map(({ type, path }) => ({ covers: globMatcher([type]), path }))
  const maskAs = (type: string, data: unknown) => {
    const paths = parts.filter(({ covers }) => covers(type)).map(({ path }) => path)
    return paths.reduce((value, path) => maskAt(value, path), data)
  }
  const masked = new Map<unknown, unknown>()
  for (const { type, data } of inventory.resources) {
    const copy = maskAs(type, data)
    if (copy === data) continue
    masked.set(data, copy)
    rememberType(copy, type)
  }
  const mask = (data: unknown) => masked.get(data) ?? data
  let maskedInventory: Inventory | undefined
  let originals: ReadonlyMap<Resource, Resource> | undefined
  return {
    find(part) {
      const found = maskedInventory?.find(part)
      if (!found) return undefined
      originals ??= new Map(
        maskedInventory?.resources.map((copy, i) => [copy, inventory.resources[i] as Resource]),
      )
      return { ...found, resource: originals.get(found.resource) ?? found.resource }
    },
    concerns: (policy, resource) =>
      masked.size > 0 && (policy.readsInventory || (resource !== undefined && masked.has(resource.data))),
    mask,
    maskAs,
    get inventory() {
      maskedInventory ??= buildInventory(
        inventory.resources.map((resource) => ({ ...resource, data: mask(resource.data) })),
      )
      return maskedInventory
    },
  }
}

function maskAt(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path
  if (step === undefined) return maskAll(value)
  if (typeof value !== 'object' || value === null) return value
  const copy = shallowCopy(value)
  let changed = false
  for (const key of step === '*' ? Object.keys(value) : [step]) {
    if (!Object.hasOwn(value, key)) continue
    const child = (value as Record<string, unknown>)[key]
    const masked = maskAt(child, rest)
    if (masked === child) continue
    setOwn(copy, key, masked)
    changed = true
  }
  return changed ? copy : value
}

function maskAll(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return redacted
  const copy = shallowCopy(value)
  for (const key of Object.keys(value)) setOwn(copy, key, maskAll((value as Record<string, unknown>)[key]))
  return copy
}

/** An array's elements are its keys too. */
function shallowCopy(value: object): Record<string, unknown> {
  return (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>
}
