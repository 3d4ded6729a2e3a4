import type { Group } from '../runtime/model/by-guideline.js'
import type { GuidelineSummary, PolicySummary } from '../runtime/model/index.js'
import { disabledText } from './override.js'
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
  if (guideline.disabled) return disabledText(guideline.disabled)
  switch (guideline.status) {
    case 'no data':
    case 'unmatched':
    case 'partial':
      return oneLine(
        policies
          .flatMap((policy) => whyNotWhole(policy).map((reason) => `${policy.id}: ${reason}`))
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

function whyNotWhole({ status, reason = status, incomplete = [] }: PolicySummary): string[] {
  if (status !== 'judged') return [reason]
  const more = incomplete.length - mostReasons
  if (more <= 0) return incomplete.length > 0 ? [incomplete.join(', ')] : []
  return [`${incomplete.slice(0, mostReasons).join(', ')} and ${more} more`]
}

/** How many inputs that are not whole are named. */
const mostReasons = 3

/** Why it is acceptable that a guideline is not decided; nothing when nobody has said so. */
export function acceptanceOf({ accepted }: GuidelineSummary): string | undefined {
  if (!accepted) return undefined
  const { reason, owner, expires } = accepted
  const details = [owner, expires && `until ${expires}`].filter(Boolean).join(', ')
  return oneLine(`accepted: ${reason}${details && ` (${details})`}`)
}

/** `attested by Ops on 2026-01-01, valid until 2026-12-31` */
export function attestationOf({ attestation }: GuidelineSummary): string | undefined {
  if (!attestation) return undefined
  const { by, date, expires, result, statement, evidence, evidenceSha256 } = attestation
  const digest = evidenceSha256 === undefined ? '' : ` (SHA-256 ${evidenceSha256})`
  const details = [statement, evidence && `evidence: ${evidence}${digest}`].filter(Boolean).join('; ')
  const what = result === 'failed' ? 'does not hold by the word of' : 'attested by'
  return oneLine(`${what} ${by} on ${date}, valid until ${expires}${details && `: ${details}`}`)
}

function attestedOf({ attestation, attestationDays }: GuidelineSummary): string[] {
  if (!attestation) return []
  const { by, date, expires } = attestation
  const limit =
    attestationDays === undefined ? '' : `; one given on ${date} holds for ${attestationDays} days at most`
  return [`the word of ${by} expired on ${expires}${limit}`]
}
