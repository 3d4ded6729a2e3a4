import type { Members, PolicySummary, Population } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'
import { digestOf } from './digest.js'
import { dayAndTime } from './times.js'

/** Of a policy: the file that it stands in, what it has judged and what not, and which tests prove it. */
export function policyEvidence(policy: PolicySummary): Markup {
  const { id, file, status, reason, counts, population, tests } = policy
  const { pass, fail, error, waived, skip } = counts
  const said =
    status === 'judged'
      ? `${pass} passed, ${fail} failed, ${error} not evaluated, ${waived} waived, ${skip} not applicable`
      : oneLine(reason ?? status)
  return html`
<h4>${nameOf(id)}</h4>
<p><code>${nameOf(file)}</code></p>${digestOf(policy)}
<p>${said}</p>${population && populationList(population)}${tests && testsLine(tests)}`
}

function populationList({ judged, skipped, leftOut = 0 }: Population): Markup {
  const items = [
    ...judged.map((members) => ({ what: `${nameOf(members.type)} judged`, members })),
    ...skipped.map((members) => ({ what: whySkipped(members), members })),
  ].map(
    ({ what, members }) => html`
<li><details><summary>${members.count} ${what}</summary>${idsOf(members)}</details></li>`,
  )
  const out =
    leftOut > 0
      ? html`
<li>${leftOut} left out by its match constraints</li>`
      : undefined
  return html`
<ul class="plain">${items}${out}
</ul>`
}

function whySkipped({ condition, reason }: Population['skipped'][number]): string {
  return condition === undefined
    ? `not judged: ${oneLine(reason ?? 'not applicable')}`
    : `not applicable by ${nameOf(condition)}`
}

function idsOf({ count: all, listed }: Members): Markup[] {
  const files = listed.map(
    ({ file, ids }) =>
      html`<p class="quiet"><code>${nameOf(file)}</code>: ${ids.map((id) => html`<code>${nameOf(id)}</code> `)}</p>`,
  )
  const left = all - listed.reduce((sum, { ids }) => sum + ids.length, 0)
  return left > 0 ? [...files, html`<p class="quiet">and ${left} more</p>`] : files
}

function testsLine({ files, cases, result, lastPassed }: NonNullable<PolicySummary['tests']>): Markup {
  const ran = result === undefined ? 'not run now' : `${result.passed} passed, ${result.failed} failed`
  const last = lastPassed === undefined ? '' : `, all passed on ${dayAndTime(lastPassed)}`
  return html`
<p>${count(cases, 'test case')} in ${files.map((file) => html`<code>${nameOf(file)}</code> `)}: ${ran}${last}</p>`
}
