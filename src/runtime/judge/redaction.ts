import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { rememberType, typeOfData } from '../documents/resource-type.js'
import { globMatcher } from '../globs.js'
import { setOwn } from '../member.js'
import type { Diagnostic, Platform, Resource, SensitivePart } from '../model/index.js'
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
  /** The same for data that need not be in the inventory: the old version of a resource. */
  maskAs(resource: Pick<Resource, 'type' | 'sensitive'>, data: unknown): unknown
  readonly inventory: Inventory
  /** Where a part of masked data stands, in the resource that it was made from. */
  find(part: object): { readonly resource: Resource; readonly pointer: string } | undefined
}

/** What is never quoted: what platforms say of their resources, and what the user asks for. */
export function sensitiveParts(
  platforms: readonly Platform[],
  { redact = [], redactContainers = false }: RedactionRequest,
): SensitivePart[] {
  const ofPlatforms = platforms.flatMap(({ sensitive = [], containers = [] }) => [
    ...sensitive,
    ...(redactContainers ? containers : []),
  ])
  return [...ofPlatforms, ...redact]
}

/** What a user wants to have redacted. */
export interface RedactionRequest {
  /** What is never quoted, beside what platforms say of their resources. */
  readonly redact?: readonly SensitivePart[]
  /** Whether the environment and the arguments of containers are never quoted. */
  readonly redactContainers?: boolean | undefined
}

/** Which of the paths that a user wants to have redacted some resource has. */
export interface RedactionUse {
  see(resources: readonly Resource[]): void
  /** The numbers of the paths that something has; and such numbers from elsewhere. */
  seen(): readonly number[]
  alsoSeen(paths: readonly number[]): void
  /** A path that nothing has is misspelt, and what it was to hide is shown. */
  unused(): Diagnostic[]
}

/** Watches paths of which no resource has been seen yet. */
export function watchRedactions(redact: readonly SensitivePart[]): RedactionUse {
  let unseen = redact.map((part, number) => ({ part, number, mask: masker([part]) }))
  return {
    see(resources) {
      if (unseen.length === 0) return
      unseen = unseen.filter(({ mask }) => resources.every(({ type, data }) => mask(type, data) === data))
    },
    seen: () =>
      redact.map((_, number) => number).filter((path) => unseen.every(({ number }) => number !== path)),
    alsoSeen(paths) {
      unseen = unseen.filter(({ number }) => !paths.includes(number))
    },
    unused: () =>
      unseen.map(({ part: { type, path, location } }) => ({
        code: 'redact-unused',
        level: 'warning',
        message: `nothing is redacted at ${path.join('.')}${type === '*' ? '' : ` of ${type}`}: no resource has it`,
        hint: 'correct the path, which starts at the top of the resource, or remove it',
        ...(location && { location }),
      })),
  }
}

