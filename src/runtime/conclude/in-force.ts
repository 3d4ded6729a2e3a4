import type { Disk } from '../exports/files.js'
import { changedEvidence } from '../library/attestation-evidence.js'
import { checkAttestations, type GivenAttestation } from '../library/attestations.js'
import type { Library } from '../library/library.js'
import { type GivenOverride, type Overridden, overridden } from '../library/overrides.js'
import type { Diagnostic, GivenAcceptance } from '../model/index.js'
import type { Waiver } from '../report/waivers.js'

/** What people have said of guidelines and findings. */
export interface Words {
  readonly waivers?: readonly Waiver[]
  readonly attestations?: readonly GivenAttestation[]
  /** Whether waivers and attestations may be for packs that are not loaded. */
  readonly isPart?: boolean
  /** What is said against the packs: other severities, and what is not judged. */
  readonly overrides?: readonly GivenOverride[] | undefined
  /** Guidelines of which somebody accepts that they are not decided. */
  readonly accept?: readonly GivenAcceptance[]
}

/** What of it a run heeds. */
export interface InForce extends Required<Pick<Words, 'waivers' | 'attestations' | 'accept'>> {
  readonly given: Overridden
  /** What is to be said of attestations: that nobody asks for one, that its evidence has changed. */
  readonly unasked: readonly Diagnostic[]
}

/** Without exports to judge no guideline is asked about. */
export const nothingInForce: InForce = {
  given: overridden({ policies: [], guidelines: [] }, [], { now: new Date(0), root: '.' }),
  waivers: [],
  attestations: [],
  accept: [],
  unasked: [],
}

/** @throws InputError for attestations of what is not there */
export function inForce(
  library: Library,
  request: Words & { readonly disk: Disk },
  { now, startedAt }: { readonly now: Date; readonly startedAt: Date },
): InForce {
  const { waivers = [], attestations = [], accept = [], isPart = false, disk } = request
  const today = now > startedAt ? now : startedAt
  return {
    given: givenBy(library, request, now),
    waivers,
    attestations,
    accept,
    unasked: [
      ...checkAttestations(attestations, library, { today, isPart }),
      ...changedEvidence(attestations, disk.root),
    ],
  }
}

/** The policies that judge, and the guidelines that are asked about. */
export function givenBy(
  library: Library,
  { overrides = [], disk }: Pick<Words, 'overrides'> & { readonly disk: Disk },
  now: Date,
): Overridden {
  return overridden(library, overrides, { now, root: disk.root })
}
