import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { errorAt } from '../mistakes/places.js'
import type { ParamDeclarations } from '../params/declarations.js'
import { type ParamLayer, type Params, resolveParams } from '../params/layers.js'
import type { HandedParam } from './imports.js'
import { importedPacks } from './linked.js'
import type { Pack } from './read.js'

/** The values that are given for the parameters of a pack. */
type Given = (pack: Pack) => readonly ParamLayer[]

/**
 * The parameters of a pack as policies of another one see them that came to import from it: what is given for them, under what the
 * importing pack hands over.
 * @param pack the one whose policies look
 * @throws InputError as {@link resolveParams}
 */
export function paramsSeenFrom(pack: Pack, home: Pack, given: Given): Params {
  const layers = home.name === pack.name ? [] : handedOver(pack, home, given)
  return resolveParams(home.params, ...given(home), ...layers)
}

function handedOver(pack: Pack, home: Pack, given: Given): ParamLayer[] {
  const importer = importerOf(pack, home)
  if (!importer) return []
  const handed = handedBy(importer, home)
  const values = paramsSeenFrom(pack, importer, given)
  return [
    {
      values: Object.fromEntries(handed.map(({ name, own }) => [name, values[own]])),
      placeOf: (name) => handed.find((each) => each.name === name)?.place ?? importer.place,
    },
  ]
}

/** Which of them hands parameters over, where the policies of a pack come to import from another one. */
function importerOf(pack: Pack, home: Pack): Pack | undefined {
  return [pack, ...importedPacks(pack)].find((each) => handedBy(each, home).length > 0)
}

/** The parameters of a pack that policies of another one see with values that were handed over. */
export function handedFor(pack: Pack, home: Pack): HandedParam[] {
  const importer = importerOf(pack, home)
  return importer ? handedBy(importer, home) : []
}

/** What a pack hands over to another one that it imports from. */
export function handedBy({ imports }: Pack, home: Pick<Pack, 'name'>): HandedParam[] {
  return imports.flatMap(({ pack, params }) => (pack === home.name ? params : []))
}

/** The parameters that a pack hands over to those that it imports from. */
export function handedOn({ imports }: Pack): Set<string> {
  return new Set(imports.flatMap(({ params }) => params.map(({ own }) => own)))
}

/** Parameters that are handed over and are not there, or are of another type: a value of the one has to suit the other. */
export function handedMistakes(pack: Pack): Diagnostic[] {
  return pack.imports.flatMap(({ from, params }) =>
    params.flatMap(({ name, own, place }) => {
      const mine = pack.params.get(own)
      if (!mine) return [unknown(own, pack.params, `the pack has no parameter '${own}'`, place)]
      const theirs = from?.params.get(name)
      if (from && !theirs)
        return [unknown(name, from.params, `pack '${from.name}' has no parameter '${name}'`, place)]
      if (!theirs || typeOf(mine.schema) === typeOf(theirs.schema)) return []
      const message = `'${own}' is declared otherwise than the parameter '${name}' of '${from?.name}'`
      return [errorAt(place, 'invalid-value', message, `declare it as ${typeOf(theirs.schema)}`)]
    }),
  )
}

function unknown(name: string, declared: ParamDeclarations, message: string, place: HandedParam['place']) {
  const hint = didYouMean(name, [...declared.keys()], 'its parameters')
  return errorAt(place, 'unknown-reference', message, hint)
}

/** What a schema asks of values, in one form. */
function typeOf(schema: object): string {
  const asks = Object.entries(schema).filter(([key]) => !/^(default$|description$|x-)/.test(key))
  return JSON.stringify(Object.fromEntries(asks), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
