import type { PolicySummary } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'

/** What one policy has judged, for the guideline that it enforces. */
export function policyEvidence({ id, file, counts, status, validations }: PolicySummary): Markup {
  const { pass, fail, error, waived, skip } = counts
  const said =
    status === 'judged'
      ? `${pass} passed, ${fail} failed, ${error} not evaluated, ${waived} waived, ${skip} skipped`
      : status
  return html`
<h4><code>${nameOf(id)}</code></h4>
<p><code>${nameOf(file)}</code>: ${said}</p>
<p>Validations: ${validations.map(nameOf).join(', ')}</p>`
}
