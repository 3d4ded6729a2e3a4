import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic } from '../../model/index.js'
import { valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import { jsonSchema, type ParamSchema } from './schema.js'
import { valueProblems } from './value-problems.js'

/** A parameter as a pack or a policy declares it. */
export interface ParamDeclaration {
  readonly schema: ParamSchema
  /** Place of its name. */
  readonly place: Place
  /** Place of a value in its default, by its pointer. */
  placeInDefault(pointer: string): Place
}

/** Parameters by name, in the order of the file. */
export type ParamDeclarations = ReadonlyMap<string, ParamDeclaration>

/** The parameters that a document declares under `/spec/params`. */
export function declaredParams(
  document: YamlDocument,
  params: Readonly<Record<string, ParamSchema>> = {},
): ParamDeclarations {
  return new Map(
    Object.entries(params).map(([name, schema]) => [
      name,
      {
        schema,
        place: placeOf(document, `/spec/params/${name}`, 'key'),
        placeInDefault: (pointer) => placeOf(document, `/spec/params/${name}/default${pointer}`),
      },
    ]),
  )
}

/** Every declared default satisfies its own schema. */
export function declarationProblems(document: YamlDocument): Diagnostic[] {
  const declared = valuesAt(document, '/spec/params')[0]?.value
  if (typeof declared !== 'object' || declared === null) return []
  return Object.entries(declared).flatMap(([name, declaration]) => {
    const { data: schema } = jsonSchema().safeParse(declaration)
    if (schema === undefined || !('default' in schema)) return []
    return valueProblems(schema, schema.default).map(({ pointer, message, hint }) =>
      errorAt(
        placeOf(document, `/spec/params/${name}/default${pointer}`),
        'param-invalid',
        `the default of parameter '${name}${pointer}' ${message}`,
        hint,
      ),
    )
  })
}
