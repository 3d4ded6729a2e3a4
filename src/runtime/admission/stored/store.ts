import { rememberCopy } from '../../judge/identity.js'
import { isRecord, setOwn } from '../../member.js'
import { type Draft, dependentDefaults } from './defaults.js'
import { scalar } from './scalars.js'
import { type FieldShape, type FieldType, type Shape, shapeOf, shapeOfKind } from './shape.js'

/** The segments of a path: member names and indexes. */
export type Path = readonly (string | number)[]

/** What the decoder of the API server would not take. */
export interface Mistake {
  readonly path: Path
  readonly message: string
}

/** An object as the API server hands it to expressions. */
export interface StoredObject {
  /** A copy; parts that are refused are as written. */
  readonly data: unknown
  /** Why the API server would not decode it; empty for what it takes. */
  readonly refused: readonly Mistake[]
  /** Fields that this version does not know: it drops them. */
  readonly dropped: readonly Path[]
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
  const copy = struct({ ...envelope, ...data, ...envelope }, shape, undefined, data, decoding)
  const { refused, dropped, origins } = decoding
  rememberCopy(data, () => withFilledIn(copy, data, origins))
  return { data: copy, refused, dropped }
}

/** Where the decoder is: a chain, which only a mistake makes into a path. */
interface Step {
  readonly up: Step | undefined
  readonly key: string | number
}

function pathOf(step: Step | undefined): Path {
  const path: (string | number)[] = []
  for (let at = step; at; at = at.up) path.push(at.key)
  return path.reverse()
}

interface Decoding {
  readonly refused: Mistake[]
  readonly dropped: Path[]
  readonly origins: Map<object, object>
}

function struct(
  written: Readonly<Record<string, unknown>>,
  shape: Shape,
  at: Step | undefined,
  origin: object | undefined,
  decoding: Decoding,
): Draft {
  const own: Draft = {}
  if (origin) decoding.origins.set(own, origin)
  for (const [name, value] of Object.entries(written)) {
    const field = shape.fields.get(name)
    if (!field) decoding.dropped.push([...pathOf(at), name])
    else if (value !== null) own[name] = decode(value, field.type, { up: at, key: name }, decoding)
  }
  for (const [name, { type }] of shape.fields) {
    if (type.is === 'struct' && own[name] === undefined)
      own[name] = struct({}, shapeOf(type.of), undefined, undefined, decoding)
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

function decode(value: unknown, type: FieldType, at: Step, decoding: Decoding): unknown {
  switch (type.is) {
    case 'pointer':
      return decode(value, type.to, at, decoding)
    case 'struct':
      if (!isRecord(value)) return refuse(value, 'an object', at, decoding)
      return struct(value, shapeOf(type.of), at, value, decoding)
    case 'list': {
      if (!Array.isArray(value)) return refuse(value, 'a list', at, decoding)
      const list = value.map((item, index) => element(item, type.to, { up: at, key: index }, decoding))
      decoding.origins.set(list, value)
      return list
    }
    case 'map': {
      if (!isRecord(value)) return refuse(value, 'an object', at, decoding)
      const map: Draft = {}
      for (const [key, item] of Object.entries(value))
        setOwn(map, key, element(item, type.to, { up: at, key }, decoding))
      decoding.origins.set(map, value)
      return map
    }
    case 'scalar': {
      const { read, expected } = scalar(type.of)
      return read(value) ?? refuse(value, expected, at, decoding)
    }
  }
}

/** A null in a list or a map stays, as the zero of its type. */
function element(value: unknown, type: FieldType, at: Step, decoding: Decoding): unknown {
  if (value !== null) return decode(value, type, at, decoding)
  return type.is === 'struct' ? struct({}, shapeOf(type.of), undefined, undefined, decoding) : zeroOf(type)
}

function refuse(value: unknown, expected: string, at: Step, { refused }: Decoding): unknown {
  refused.push({ path: pathOf(at), message: `expected ${expected}, found ${describe(value)}` })
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
function withFilledIn(copy: object, root: object, origins: Map<object, object>): ReadonlyMap<object, object> {
  const pending: [part: object, around: object][] = [[copy, root]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [part, around] = next
    const origin = origins.get(part) ?? around
    origins.set(part, origin)
    for (const child of Object.values(part))
      if (typeof child === 'object' && child !== null) pending.push([child, origin])
  }
  return origins
}
