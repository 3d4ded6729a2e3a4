import * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { InputError } from '../../input-error.js'
import type { Diagnostic } from '../../model/index.js'
import { once } from '../../once.js'
import { didYouMean } from '../../suggest.js'
import { name, paramValues } from '../formats/words.js'
import { checked, onlyDocument } from '../mistakes/check.js'
import { errorAt, inOrder, type Place, placeOf } from '../mistakes/places.js'
import type { ParamDeclarations } from './declarations.js'
import { valueProblems } from './value-problems.js'

/** The file format of `--params`: pack → parameter → value. */
export const paramsFormat = once(() =>
  z.record(name, paramValues).meta({
    title: 'Params',
    description: 'Values of parameters by pack (or by the name of a policy without pack).',
  }),
)

/** Values for parameters from one place: the config, a params file, a test, a case. */
export interface ParamLayer {
  readonly values: Readonly<Record<string, unknown>>
  /** Whether it is of the configuration. */
  readonly isConfig?: boolean
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
  return readParams(onlyDocument(file, text))
}

/** The same of a document. */
export function readParams(document: YamlDocument): ReadonlyMap<string, ParamLayer> {
  return paramLayers(document, '', checked(paramsFormat(), document))
}

/** Layers by pack, of a map pack → parameter → value. */
export function paramLayers(
  document: YamlDocument,
  pointer: string,
  packs: Readonly<Record<string, Params>>,
  isConfig = false,
): ReadonlyMap<string, ParamLayer> {
  return new Map(
    Object.entries(packs).map(([pack, values]) => [
      pack,
      { ...paramLayer(document, `${pointer}/${pack}`, values), isConfig },
    ]),
  )
}
