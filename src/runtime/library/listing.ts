import type { GuidelineKind, PackSummary, Severity } from '../model/index.js'
import type { LoadedPolicies, LoadedPolicy, Pack } from '../policies/index.js'

/** What a pack is, for those who choose among packs. */
export interface PackOverview extends Pick<PackSummary, 'documents'> {
  readonly name: string
  /** Its pack.yaml. */
  readonly file: string
  readonly title: string
  readonly description?: string
  readonly profiles: readonly {
    readonly id: string
    readonly title?: string
    readonly isDefault: boolean
    /** How many guidelines it has in force. */
    readonly guidelines: number
  }[]
  readonly guidelines: readonly ListedGuideline[]
}

/** A pack with its policies, and how these check its guidelines. */
export interface PackListing extends Omit<PackOverview, 'guidelines'> {
  readonly guidelines: readonly (ListedGuideline & {
    /** Full ids of the policies that check it; none, and no attestation: nothing does. */
    readonly policies: readonly string[]
  })[]
  readonly policies: readonly ListedPolicy[]
}

/** A guideline of a pack. */
export interface ListedGuideline {
  /** Full id. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly kind: GuidelineKind
  /** What a person has to confirm, instead of a policy. */
  readonly attestation?: string
}

/** A policy, and what it is about. */
export interface ListedPolicy {
  /** Full id. */
  readonly id: string
  readonly title?: string
  readonly file: string
  /** Type globs of what it judges. */
  readonly types: readonly string[]
  readonly guidelines: readonly string[]
  /** How many test cases it has. */
  readonly cases: number
}

/** Packs, and the policies of none. */
export interface Catalog {
  readonly packs: readonly PackListing[]
  readonly policies: readonly ListedPolicy[]
}

/** What pack.yaml alone says. */
export function packOverview(pack: Pack): PackOverview {
  const { name, file, title, description, documents, profiles, guidelines } = pack
  return {
    name,
    file,
    title,
    ...(description !== undefined && { description }),
    documents,
    profiles: profiles.map((profile) => ({
      id: profile.id,
      ...(profile.title !== undefined && { title: profile.title }),
      isDefault: profile.isDefault,
      guidelines: profile.guidelines.length,
    })),
    guidelines: guidelines.map(({ id, title: of, severity, kind, attestation }) => ({
      id: `${name}/${id}`,
      title: of,
      severity,
      kind,
      ...(attestation && { attestation: attestation.statement }),
    })),
  }
}

/** Everything that was loaded. */
export function listingOf(loaded: Pick<LoadedPolicies, 'packs' | 'policies' | 'tests'>): Catalog {
  const casesOf = new Map<string, number>()
  for (const { test, policy } of loaded.tests)
    casesOf.set(policy.id, (casesOf.get(policy.id) ?? 0) + test.cases.length)
  const listed = ({ id, policy, pack }: LoadedPolicy): ListedPolicy => ({
    id,
    ...(policy.title !== undefined && { title: policy.title }),
    file: policy.file,
    types: policy.types,
    guidelines: policy.guidelines.map((guideline) => `${pack?.name}/${guideline.id}`),
    cases: casesOf.get(id) ?? 0,
  })
  const packs = loaded.packs.map((pack): PackListing => {
    const policies = loaded.policies.filter((policy) => policy.pack?.name === pack.name).map(listed)
    const overview = packOverview(pack)
    const checking = (id: string) =>
      policies.filter(({ guidelines }) => guidelines.includes(id)).map((policy) => policy.id)
    return {
      ...overview,
      guidelines: overview.guidelines.map((guideline) => ({
        ...guideline,
        policies: checking(guideline.id),
      })),
      policies,
    }
  })
  return { packs, policies: loaded.policies.filter(({ pack }) => !pack).map(listed) }
}
