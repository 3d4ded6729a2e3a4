import type { ParamInForce } from '../model/index.js'
import {
  importedPacks,
  type LoadedPolicies,
  type ParamDeclarations,
  type ParamLayer,
  type ParamSchema,
} from '../policies/index.js'

/**
 * All parameters with the values in force, sorted: those of the packs, of the packs that these import from, and of policies
 * without pack.
 * @param layers later ones win
 */
export function paramsInForce(
  { packs, policies }: Pick<LoadedPolicies, 'packs' | 'policies'>,
  layers: readonly ReadonlyMap<string, ParamLayer>[],
): ParamInForce[] {
  const declared = new Map<string, ParamDeclarations>([
    ...packs
      .flatMap((pack) => [pack, ...importedPacks(pack)])
      .map(({ name, params }) => [name, params] as const),
    ...policies
      .filter(({ pack }) => pack === undefined)
      .map(({ policy: { name, params } }) => [name, params] as const),
  ])
  return [...declared]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([of, params]) =>
      [...params].flatMap(([name, declaration]) => {
        const own = layers.flatMap((layer) => layer.get(of) ?? [])
        return inForce({ of, name }, declaration.schema, own)
      }),
    )
}

/** Nothing for a parameter that has no value: whoever needs it cannot be judged. */
function inForce(
  id: Pick<ParamInForce, 'of' | 'name'>,
  schema: ParamSchema,
  layers: readonly ParamLayer[],
): ParamInForce[] {
  const layer = layers.findLast(({ values }) => Object.hasOwn(values, id.name))
  if (!layer && !('default' in schema)) return []
  const { description } = schema
  return [
    {
      ...id,
      ...(layer ? given(id.name, layer, schema) : { value: schema.default, from: 'default' }),
      ...(schema['x-exemption'] && { isExemption: true }),
      ...(description !== undefined && { description }),
    },
  ]
}

function given(
  name: string,
  layer: ParamLayer,
  schema: ParamSchema,
): Pick<ParamInForce, 'value' | 'from' | 'place' | 'default'> {
  const { file, start } = layer.placeOf(name).location
  return {
    value: layer.values[name],
    from: layer.isConfig ? 'config' : 'file',
    place: { file, line: start.line },
    ...('default' in schema && { default: schema.default }),
  }
}
