import type { Attestation } from '../model/index.js'

/** The last word that was given on a guideline; of several on one day the one that holds longest. */
export function latestAttestation(
  attestations: readonly Attestation[],
  guideline: string,
): Attestation | undefined {
  let latest: Attestation | undefined
  for (const attestation of attestations) {
    if (attestation.guideline === guideline && !(latest && isBefore(attestation, latest)))
      latest = attestation
  }
  return latest
}

function isBefore(a: Attestation, b: Attestation): boolean {
  return a.date === b.date ? a.expires < b.expires : a.date < b.date
}
