import type { YamlDocument } from '../../documents/yaml.js'
import { InputError } from '../../input-error.js'
import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { checked, onlyDocument } from '../mistakes/check.js'
import { valuesAt } from '../mistakes/cross-checks.js'
import { jsonSchema, type ParamSchema } from './declaration-format.js'
import { paramsFormat } from './format.js'
import { errorAt, inOrder, type Place, placeOf } from '../mistakes/places.js'
import { valueProblems } from './value-problems.js'

export type { ParamSchema } from './declaration-format.js'

/** A parameter as a pack or a policy declares it. */
export interface ParamDeclaration {
  readonly schema: ParamSchema
  /** Place of its name. */
  readonly place: Place
}

/** Parameters by name, in the order of the file. */
export type ParamDeclarations = ReadonlyMap<string, ParamDeclaration>

/** Values for parameters from one place: the config, a params file, a test, a case. */
export interface ParamLayer {
  readonly values: Readonly<Record<string, unknown>>
  /** The place of a parameter's key, or of the value at an RFC 6901 pointer below it. */
  placeOf(name: string, pointer?: string): Place
}

/** The values that expressions see as `params`. */
export type Params = Readonly<Record<string, unknown>>

/**
 * The value of every declared parameter: its default, or what the last layer that names it gives.
 * Throws InputError with every unknown, missing and unsuitable one.
 */
export function resolveParams(declarations: ParamDeclarations, ...layers: readonly ParamLayer[]): Params {
  const values: Record<string, unknown> = {}
  const diagnostics = layers.flatMap((layer) => layerProblems(declarations, layer))
  for (const [name, { schema, place }] of declarations) {
    const layer = layers.findLast((candidate) => Object.hasOwn(candidate.values, name))
    if (layer !== undefined) values[name] = layer.values[name]
    else if ('default' in schema) values[name] = schema.default
    else
      diagnostics.push(
        errorAt(place, 'param-missing', `parameter '${name}' has no value and no default`, hintForMissing),
      )
  }
  if (diagnostics.length > 0) throw new InputError(inOrder(diagnostics))
  return values
}

const hintForMissing = "give it under 'params' in the config or the test, or in the file of --params"

/** What is wrong with the values of one layer: unknown and unsuitable ones. */
export function layerProblems(declarations: ParamDeclarations, layer: ParamLayer): Diagnostic[] {
  return Object.entries(layer.values).flatMap(([name, value]) => {
    const declaration = declarations.get(name)
    if (declaration === undefined) {
      const hint = didYouMean(name, [...declarations.keys()], 'declared parameters')
      return [errorAt(layer.placeOf(name), 'param-unknown', `unknown parameter '${name}'`, hint)]
    }
    return valueProblems(declaration.schema, value).map(({ pointer, message, hint }) =>
      errorAt(
        layer.placeOf(name, pointer),
        'param-invalid',
        `parameter '${name}${pointer}' ${message}`,
        hint,
      ),
    )
  })
}

/** The values at a pointer of a document as a layer. */
export function paramLayer(document: YamlDocument, pointer: string, values: Params): ParamLayer {
  return {
    values,
    placeOf: (name, below) =>
      below === undefined
        ? placeOf(document, `${pointer}/${name}`, 'key')
        : placeOf(document, `${pointer}/${name}${below}`),
  }
}

/** The values of a `--params` file by pack; throws InputError with every mistake of the file. */
export function parseParams(file: string, text: string): ReadonlyMap<string, ParamLayer> {
  const document = onlyDocument(file, text)
  return paramLayers(document, '', checked(paramsFormat, document))
}

/** Layers by pack, of a map pack → parameter → value. */
export function paramLayers(
  document: YamlDocument,
  pointer: string,
  packs: Readonly<Record<string, Params>>,
): ReadonlyMap<string, ParamLayer> {
  return new Map(
    Object.entries(packs).map(([pack, values]) => [pack, paramLayer(document, `${pointer}/${pack}`, values)]),
  )
}

/** The parameters that a document declares under `/spec/params`. */
export function declaredParams(
  document: YamlDocument,
  params: Readonly<Record<string, ParamSchema>> = {},
): ParamDeclarations {
  return new Map(
    Object.entries(params).map(([name, schema]) => [
      name,
      { schema, place: placeOf(document, `/spec/params/${name}`, 'key') },
    ]),
  )
}

/** Every declared default satisfies its own schema. */
export function declarationProblems(document: YamlDocument): Diagnostic[] {
  const declared = valuesAt(document, '/spec/params')[0]?.value
  if (typeof declared !== 'object' || declared === null) return []
  return Object.entries(declared).flatMap(([name, declaration]) => {
    const { data: schema } = jsonSchema.safeParse(declaration)
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
