import type { Mutant, MutationCounts } from '../runtime/model/index.js'
import { count } from './count.js'
import { formatDiagnostic } from './diagnostic.js'

/** A mutant as a diagnostic: `file:line:column: '<=' becomes '<' [boundary]`, with the line and a caret. */
export function mutantText({ part, operator, change, location, sourceLine }: Mutant): string {
  return formatDiagnostic({
    code: operator.replaceAll(' ', '-'),
    level: 'error',
    message: `${part}: ${change}`,
    location,
    sourceLine,
  })
}

/** `97.5 %` */
export function scoreText({ score }: MutationCounts): string {
  return score === undefined ? 'no mutants' : `${score} %`
}

/** `39 of 40 mutants killed, 2 equivalent, 3 invalid` */
export function countsText({ killed, survived, equivalent, invalid }: MutationCounts): string {
  return [
    `${killed} of ${count(killed + survived, 'mutant')} killed`,
    ...(equivalent > 0 ? [`${equivalent} equivalent`] : []),
    ...(invalid > 0 ? [`${invalid} invalid`] : []),
  ].join(', ')
}
