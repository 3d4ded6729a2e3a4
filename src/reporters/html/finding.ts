import { type Finding, isOpen, type Severity } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { nameOf } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'
import type { Context } from './context.js'
import { severityLabel } from './labels.js'
import { ticketLink } from './ticket.js'

/** A finding in the list of its guideline: what was found and where; by which rule and why on demand. */
export function findingItem(finding: Finding, ofGuideline: Severity, { placed }: Context): Markup {
  const { severity, verdict, location, resource, pointer, waiver } = finding
  const label = severity === ofGuideline ? undefined : html`${severityLabel(severity)} `
  const what = verdict === 'error' ? html`<strong>could not be evaluated:</strong> ` : undefined
  const at = pointer === '' ? undefined : html` at <code>${nameOf(cut(pointer))}</code>`
  return html`
<li class="finding${waiver?.status === 'active' ? ' accepted' : ''}" data-severity="${severity}" data-owner="${waiver && nameOf(waiver.owner)}">
<p>${label}${what}${cut(messageOf(finding))}</p>
<p class="quiet">${placed(location)} · <code>${cut(resourceOf(resource))}</code>${at}</p>${acceptanceOf(finding)}${whyOf(finding, placed)}
</li>`
}

/** Who accepts it, and who has approved that; of an expired waiver the message tells. */
function acceptanceOf(finding: Finding): Markup | undefined {
  const { waiver } = finding
  if (!waiver || isOpen(finding)) return undefined
  const { approvedBy, approvedOn, ticket } = waiver
  const approved = [approvedBy && `by ${approvedBy}`, approvedOn && `on ${approvedOn}`]
    .filter(Boolean)
    .join(' ')
  return html`
<p class="waiver">${cut(waiverOf(waiver))}${approved && html`; approved ${nameOf(approved)}`}${ticket && html`; ${ticketLink(ticket)}`}</p>`
}

function whyOf({ explanation, policyLocation, ...finding }: Finding, placed: Context['placed']): Markup {
  const values = explanation?.values ?? []
  const lines = [
    ...(explanation ? [nameOf(cut(onOneLine(explanation.expression)))] : []),
    ...values.map(({ expression, value }) => `  ${nameOf(cut(`${onOneLine(expression)} = ${value}`))}`),
  ]
  const trace = lines.length > 0 ? html`<pre><code>${lines.join('\n')}</code></pre>` : undefined
  return html`
<details><summary>Rule <code>${ruleOf(finding)}</code></summary><p class="quiet">${placed(policyLocation)}</p>${trace}</details>`
}

function onOneLine(expression: string): string {
  return expression.replace(/\s+/g, ' ').trim()
}
