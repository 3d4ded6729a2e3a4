import type { Attestation, Finding, Location } from '../model/index.js'
import type { Fault } from '../scan/outcome.js'
import type { ActiveGuideline } from './active-guideline.js'
import { latestAttestation } from './latest-attestation.js'

/** The type of what a person's word is about, in findings. */
const attestationType = 'policytest.dev/Attestation'

/** Whether a person found it, not a policy. */
export function isAttestation({ resource }: Pick<Fault, 'resource'>): boolean {
  return resource.type === attestationType
}

/** A person's word, and where it is written. */
export interface PlacedAttestation extends Attestation {
  readonly location?: Location
}

/**
 * A finding for each guideline whose last word says that it does not hold: it counts, and can be waived, like one of a
 * policy. It holds until somebody confirms the guideline, whenever it expires.
 * @param judged guidelines that policies decide, whatever people say
 */
export function failedAttestations(
  guidelines: readonly ActiveGuideline[],
  attestations: readonly PlacedAttestation[],
  judged: ReadonlySet<string>,
): Fault[] {
  return guidelines.flatMap((guideline) => {
    const { id, attestationDays } = guideline
    if (judged.has(id)) return []
    const word = latestAttestation(attestations, id, attestationDays)
    if (word?.result !== 'failed') return []
    const finding = findingOf(guideline, word)
    return [{ policy: id, verdict: 'fail' as const, resource: finding.resource, findings: [finding] }]
  })
}

function findingOf(guideline: ActiveGuideline, word: PlacedAttestation): Finding {
  const { id, severity, attestationRequired, title, attestationPlace = nowhere } = guideline
  const { by, date, statement = attestationRequired ?? title, location = attestationPlace } = word
  return {
    verdict: 'fail',
    policy: id,
    validation: 'attestation',
    guidelines: [id],
    severity,
    message: `does not hold, by the word of ${by} on ${date}: ${statement}`,
    resource: { type: attestationType, id, name: id, file: location.file, subject: {} },
    pointer: '',
    element: '',
    location,
    policyLocation: attestationPlace,
  }
}

const nowhere: Location = {
  file: 'attestations',
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
}
