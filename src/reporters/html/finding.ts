import { type Finding, isOpen } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf, placeOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { nameOf } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'
import { severityLabel } from './labels.js'

/** A finding in the list of its guideline: what was found, where, by which rule, and why on demand. */
export function findingItem(finding: Finding): Markup {
  const { severity, verdict, location, resource, pointer, policyLocation, waiver } = finding
  const what = verdict === 'error' ? html`<strong>could not be evaluated:</strong> ` : undefined
  const at = pointer === '' ? undefined : html` at <code>${nameOf(cut(pointer))}</code>`
  return html`
<li class="finding" data-severity="${severity}" data-owner="${waiver && nameOf(waiver.owner)}">
<p class="what">${severityLabel(severity)} ${what}${cut(messageOf(finding))}</p>
<p class="where"><code class="place">${placeOf(location)}</code> <code>${cut(resourceOf(resource))}</code>${at}</p>
<p class="rule">rule <code>${ruleOf(finding)}</code> in <code>${placeOf(policyLocation)}</code></p>${waiverOn(finding)}${whyOf(finding)}
</li>`
}

function waiverOn({ waiver, ...finding }: Finding): Markup | undefined {
  // that of an expired one is part of the message
  if (!waiver || isOpen({ ...finding, waiver })) return undefined
  return html`
<p class="waiver">${cut(waiverOf(waiver))}</p>`
}

function whyOf({ explanation }: Finding): Markup | undefined {
  if (!explanation) return undefined
  const { expression, values } = explanation
  const lines = [
    nameOf(cut(expression.replace(/\s+/g, ' ').trim())),
    ...values.map((value) => `  ${nameOf(cut(`${value.expression.replace(/\s+/g, ' ')} = ${value.value}`))}`),
  ]
  return html`
<details><summary>Why</summary><pre><code>${lines.join('\n')}</code></pre></details>`
}
