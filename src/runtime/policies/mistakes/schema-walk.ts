import * as z from 'zod'
import { field } from '../../member.js'

/** The schema without what only wraps it: optional, default, lazy. */
export function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodLazy || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return unwrapped(schema.unwrap())
  if (schema instanceof z.ZodExactOptional) return unwrapped(schema.unwrap())
  return schema
}

/** The schema of what stands at a path below `schema`; on the way, unions are decided by what `data` looks like. */
export function schemaAt(schema: unknown, path: readonly PropertyKey[], data: unknown): unknown {
  const here = unwrapped(schema)
  const [key, ...rest] = path
  if (key === undefined) return here
  const below = field(data, key)
  const parent = decided(here, data)
  if (parent instanceof z.ZodObject) return schemaAt(parent.shape[String(key)], rest, below)
  if (parent instanceof z.ZodArray) return schemaAt(parent.element, rest, below)
  if (parent instanceof z.ZodRecord) return schemaAt(parent.valueType, rest, below)
  return undefined
}

/** For a union the option that the data was most likely meant to be; any other schema is itself. */
function decided(schema: unknown, data: unknown): unknown {
  const here = unwrapped(schema)
  if (!(here instanceof z.ZodUnion)) return here
  const option = bestOption(here.options, data)
  return option === undefined ? undefined : decided(here.options[option], data)
}

/** The index of the union option that the data was most likely meant to be, or undefined when its type fits none. */
export function bestOption(options: readonly unknown[], data: unknown): number | undefined {
  const fitting = [...options.keys()].filter((index) => typesOf(options[index]).includes(typeOf(data)))
  const common = (index: number) =>
    keysOf(options[index]).filter((key) => field(data, key) !== undefined).length
  return fitting.sort((a, b) => common(b) - common(a) || a - b)[0]
}

/** The keys that a schema knows at the place of `data`. */
export function keysOf(schema: unknown, data?: unknown): string[] {
  const here = data === undefined ? unwrapped(schema) : decided(schema, data)
  return here instanceof z.ZodObject ? Object.keys(here.shape) : []
}

/** How a value's type is called in a message. */
export function typeOf(data: unknown): string {
  if (data === null || data === undefined) return 'nothing'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'object') return 'a map'
  if (typeof data === 'boolean') return 'true or false'
  return typeof data === 'string' ? 'text' : 'a number'
}

/** How the types that a schema accepts are called. */
export function typesOf(schema: unknown): string[] {
  const here = unwrapped(schema)
  if (here instanceof z.ZodUnion) return [...new Set(here.options.flatMap(typesOf))]
  if (here instanceof z.ZodObject || here instanceof z.ZodRecord) return ['a map']
  if (here instanceof z.ZodArray) return ['a list']
  if (here instanceof z.ZodBoolean) return ['true or false']
  if (here instanceof z.ZodNumber) return ['a number']
  return here instanceof z.ZodNull ? ['nothing'] : ['text']
}

/** The only texts that a schema accepts, when they are few. */
export function textsOf(schema: unknown): string[] {
  const here = unwrapped(schema)
  if (here instanceof z.ZodUnion) return here.options.flatMap(textsOf)
  return here instanceof z.ZodEnum ? here.options.map(String) : []
}
