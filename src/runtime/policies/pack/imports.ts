import * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { once } from '../../once.js'
import { identifier, name, requiredTypes, text } from '../formats/words.js'
import { type Place, placeOf } from '../mistakes/places.js'
import type { Alternatives, GuidelineReference } from '../policy/core.js'
import { alternativesOf, type NamedType, requiredNames } from '../policy/read.js'

const guidelines = z.array(text).min(1)

/** What pack.yaml says that it takes from another pack. */
export const importFormat = once(() =>
  z.strictObject({
    pack: name.describe('A loaded pack, one in a folder beside this one, or one that ships.'),
    from: text
      .describe(
        'Where the pack is when it is not loaded: an installed package, as npm:<package>, or a folder, relative to this one.',
      )
      .exactOptional(),
    functions: z.array(identifier).min(1).describe('Functions that it defines.').exactOptional(),
    variables: z.array(identifier).min(1).describe('Variables that it defines.').exactOptional(),
    policies: z
      .record(
        name,
        z.union([
          guidelines,
          z.strictObject({
            guidelines,
            requires: requiredTypes
              .describe('Types that must be among the exports besides those that the policy asks for.')
              .exactOptional(),
          }),
        ]),
      )
      .describe('Its policies, each with the guidelines of this pack that it enforces: {no-root: [g1, g2]}.')
      .exactOptional(),
    params: z
      .record(identifier, identifier)
      .describe(
        'Its parameters that have the value of one of this pack: {exemptNamespaces: systemNamespaces}.',
      )
      .exactOptional(),
  }),
)

/** What a pack takes from another one. */
export interface Import<Pack> {
  readonly pack: string
  readonly place: Place
  /** Where it is looked for when it is not loaded. */
  readonly at?: { readonly path: string; readonly place: Place }
  readonly functions: readonly ImportedName[]
  readonly variables: readonly ImportedName[]
  readonly policies: readonly ImportedPolicy[]
  readonly params: readonly HandedParam[]
  /** The pack itself; undefined as long as packs are not linked. */
  readonly from?: Pack
}

export interface ImportedName {
  readonly name: string
  readonly place: Place
}

/** A parameter of the other pack that has the value of an own one. */
export interface HandedParam extends ImportedName {
  readonly own: string
}

export interface ImportedPolicy extends ImportedName {
  /** Those of the importing pack that it enforces. */
  readonly guidelines: readonly GuidelineReference[]
  /** Besides what the policy itself requires. */
  readonly requires: readonly Alternatives[]
  /** The same as written. */
  readonly namedTypes: readonly NamedType[]
}

/** The imports of a pack, as written under `/spec/imports`. */
export function readImports(
  document: YamlDocument,
  imports: readonly z.infer<ReturnType<typeof importFormat>>[] = [],
): Import<never>[] {
  return imports.map(({ pack, from, functions = [], variables = [], policies = {}, params = {} }, i) => {
    const pointer = `/spec/imports/${i}`
    const named = (key: string, names: readonly string[]) =>
      names.map((each, n) => ({ name: each, place: placeOf(document, `${pointer}/${key}/${n}`) }))
    return {
      pack,
      place: placeOf(document, `${pointer}/pack`),
      ...(from !== undefined && { at: { path: from, place: placeOf(document, `${pointer}/from`) } }),
      functions: named('functions', functions),
      variables: named('variables', variables),
      policies: Object.entries(policies).map(([policy, wanted]) => {
        const at = `${pointer}/policies/${policy}`
        const { guidelines: ids, requires } = Array.isArray(wanted) ? { guidelines: wanted } : wanted
        const ofIds = Array.isArray(wanted) ? at : `${at}/guidelines`
        return {
          name: policy,
          place: placeOf(document, at, 'key'),
          guidelines: ids.map((id, n) => ({ id, place: placeOf(document, `${ofIds}/${n}`) })),
          requires: alternativesOf(requires),
          namedTypes: requiredNames(document, `${at}/requires`, requires),
        }
      }),
      params: Object.entries(params).map(([theirs, own]) => ({
        name: theirs,
        own,
        place: placeOf(document, `${pointer}/params/${theirs}`, 'key'),
      })),
    }
  })
}
