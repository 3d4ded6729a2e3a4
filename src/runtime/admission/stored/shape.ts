import type { ScalarName } from './scalars.js'
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
  const shape: Shape = { name, fields: new Map(fields.map((text) => fieldOf(text, defaults))) }
  known.set(name, shape)
  return shape
}

function fieldOf(text: string, defaults: Readonly<Record<string, unknown>>): [string, FieldShape] {
  const [name = '', written = ''] = text.split(' ')
  const omitted = written.endsWith('?') ? 'when empty' : written.endsWith('!') ? 'when zero' : 'never'
  const type = typeOf(written.replace(/[?!]$/, ''))
  return [name, { type, omitted, staticDefault: Object.hasOwn(defaults, name) ? defaults[name] : undefined }]
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
