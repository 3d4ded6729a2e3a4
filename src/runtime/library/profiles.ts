import { inputError } from '../input-error.js'
import { type Guideline, type Pack, type Place, type Profile, shownLocation } from '../policies/index.js'
import { didYouMean } from '../suggest.js'

/** The profile of one pack, or of every pack that has it. */
export interface ProfileRequest {
  readonly pack?: string
  readonly id: string
  /** Holds where no other request names a profile. */
  readonly isFallback?: boolean
  /** Where it is written, when in a file. */
  readonly place?: Place
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
 * @throws InputError for a profile that no pack has, for two of one pack, and for one that leaves no guideline
 */
export function chooseProfiles(packs: readonly Pack[], requests: readonly ProfileRequest[]): ChosenPack[] {
  for (const request of requests) checkRequest(packs, request)
  return packs.map((pack) => {
    const request = requestFor(pack, requests)
    const profile = pack.profiles.find(({ id, isDefault }) => (request ? id === request.id : isDefault))
    const chosen = profile && new Set(profile.guidelines)
    const guidelines = pack.guidelines.filter(({ id }) => !chosen || chosen.has(id))
    if (profile && guidelines.length === 0) throw nothingLeft(pack, profile, request?.place)
    return { pack, profile, guidelines }
  })
}

/** The request that counts most for a pack: one that names it before one for all, a fallback last. */
function requestFor(pack: Pack, requests: readonly ProfileRequest[]): ProfileRequest | undefined {
  const meant = requests.filter(
    (request) =>
      (request.pack === undefined || request.pack === pack.name) &&
      pack.profiles.some(({ id }) => id === request.id),
  )
  const rank = ({ pack, isFallback }: ProfileRequest) => (isFallback ? 2 : 0) + (pack === undefined ? 1 : 0)
  const first = meant.map(rank).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const [request, ...others] = meant.filter((candidate) => rank(candidate) === first)
  const other = others.find(({ id }) => id !== request?.id)
  if (request === undefined || other === undefined) return request
  throw inputError('usage', `two profiles for the pack '${pack.name}': '${request.id}' and '${other.id}'`, {
    hint: 'choose one',
    ...other.place,
  })
}

function nothingLeft({ name }: Pack, { id, place: own }: Profile, place: Place = own) {
  return inputError('profile-empty', `the profile '${id}' leaves no guideline of the pack '${name}'`, {
    hint: `nothing would be judged: its 'guidelines' and 'except' stand at ${shownLocation(own.location)}`,
    ...place,
  })
}

function checkRequest(packs: readonly Pack[], { pack: name, id, place }: ProfileRequest): void {
  const candidates = name === undefined ? packs : packs.filter((pack) => pack.name === name)
  if (candidates.length === 0 && name !== undefined) {
    const hint = didYouMean(
      name,
      packs.map((pack) => pack.name),
      'packs',
    )
    throw inputError('unknown-reference', `unknown pack '${name}'`, { ...(hint && { hint }), ...place })
  }
  const ids = candidates.flatMap((pack) => pack.profiles.map((profile) => profile.id))
  if (ids.includes(id)) return
  const hint = didYouMean(id, ids, 'profiles')
  throw inputError('unknown-reference', `unknown profile '${id}'`, { ...(hint && { hint }), ...place })
}
