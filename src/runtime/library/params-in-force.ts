import { attempt } from '../input-error.js'
import type { ParamInForce } from '../model/index.js'
import { by } from '../order.js'
import {
  handedFor,
  importedPacks,
  type LoadedPolicies,
  type Pack,
  type ParamDeclarations,
  type ParamLayer,
  type ParamSchema,
  paramsSeenFrom,
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
  const setFor = (of: string) => layers.flatMap((layer) => layer.get(of) ?? [])
  const own = [...declared].flatMap(([of, params]) =>
    [...params].flatMap(([name, { schema }]) => inForce({ of, name }, schema, setFor(of))),
  )
  const handed = packs.flatMap((pack) =>
    importedPacks(pack).flatMap((home) => handedParams(pack, home, ({ name }) => setFor(name))),
  )
  // Of one pack they stay in the order of its file.
  return [...own, ...handed].toSorted(
    by(
      ({ of }) => of,
      ({ for: seer = '' }) => seer,
    ),
  )
}

/** What an importing pack hands over, as its policies see it; nothing where its own parameter has no value. */
function handedParams(pack: Pack, home: Pack, given: (pack: Pack) => readonly ParamLayer[]): ParamInForce[] {
  const handed = handedFor(pack, home)
  if (handed.length === 0) return []
  const [values] = attempt([() => paramsSeenFrom(pack, home, given)]).results
  return handed.flatMap(({ name, place }) => {
    const schema = home.params.get(name)?.schema
    if (!values || !schema) return []
    const { file, start } = place.location
    return [
      {
        of: home.name,
        for: pack.name,
        name,
        value: values[name],
        from: 'import',
        place: { file, line: start.line },
        ...('default' in schema && { default: schema.default }),
        ...about(schema),
      },
    ]
  })
}

/** Nothing for a parameter that has no value: whoever needs it cannot be judged. */
function inForce(
  id: Pick<ParamInForce, 'of' | 'name'>,
  schema: ParamSchema,
  layers: readonly ParamLayer[],
): ParamInForce[] {
  const layer = layers.findLast(({ values }) => Object.hasOwn(values, id.name))
  if (!layer && !('default' in schema)) return []
  return [
    {
      ...id,
      ...(layer ? given(id.name, layer, schema) : { value: schema.default, from: 'default' }),
      ...about(schema),
    },
  ]
}

function about(schema: ParamSchema): Pick<ParamInForce, 'isExemption' | 'description'> {
  const { description } = schema
  return {
    ...(schema['x-exemption'] && { isExemption: true }),
    ...(description !== undefined && { description }),
  }
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
