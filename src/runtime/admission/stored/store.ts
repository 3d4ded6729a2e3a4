import { isRecord, setOwn } from '../../member.js'
import { type Draft, dependentDefaults } from './defaults.js'
import { scalar } from './scalars.js'
import { type FieldShape, type FieldType, type Shape, shapeOf, shapeOfKind } from './shape.js'

/** A member of an object, in words: `spec.containers[0].image`. */
export interface Mistake {
  readonly path: string
  readonly message: string
}

/** An object as the API server hands it to expressions. */
export interface StoredObject {
  /** A copy; parts that are refused are as written. */
  readonly data: unknown
  /** Why the API server would not decode it; empty for what it takes. */
  readonly refused: readonly Mistake[]
  /** Paths of fields that this version does not know: it drops them. */
  readonly dropped: readonly string[]
  /** Of an object or a list in the copy, the one that it was made of; of what was filled in, what it was filled into. */
  readonly originOf: (part: object) => object | undefined
}

/**
 * Decodes an object of a built-in kind as the API server does: explicit nulls and empty fields go, quantities and times
 * become canonical, defaults are filled in. Undefined for other kinds, which only their CRD could tell.
 * @param type `apps/v1/Deployment`
 */
export function storedObject(type: string, data: unknown): StoredObject | undefined {
  const shape = shapeOfKind(type)
  if (!shape || !isRecord(data)) return undefined
  const kind = type.slice(type.lastIndexOf('/') + 1)
  const envelope = { apiVersion: type.slice(0, -kind.length - 1), kind }
  const decoding: Decoding = { refused: [], dropped: [], origins: new Map() }
  const copy = struct({ ...envelope, ...data, ...envelope }, shape, '', data, decoding)
  noteFilledIn(copy, data, decoding.origins)
  const { refused, dropped, origins } = decoding
  return { data: copy, refused, dropped, originOf: (part) => origins.get(part) }
}

interface Decoding {
  readonly refused: Mistake[]
  readonly dropped: string[]
  readonly origins: Map<object, object>
}

function struct(
  written: Readonly<Record<string, unknown>>,
  shape: Shape,
  path: string,
  origin: object | undefined,
  decoding: Decoding,
): Draft {
  const own: Draft = {}
  if (origin) decoding.origins.set(own, origin)
  for (const [name, value] of Object.entries(written)) {
    const at = path === '' ? name : `${path}.${name}`
    const field = shape.fields.get(name)
    if (!field) decoding.dropped.push(at)
    else if (value !== null) own[name] = decode(value, field.type, at, decoding)
  }
  for (const [name, { type }] of shape.fields) {
    if (type.is === 'struct' && own[name] === undefined)
      own[name] = struct({}, shapeOf(type.of), path === '' ? name : `${path}.${name}`, undefined, decoding)
  }
  dependentDefaults[shape.name]?.(own)
  for (const [name, field] of shape.fields) complete(own, name, field)
  return own
}

/** Fills in what does not depend on other fields, then leaves out what the API server leaves out. */
function complete(own: Draft, name: string, { type, omitted, staticDefault }: FieldShape): void {
  if (staticDefault !== undefined && isUnset(own[name], type)) own[name] = structuredClone(staticDefault)
  const value = own[name]
  if (value === undefined) {
    if (omitted === 'never' || (omitted === 'when empty' && !hasEmpty(type))) own[name] = zeroOf(type)
  } else if (
    omitted !== 'never' &&
    (isEmpty(value, type) || (omitted === 'when zero' && isZero(value, type)))
  ) {
    delete own[name]
  }
}

/** A pointer is unset only where it is not there; it may point at a zero. */
function isUnset(value: unknown, type: FieldType): boolean {
  return value === undefined || isEmpty(value, type)
}

function isEmpty(value: unknown, type: FieldType): boolean {
  switch (type.is) {
    case 'list':
      return Array.isArray(value) && value.length === 0
    case 'map':
      return isRecord(value) && Object.keys(value).length === 0
    case 'scalar':
      return value === scalar(type.of).empty
    default:
      return false
  }
}

function isZero(value: unknown, type: FieldType): boolean {
  return type.is === 'struct' && isRecord(value) && Object.keys(value).length === 0
}

/** What Go calls empty: everything but structs, and those that stand for one value are structs too. */
function hasEmpty(type: FieldType): boolean {
  return type.is === 'scalar' ? scalar(type.of).empty !== undefined : type.is !== 'struct'
}

function zeroOf(type: FieldType): unknown {
  return type.is === 'scalar' ? scalar(type.of).zero : null
}

function decode(value: unknown, type: FieldType, path: string, decoding: Decoding): unknown {
  switch (type.is) {
    case 'pointer':
      return decode(value, type.to, path, decoding)
    case 'struct':
      if (!isRecord(value)) return refuse(value, 'an object', path, decoding)
      return struct(value, shapeOf(type.of), path, value, decoding)
    case 'list': {
      if (!Array.isArray(value)) return refuse(value, 'a list', path, decoding)
      const list = value.map((item, index) => element(item, type.to, `${path}[${index}]`, decoding))
      decoding.origins.set(list, value)
      return list
    }
    case 'map': {
      if (!isRecord(value)) return refuse(value, 'an object', path, decoding)
      const map: Draft = {}
      for (const [key, item] of Object.entries(value))
        setOwn(map, key, element(item, type.to, `${path}.${key}`, decoding))
      decoding.origins.set(map, value)
      return map
    }
    case 'scalar': {
      const { read, expected } = scalar(type.of)
      return read(value) ?? refuse(value, expected, path, decoding)
    }
  }
}

/** A null in a list or a map stays, as the zero of its type. */
function element(value: unknown, type: FieldType, path: string, decoding: Decoding): unknown {
  if (value !== null) return decode(value, type, path, decoding)
  return type.is === 'struct' ? struct({}, shapeOf(type.of), path, undefined, decoding) : zeroOf(type)
}

function refuse(value: unknown, expected: string, path: string, { refused }: Decoding): unknown {
  refused.push({ path, message: `expected ${expected}, found ${describe(value)}` })
  return value
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'boolean':
      return 'true or false'
    default:
      return isRecord(value) ? 'an object' : 'a number'
  }
}

/** What was filled in stands where the next thing around it is written. */
function noteFilledIn(copy: object, root: object, origins: Map<object, object>): void {
  const pending: [part: object, around: object][] = [[copy, root]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [part, around] = next
    const origin = origins.get(part) ?? around
    origins.set(part, origin)
    for (const child of Object.values(part))
      if (typeof child === 'object' && child !== null) pending.push([child, origin])
  }
}
