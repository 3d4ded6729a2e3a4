import { type ScalarName, scalar } from './scalars.js'
import { kinds, staticDefaults, types } from './shapes.js'

/** What a field holds. */
export type FieldType =
  | { readonly is: 'scalar'; readonly of: ScalarName }
  | { readonly is: 'pointer' | 'list' | 'map'; readonly to: FieldType }
  | { readonly is: 'struct'; readonly of: string }

export interface FieldShape {
  readonly type: FieldType
  /** When the API server leaves it out. */
  readonly omitted: 'never' | 'when empty' | 'when zero'
  /** What it sets where the field is not given. */
  readonly staticDefault: unknown
}

/** The fields of a type. */
export interface Shape {
  readonly name: string
  readonly fields: ReadonlyMap<string, FieldShape>
  /** Fields that hold an object whether it is given or not. */
  readonly structs: readonly { readonly name: string; readonly of: string }[]
  /** What the API server sets where a field is not given, or empty. */
  readonly defaults: readonly (readonly [name: string, value: unknown])[]
  /** What stands where any other field is not given that is never left out. */
  readonly zeros: readonly (readonly [name: string, value: unknown])[]
}

/** The shape of a built-in kind; undefined for custom resources and for versions that servers do not serve by default. */
export function shapeOfKind(type: string): Shape | undefined {
  return Object.hasOwn(kinds, type) ? shapeOf(kinds[type] as string) : undefined
}

const known = new Map<string, Shape>()

/** @param name one of {@link types} */
export function shapeOf(name: string): Shape {
  const before = known.get(name)
  if (before) return before
  const defaults = staticDefaults[name] ?? {}
  const fields = (types[name] ?? '').split(', ').filter((text) => text !== '')
  const list = fields.map((text) => fieldOf(text, defaults))
  const shape: Shape = {
    name,
    fields: new Map(list),
    structs: list.flatMap(([name, { type }]) => (type.is === 'struct' ? [{ name, of: type.of }] : [])),
    defaults: Object.entries(defaults),
    zeros: list.flatMap(([name, field]) => (isAlwaysThere(field) ? [[name, zeroOf(field.type)]] : [])),
  }
  known.set(name, shape)
  return shape
}

function fieldOf(text: string, defaults: Readonly<Record<string, unknown>>): [string, FieldShape] {
  const [name = '', written = ''] = text.split(' ')
  const omitted = written.endsWith('?') ? 'when empty' : written.endsWith('!') ? 'when zero' : 'never'
  const type = typeOf(written.replace(/[?!]$/, ''))
  return [name, { type, omitted, staticDefault: Object.hasOwn(defaults, name) ? defaults[name] : undefined }]
}

function isAlwaysThere({ type, omitted, staticDefault }: FieldShape): boolean {
  if (staticDefault !== undefined) return false
  return omitted === 'never' || (omitted === 'when empty' && !hasEmpty(type))
}

/** What Go calls empty: everything but structs, and those that stand for one value are structs too. */
function hasEmpty(type: FieldType): boolean {
  return type.is === 'scalar' ? scalar(type.of).empty !== undefined : type.is !== 'struct'
}

/** The value of a type where nothing is given. */
export function zeroOf(type: FieldType): unknown {
  return type.is === 'scalar' ? scalar(type.of).zero : null
}

function typeOf(written: string): FieldType {
  if (written.startsWith('*')) return { is: 'pointer', to: typeOf(written.slice(1)) }
  if (written.startsWith('[]')) return { is: 'list', to: typeOf(written.slice(2)) }
  if (written.startsWith('{}')) return { is: 'map', to: typeOf(written.slice(2)) }
  if (written === 'resources') return { is: 'map', to: { is: 'scalar', of: 'milliQuantity' } }
  return Object.hasOwn(types, written)
    ? { is: 'struct', of: written }
    : { is: 'scalar', of: written as ScalarName }
}
