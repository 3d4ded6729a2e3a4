import type { InputRequest } from '../exports/files.js'
import type { Diagnostic } from '../model/index.js'
import { didYouMean } from '../suggest.js'
import type { Library } from './library.js'

/** Inputs for a pack that is not loaded: said, because a misspelt name would leave them without a judge. */
export function strayPacks(
  inputs: readonly Pick<InputRequest, 'packs'>[],
  { loaded }: Library,
): Diagnostic[] {
  const known = loaded.packs.map((pack) => pack.name)
  const named = new Set(inputs.flatMap(({ packs = [] }) => packs))
  return [...named]
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = didYouMean(name, known, 'loaded packs')
      const message = `inputs are to be judged by the pack '${name}', which is not loaded`
      return { code: 'unknown-reference', level: 'warning', message, ...(hint !== undefined && { hint }) }
    })
}
