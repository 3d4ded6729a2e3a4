import type { Declaration } from '../cel/index.js'
import type { ParamSchema } from '../policies/index.js'

/**
 * What expressions may do with a value of a JSON Schema. An object with `properties` has these fields and no others,
 * unless `additionalProperties` says so; `number` stays dynamic, because an integral one is an int.
 */
export function declarationOf(schema: ParamSchema | undefined): Declaration {
  switch (schema?.type) {
    case 'string':
      return 'string'
    case 'integer':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'array':
      // The recursive part of the definition is lost to its inferred type.
      return { elements: declarationOf((schema as { readonly items?: ParamSchema }).items) }
    case 'object':
      return fieldsOf(schema)
    default:
      return 'dyn'
  }
}

function fieldsOf({ properties, additionalProperties }: ParamSchema): Declaration {
  const isOpen = additionalProperties !== undefined && additionalProperties !== false
  if (!properties || isOpen) return 'map<string, dyn>'
  return {
    fields: Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, declarationOf(of)])),
  }
}
