import { escapeMarkdown } from '../../wording/markdown.js'
import type { Entry } from '../book.js'
import { inline } from '../markdown.js'

/** The section of a page that says what a person has to confirm; nothing where none has to. */
export function attestationSection(entry: Entry): string[] {
  const { attestationRequired } = entry
  if (!attestationRequired) return []
  const { statement, everyDays } = attestationRequired
  const often = everyDays === undefined ? '' : `, at least every ${everyDays} days`
  return [
    '## Attestation',
    `What a person has to confirm${often}:`,
    `> ${inline(statement)}`,
    attestationText(entry),
  ]
}

/** Who has confirmed it, when, for how long and on what grounds; or that nobody has. */
function attestationText({ attestation, evidence }: Entry): string {
  if (!attestation) return '**Nobody has confirmed it.**'
  const { by, date, expires, result, statement, evidence: grounds } = attestation
  const word = result === 'failed' ? '**Does not hold**, by the word of' : 'Confirmed by'
  const isExpired = evidence?.guideline.status === 'attestation expired'
  return [
    `${word} ${escapeMarkdown(by)} on ${escapeMarkdown(date)}, valid until ${escapeMarkdown(expires)}`,
    ...(isExpired ? [' (**expired** at the time of the run)'] : []),
    ...(statement === undefined ? ['.'] : [`: ${escapeMarkdown(statement)}`]),
    ...(grounds === undefined ? [] : [` Evidence: ${escapeMarkdown(grounds)}`]),
  ].join('')
}
