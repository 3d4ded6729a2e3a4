import { isCelError, rememberDecoded } from '../../cel/index.js'
import { rememberCopy } from '../../judge/identity.js'
import { isRecord, setOwn } from '../../member.js'
import { type Draft, dependentDefaults } from './defaults.js'
import { scalar } from './scalars.js'
import { type FieldShape, type FieldType, type Shape, shapeOf, shapeOfKind, zeroOf } from './shape.js'

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
 * @param unknown what becomes of fields that this version does not know
 */
export function storedObject(
  type: string,
  data: unknown,
  unknown: 'dropped' | 'kept' = 'dropped',
): StoredObject | undefined {
  const shape = shapeOfKind(type)
  if (!shape || !isRecord(data)) return undefined
  const decoding: Decoding = { refused: [], dropped: [], unknown }
  const kind = type.slice(type.lastIndexOf('/') + 1)
  const copy = struct(data, shape, undefined, decoding, { apiVersion: type.slice(0, -kind.length - 1), kind })
  const { refused, dropped } = decoding
  markDecoded(copy, { is: 'struct', of: shape.name })
  rememberCopy(copy, data)
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
  readonly unknown: 'dropped' | 'kept'
}

/** @param envelope members that are there whatever is written */
function struct(
  written: Readonly<Record<string, unknown>>,
  shape: Shape,
  at: Step | undefined,
  decoding: Decoding,
  envelope?: Readonly<Record<string, string>>,
): Draft {
  const own: Draft = { ...envelope }
  for (const name of Object.keys(written)) {
    if (envelope && Object.hasOwn(envelope, name)) continue
    const value = written[name]
    const field = shape.fields.get(name)
    if (!field) {
      decoding.dropped.push([...pathOf(at), name])
      if (decoding.unknown === 'kept' && value !== null) setOwn(own, name, value)
    } else if (value !== null) own[name] = decode(value, field.type, { up: at, key: name }, decoding)
  }
  for (const { name, of } of shape.structs) own[name] ??= struct({}, shapeOf(of), undefined, decoding)
  dependentDefaults[shape.name]?.(own)
  for (const [name, value] of shape.defaults) if (isUnset(own, name, shape)) own[name] = copied(value)
  for (const [name, value] of shape.zeros) if (own[name] === undefined) own[name] = value
  for (const name of Object.keys(own)) {
    const field = shape.fields.get(name)
    if (!field) continue
    if (isLeftOut(own[name], field)) delete own[name]
  }
  return own
}

/** Marks all that has been decoded or filled in. */
function markDecoded(value: unknown, type: FieldType): void {
  if (typeof value !== 'object' || value === null || isCelError(value) || type.is === 'scalar') return
  switch (type.is) {
    case 'pointer':
      markDecoded(value, type.to)
      return
    case 'struct': {
      rememberDecoded(value, 'struct')
      const { fields } = shapeOf(type.of)
      for (const [name, part] of Object.entries(value)) {
        const field = fields.get(name)
        if (field) markDecoded(part, field.type)
      }
      return
    }
    default:
      rememberDecoded(value, 'list or map')
      for (const part of Object.values(value)) markDecoded(part, type.to)
  }
}

/** A pointer is unset only where it is not there; it may point at a zero. */
function isUnset(own: Draft, name: string, { fields }: Shape): boolean {
  const value = own[name]
  return value === undefined || isEmpty(value, (fields.get(name) as FieldShape).type)
}

function copied(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value
}

/** Fields that hold nothing, where the API server then leaves them out. */
function isLeftOut(value: unknown, field: FieldShape): boolean {
  if (field.omitted === 'never') return false
  return isEmpty(value, field.type) || (field.omitted === 'when zero' && isZero(value, field.type))
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

function decode(value: unknown, type: FieldType, at: Step, decoding: Decoding): unknown {
  // what nobody knows yet stays unknown
  if (isCelError(value)) return value
  switch (type.is) {
    case 'pointer':
      return decode(value, type.to, at, decoding)
    case 'struct':
      if (!isRecord(value)) return refuse(value, 'an object', at, decoding)
      return struct(value, shapeOf(type.of), at, decoding)
    case 'list': {
      if (!Array.isArray(value)) return refuse(value, 'a list', at, decoding)
      return value.map((item, index) => element(item, type.to, { up: at, key: index }, decoding))
    }
    case 'map': {
      if (!isRecord(value)) return refuse(value, 'an object', at, decoding)
      const map: Draft = {}
      for (const [key, item] of Object.entries(value))
        setOwn(map, key, element(item, type.to, { up: at, key }, decoding))
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
  return type.is === 'struct' ? struct({}, shapeOf(type.of), undefined, decoding) : zeroOf(type)
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
