import type { CompiledPolicy } from '../runtime/compile/compiled-policy.js'
import type { Library } from '../runtime/library/library.js'
import { type Group, groupByGuideline } from '../runtime/model/by-guideline.js'
import { guidelineOfPolicy } from '../runtime/model/guideline.js'
import type {
  Acceptance,
  Attestation,
  GuidelineKind,
  ParamInForce,
  Platform,
  Report,
  Severity,
} from '../runtime/model/index.js'
import type {
  Guideline,
  LoadedPolicies,
  LoadedPolicy,
  LoadedTest,
  Pack,
  RequiredAttestation,
} from '../runtime/policies/index.js'
import { latestAttestation } from '../runtime/report/latest-attestation.js'

/** What compliance documents are written from. */
export interface BookRequest {
  readonly library: Pick<Library, 'compiled'> & {
    readonly loaded: Pick<LoadedPolicies, 'packs' | 'policies' | 'tests'>
  }
  /** Their commands export what policies judge. */
  readonly platforms: readonly Platform[]
  /** The values in force, where no run says others. */
  readonly params: readonly ParamInForce[]
  /** What people have given their word on, whatever a run says of it. */
  readonly attestations?: readonly Attestation[]
  /** What overrides have not judged, by full ids of policies and guidelines. */
  readonly disabled?: ReadonlyMap<string, Acceptance>
  /** A run's report: the evidence. */
  readonly report?: Report | undefined
  /** SHA-256 of the file that it was read from. */
  readonly resultsDigest?: string | undefined
}

/** The pages of one pack; of the policies that belong to none, `pack` is undefined. */
export interface Chapter {
  /** Its folder: the pack's name. */
  readonly folder: string
  readonly title: string
  readonly pack: Pack | undefined
  /** In the order of the pack; policies without guideline follow. */
  readonly entries: readonly Entry[]
  readonly compiled: ReadonlyMap<string, CompiledPolicy>
  readonly tests: readonly LoadedTest[]
  readonly platforms: readonly Platform[]
  readonly params: readonly ParamInForce[]
  /** The run that the evidence comes from. */
  readonly report: Report | undefined
}

/** A guideline, or a policy that stands for itself, with everything that is known of it. */
export interface Entry {
  /** Full id: `ibm-pag/vsi-inbound`. */
  readonly id: string
  /** Name of its page, unique in the folder whatever the case of its letters. */
  readonly file: string
  readonly title: string
  readonly statement: string
  readonly kind: GuidelineKind
  readonly severity: Severity
  readonly source?: Guideline['source']
  readonly rationale?: string
  readonly remediation?: string
  readonly controls: Guideline['controls']
  readonly attestationRequired?: RequiredAttestation
  /** The guideline itself, or policies of it, where an override has them not judged. */
  readonly disabled: readonly { readonly id: string; readonly by: Acceptance }[]
  /** The latest word given on it. */
  readonly attestation: Attestation | undefined
  readonly profiles: readonly { readonly id: string; readonly isDefault: boolean }[]
  readonly policies: readonly LoadedPolicy[]
  /** What the run found; undefined when it did not look, or there was none. */
  readonly evidence: Group | undefined
}

/** What has no pack stands in a folder that no pack can be called. */
const noPack = { folder: 'no_pack', title: 'Policies without a pack' } as const

/** The chapters of all packs, in their order, then that of the policies without a pack. */
export function buildBook({
  library,
  platforms,
  params,
  attestations = [],
  disabled = new Map(),
  report,
}: BookRequest): Chapter[] {
  const { loaded } = library
  const compiled = new Map(library.compiled.map((policy) => [policy.id, policy]))
  const groups = new Map(report && groupByGuideline(report).map((group) => [group.guideline.id, group]))
  const known = ({ id, attestationRequired, policies }: Described) => ({
    disabled: [id, ...policies.map((policy) => policy.id)].flatMap((about) => {
      const by = disabled.get(about)
      return by ? [{ id: about, by }] : []
    }),
    evidence: groups.get(id),
    attestation:
      groups.get(id)?.guideline.attestation ??
      latestAttestation(attestations, id, attestationRequired?.everyDays),
  })
  const chapter = (pack: Pack | undefined): Chapter => {
    const policies = loaded.policies.filter((policy) => policy.pack === pack)
    const entries = [
      ...(pack?.guidelines ?? []).map((guideline) => guidelineEntry(guideline, pack, policies)),
      ...policies.filter(({ policy }) => policy.guidelines.length === 0).map(policyEntry),
    ]
    return {
      folder: pack?.name ?? noPack.folder,
      title: pack?.title ?? noPack.title,
      pack,
      entries: entries.map((entry) => ({ ...entry, ...known(entry) })),
      compiled,
      tests: loaded.tests,
      platforms,
      params: report?.params ?? params,
      report,
    }
  }
  return [...loaded.packs, undefined].map(chapter).filter(({ entries }) => entries.length > 0)
}

type Described = Omit<Entry, 'attestation' | 'disabled' | 'evidence'>

function guidelineEntry(
  { attestation, place: _, ...guideline }: Guideline,
  pack: Pack | undefined,
  policies: readonly LoadedPolicy[],
): Described {
  const { id } = guideline
  return {
    ...guideline,
    id: `${pack?.name}/${id}`,
    file: `${isTaken(id) ? `${id}_` : id}.md`,
    ...(attestation && { attestationRequired: attestation }),
    profiles: (pack?.profiles ?? []).filter(({ guidelines }) => guidelines.includes(id)),
    policies: policies.filter(({ policy }) => policy.guidelines.some((reference) => reference.id === id)),
  }
}

/** A policy without guidelines stands as its own, as it does in a report. */
function policyEntry(loaded: LoadedPolicy): Described {
  const { id, policy } = loaded
  const { name, title, description, severity = 'medium' } = policy
  return {
    ...guidelineOfPolicy({ id, name, title, description, severity }),
    file: `policy_${name}.md`,
    profiles: [],
    policies: [loaded],
  }
}

/** Names that README.md or a device of Windows has already. No id ends in `_`. */
function isTaken(id: string): boolean {
  return /^(readme|con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(id)
}
