import { escapeMarkdown } from '../../wording/markdown.js'
import type { Entry } from '../book.js'

/** Who has confirmed a guideline, when, for how long and on what grounds; or that nobody has. */
export function attestationText({ attestation, evidence }: Entry): string {
  if (!attestation) return '**Nobody has confirmed it.**'
  const { by, date, expires, statement, evidence: grounds } = attestation
  const isExpired = evidence?.guideline.status === 'attestation expired'
  return [
    `Confirmed by ${escapeMarkdown(by)} on ${escapeMarkdown(date)}, valid until ${escapeMarkdown(expires)}`,
    ...(isExpired ? [' (**expired** at the time of the run)'] : []),
    ...(statement === undefined ? ['.'] : [`: ${escapeMarkdown(statement)}`]),
    ...(grounds === undefined ? [] : [` Evidence: ${escapeMarkdown(grounds)}`]),
  ].join('')
}
