import type { Group } from '../runtime/model/by-guideline.js'
import type { GuidelineSummary } from '../runtime/model/index.js'
import { nameOf, oneLine } from './printable.js'

/** A guideline's id and title; a policy that stands for itself may have its name for both. */
export function headingOf(
  { id, title }: { readonly id: string; readonly title: string },
  between: string,
): string {
  return id === title ? nameOf(id) : `${nameOf(id)}${between}${oneLine(title)}`
}

/** Why a guideline that no finding speaks against is not satisfied either; nothing when it is judged or attested. */
export function whyUndecided({ guideline, policies }: Group): string | undefined {
  switch (guideline.status) {
    case 'no data':
    case 'unmatched':
    case 'partial':
      return oneLine(
        policies
          .filter((policy) => policy.status !== 'judged')
          .map((policy) => `${policy.id}: ${policy.reason ?? policy.status}`)
          .join('; '),
      )
    case 'not attested':
    case 'attestation expired':
      return oneLine(
        [...attestedOf(guideline), guideline.attestationRequired ?? guideline.statement].join(': '),
      )
    case 'not implemented':
      return 'neither a policy nor an attestation answers for it'
    default:
      return undefined
  }
}

/** `attested by Ops on 2026-01-01, valid until 2026-12-31` */
export function attestationOf({ attestation }: GuidelineSummary): string | undefined {
  if (!attestation) return undefined
  const { by, date, expires, statement, evidence } = attestation
  const details = [statement, evidence && `evidence: ${evidence}`].filter(Boolean).join('; ')
  return oneLine(`attested by ${by} on ${date}, valid until ${expires}${details && `: ${details}`}`)
}

function attestedOf({ attestation }: GuidelineSummary): string[] {
  return attestation ? [`the word of ${attestation.by} expired on ${attestation.expires}`] : []
}
