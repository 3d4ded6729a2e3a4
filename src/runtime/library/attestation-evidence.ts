import { dirname, resolve } from 'node:path'
import { sha256Of } from '../documents/digest.js'
import { readBytes } from '../documents/read-bytes.js'
import { InputError } from '../input-error.js'
import type { Diagnostic } from '../model/index.js'
import { pathOf } from '../package-names.js'
import { displayPath } from '../paths.js'
import { latestAttestation } from '../report/latest-attestation.js'
import type { GivenAttestation } from './attestations.js'

/**
 * Warnings of words that count, and whose evidence is not what it was when they were given. Only evidence with a digest is
 * looked at: a file, relative to the one that holds the attestation.
 */
export function changedEvidence(attestations: readonly GivenAttestation[], root: string): Diagnostic[] {
  return attestations.flatMap((attestation) => {
    const { guideline, evidence, evidenceSha256, location } = attestation
    if (evidence === undefined || evidenceSha256 === undefined) return []
    if (latestAttestation(attestations, guideline) !== attestation) return []
    const path = resolve(dirname(pathOf(root, location?.file ?? '.')), evidence)
    const problem = problemOf(path, displayPath(root, path), evidenceSha256)
    if (problem === undefined) return []
    return [
      {
        code: 'evidence-changed',
        level: 'warning',
        message: `the evidence of the attestation of ${guideline}: ${problem}`,
        hint: 'restore it, or have the guideline confirmed again: policytest attest',
        ...(location && { location }),
      },
    ]
  })
}

function problemOf(path: string, shown: string, sha256: string): string | undefined {
  try {
    const isSame = sha256Of(readBytes(path, shown)) === sha256
    return isSame ? undefined : `${shown} is not what it was: it has another digest`
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.diagnostics[0]?.message ?? `${shown} cannot be read`
  }
}