/** @param sensitive what is never quoted: what platforms say of their resources, and the configuration's `redact` */
export function buildRedaction(inventory: Inventory, sensitive: readonly SensitivePart[]): Redaction {
  const maskByType = masker(sensitive)
  const maskAs: Redaction['maskAs'] = ({ type, sensitive: own = [] }, data) =>
    own.reduce(maskAt, maskByType(type, data))
  const masked = new Map<unknown, unknown>()
  const typeOf = (data: unknown) =>
    typeof data === 'object' && data !== null
      ? typeOfData(data)
      : inventory.resources.find((resource) => resource.data === data)?.type
  let own: ReadonlyMap<unknown, Resource['sensitive']> | undefined
  const ownOf = (data: unknown): Pick<Resource, 'sensitive'> => {
    own ??= new Map(
      inventory.resources.flatMap((each) => (each.sensitive ? [[each.data, each.sensitive]] : [])),
    )
    const parts = own.get(data)
    return parts ? { sensitive: parts } : {}
  }
  // Only for what somebody is to say something of: most resources pass, and nothing is said of them.
  const mask = (data: unknown) => {
    if (masked.has(data)) return masked.get(data)
    const type = typeOf(data)
    if (type === undefined) return data
    const copy = maskAs({ type, ...ownOf(data) }, data)
    masked.set(data, copy)
    if (copy !== data) rememberType(copy, type)
    return copy
  }
  const isMasked = ({ data }: Resource) => mask(data) !== data
  let masksAny: boolean | undefined
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
    concerns(policy, resource) {
      if (!policy.readsInventory) return resource !== undefined && isMasked(resource)
      masksAny ??= inventory.resources.some(isMasked)
      return masksAny
    },
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

/**
 * Masks by the type of a resource and by what its data says of itself: an object that names its kind is masked wherever it
 * stands, in a list, in a wrapper or in a resource of a type that the user made up.
 */
function masker(sensitive: readonly SensitivePart[]): (type: string, data: unknown) => unknown {
  const parts = sensitive.map(({ type, path }) => {
    const kind = type.slice(type.lastIndexOf('/') + 1)
    return { covers: globMatcher([type]), kind: /[*?]/.test(kind) ? undefined : kind, path }
  })
  const apply = (value: unknown, chosen: typeof parts) =>
    chosen.reduce((masked, { path }) => maskAt(masked, path), value)

  function maskInside(value: unknown, inherited: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const isList = Array.isArray(value)
    const {
      apiVersion,
      kind = inherited,
      items,
    } = (isList ? nothing : value) as Readonly<Record<string, unknown>>
    let copy: Record<string, unknown> | undefined
    for (const key of isList ? value.keys() : Object.keys(value)) {
      const child = (value as Readonly<Record<string | number, unknown>>)[key]
      if (typeof child !== 'object' || child === null) continue
      const masked = child === items ? maskItems(child, kind) : maskInside(child, undefined)
      if (masked === child) continue
      copy ??= shallowCopy(value)
      setOwn(copy, String(key), masked)
    }
    if (typeof kind !== 'string') return copy ?? value
    const type = typeof apiVersion === 'string' ? `${apiVersion}/${kind}` : kind
    return apply(
      copy ?? value,
      parts.filter((part) => part.kind === kind || part.covers(type)),
    )
  }

  /** The items of a `SecretList` need not say what they are. */
  function maskItems(items: unknown, kind: unknown): unknown {
    if (!Array.isArray(items) || typeof kind !== 'string' || !kind.endsWith('List'))
      return maskInside(items, undefined)
    const masked = items.map((item) => maskInside(item, kind.slice(0, -'List'.length)))
    return masked.every((item, i) => item === items[i]) ? items : masked
  }

  const concerns = concernedKinds(sensitive)
  return (type, data) =>
    parts.length === 0
      ? data
      : apply(
          namesAny(data, concerns) ? maskInside(data, undefined) : data,
          parts.filter(({ covers }) => covers(type)),
        )
}

/** Tells whether something in an object that says this of itself, or in an item of such a list, may be sensitive. */
function concernedKinds(sensitive: readonly SensitivePart[]): (apiVersion: unknown, kind: string) => boolean {
  const known = new Map<string, boolean>()
  const covers = globMatcher(sensitive.map(({ type }) => type))
  const kinds = new Set(sensitive.map(({ type }) => type.slice(type.lastIndexOf('/') + 1)))
  return (apiVersion, kind) => {
    const type = typeof apiVersion === 'string' ? `${apiVersion}/${kind}` : kind
    const before = known.get(type)
    if (before !== undefined) return before
    const isConcerned = kind.endsWith('List') || kinds.has(kind) || covers(type)
    if (known.size < mostKnown) known.set(type, isConcerned)
    return isConcerned
  }
}

/** More kinds than an export has that nobody made to fill memory. */
const mostKnown = 10_000

/** Whether an object somewhere in it is of such a kind: nearly none is, and to see that is cheap. */
function namesAny(value: unknown, concerns: ReturnType<typeof concernedKinds>): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((part) => namesAny(part, concerns))
  // `for … in` is several times as fast as the list of keys.
  for (const key in value) {
    const part = (value as Readonly<Record<string, unknown>>)[key]
    if (typeof part === 'object') {
      if (namesAny(part, concerns)) return true
    } else if (key === 'kind' && typeof part === 'string') {
      if (concerns((value as { readonly apiVersion?: unknown }).apiVersion, part)) return true
    }
  }
  return false
}

const nothing = {}

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
