import { inputError } from '../input-error.js'
import type { Guideline, Pack, Profile } from '../policies/index.js'
import { didYouMean } from '../suggest.js'

/** The profile of one pack, or of every pack that has it. */
export interface ProfileRequest {
  readonly pack?: string
  readonly id: string
}

/** A pack with the guidelines that its chosen profile enforces. */
export interface ChosenPack {
  readonly pack: Pack
  /** Undefined when the pack has none. */
  readonly profile: Profile | undefined
  readonly guidelines: readonly Guideline[]
}

/**
 * The requested profile of each pack, its default otherwise.
 * @throws InputError for a profile that no pack has
 */
export function chooseProfiles(packs: readonly Pack[], requests: readonly ProfileRequest[]): ChosenPack[] {
  for (const request of requests) checkRequest(packs, request)
  return packs.map((pack) => {
    const profile =
      pack.profiles.find(({ id }) => requests.some((r) => r.id === id && r.pack === pack.name)) ??
      pack.profiles.find(({ id }) => requests.some((r) => r.id === id && r.pack === undefined)) ??
      pack.profiles.find(({ isDefault }) => isDefault)
    const chosen = profile && new Set(profile.guidelines)
    return { pack, profile, guidelines: pack.guidelines.filter(({ id }) => !chosen || chosen.has(id)) }
  })
}

function checkRequest(packs: readonly Pack[], { pack: name, id }: ProfileRequest): void {
  const candidates = name === undefined ? packs : packs.filter((pack) => pack.name === name)
  if (candidates.length === 0 && name !== undefined) {
    const hint = didYouMean(
      name,
      packs.map((pack) => pack.name),
      'packs',
    )
    throw inputError('unknown-reference', `unknown pack '${name}'`, { ...(hint && { hint }) })
  }
  const ids = candidates.flatMap((pack) => pack.profiles.map((profile) => profile.id))
  if (ids.includes(id)) return
  const hint = didYouMean(id, ids, 'profiles')
  throw inputError('unknown-reference', `unknown profile '${id}'`, { ...(hint && { hint }) })
}
