import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { errorAt } from '../mistakes/places.js'
import type { Pack } from '../pack/read.js'
import type { LoadedPolicy } from './policy-set.js'

/** The policies that packs import, each as one of the importing pack and for guidelines of that pack. */
export function importPolicies(
  packs: readonly Pack[],
  policies: readonly LoadedPolicy[],
): { readonly policies: readonly LoadedPolicy[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const imported = packs.flatMap((pack) =>
    pack.imports.flatMap(({ from, policies: wanted }) => {
      if (!from) return []
      const offered = policies.filter((candidate) => candidate.pack === from)
      return wanted.flatMap(({ name, place, guidelines, requires, namedTypes }): LoadedPolicy[] => {
        const found = offered.find(({ policy }) => policy.name === name)
        if (found) {
          const policy = {
            ...found.policy,
            place,
            guidelines,
            requires: [...found.policy.requires, ...requires],
            ...('namedTypes' in found.policy && {
              namedTypes: [...found.policy.namedTypes, ...namedTypes],
            }),
          } as LoadedPolicy['policy']
          return [{ ...found, id: `${pack.name}/${name}`, policy, pack, home: from }]
        }
        const names = offered.map(({ policy }) => policy.name).sort()
        const message = `pack '${from.name}' has no policy '${name}'`
        diagnostics.push(
          errorAt(place, 'unknown-reference', message, didYouMean(name, names, 'its policies')),
        )
        return []
      })
    }),
  )
  return { policies: imported, diagnostics }
}
