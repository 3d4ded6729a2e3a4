import type { Declaration } from '../cel/index.js'
import type { ParamDeclarations, ParamSchema } from '../policies/index.js'
import type { Names } from './expressions.js'
import { declarationOf } from './schema-types.js'

/** The names that every expression of policytest's own sees, with their types. */
export function declaredNames(params: ParamDeclarations, object?: ParamSchema): Names {
  const fields: Record<string, Declaration> = {}
  for (const [name, { schema }] of params) fields[name] = declarationOf(schema)
  return {
    object: declarationOf(object),
    params: { fields },
    inventory: 'Inventory',
    now: 'google.protobuf.Timestamp',
    subject: 'map<string, string>',
    namespaceObject: 'dyn',
  }
}
