import type { Attestation } from '../model/index.js'

/**
 * The last word that was given on a guideline; of several on one day the one that holds longest.
 * @param days how long one holds at most, whatever it says of itself
 */
export function latestAttestation<Word extends Attestation>(
  attestations: readonly Word[],
  guideline: string,
  days?: number,
): Word | undefined {
  let latest: Word | undefined
  for (const attestation of attestations) {
    if (attestation.guideline === guideline && !(latest && isBefore(attestation, latest)))
      latest = attestation
  }
  return latest && days !== undefined ? limited(latest, days) : latest
}

function isBefore(a: Attestation, b: Attestation): boolean {
  return a.date === b.date ? a.expires < b.expires : a.date < b.date
}

function limited<Word extends Attestation>(attestation: Word, days: number): Word {
  const last = Date.parse(attestation.date) + days * 86_400_000
  if (Date.parse(attestation.expires) <= last) return attestation
  return { ...attestation, expires: new Date(last).toISOString().slice(0, 10) }
}
