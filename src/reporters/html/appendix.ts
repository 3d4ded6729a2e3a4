import type { Diagnostic, Report, Stop, WaiverSummary } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { cut } from '../../wording/cut.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { placeOf } from '../../wording/finding.js'
import { nameOf, oneLine, visible } from '../../wording/printable.js'
import { howToAllow } from '../../wording/strict.js'
import { markup as html, type Markup } from '../markup.js'
import { part } from './part.js'

/** What is wrong with the policies themselves. */
export function problems({ problems = [] }: Report): Markup[] {
  return part('Problems', 'Problems', problems.length, diagnosticList(problems))
}

export function warnings({ warnings }: Report): Markup[] {
  return part('Warnings', 'Warnings', warnings.length, diagnosticList(warnings))
}

function diagnosticList(diagnostics: readonly Diagnostic[]): Markup {
  const items = diagnostics.map(
    (diagnostic) => html`
<li><pre>${visible(cut(formatDiagnostic(diagnostic)))}</pre></li>`,
  )
  return html`<ul class="plain">${items}</ul>`
}

/** What a strict run does not let pass, each with what to do. */
export function stopped({ strict = [] }: Report): Markup[] {
  const items = strict.map(stopItem)
  return part(
    'Strict',
    'Stopped by --strict',
    strict.length,
    html`<p>${howToAllow}</p><ul class="plain">${items}</ul>`,
  )
}

function stopItem({ code, about, message, hint, location }: Stop): Markup {
  const what = about === undefined ? undefined : html`<strong>${nameOf(cut(about))}</strong> `
  const where = location && html` <code class="place">${placeOf(location)}</code>`
  return html`
<li><p><code>${code}</code> ${what}${oneLine(cut(message))}${where}</p><p class="hint">${oneLine(cut(hint))}</p></li>`
}

export function failedCases({ cases }: Report): Markup[] {
  const failed = cases.filter(({ status }) => status === 'failed')
  const items = failed.map(
    ({ policy, name, location, details = [] }) => html`
<li><p><strong>${nameOf(policy)}</strong> ${oneLine(cut(name))} <code class="place">${placeOf(location)}</code></p><pre>${details.map((line) => nameOf(cut(line))).join('\n')}</pre></li>`,
  )
  return part('Cases', 'Failed test cases', failed.length, html`<ul class="plain">${items}</ul>`)
}

/** All waivers, those that do nothing as well. */
export function waivers({ waivers }: Report): Markup[] {
  return part(
    'Waivers',
    'Waivers',
    waivers.length,
    html`<div class="wide"><table>
<caption class="unseen">Waivers</caption>
<thead><tr><th scope="col">Expires</th><th scope="col">Status</th><th scope="col">Owner</th><th scope="col">About</th><th scope="col">Reason</th><th scope="col">Findings</th><th scope="col">Place</th></tr></thead>
<tbody>${waivers.map(waiverRow)}
</tbody></table></div>`,
  )
}

function waiverRow({
  policy,
  guideline,
  reason,
  owner,
  expires,
  location,
  status,
  matched,
}: WaiverSummary): Markup {
  const about = [policy, guideline].filter((name) => name !== undefined).map(nameOf)
  return html`
<tr><td>${expires}</td><td>${status}</td><td>${nameOf(owner)}</td><td>${about.join(', ') || 'everything'}</td><td>${oneLine(cut(reason))}</td><td>${matched}</td><td><code>${placeOf(location)}</code></td></tr>`
}

/** The words of persons, with what they rest on and how long they hold. */
export function attestations({ guidelines }: Report): Markup[] {
  const given = guidelines.flatMap(({ id, status, attestation }) =>
    attestation ? [{ id, status, ...attestation }] : [],
  )
  const rows = given.map(
    ({ id, status, by, date, expires, statement, evidence }) => html`
<tr><td>${nameOf(id)}</td><td>${status}</td><td>${nameOf(by)}</td><td>${date}</td><td>${expires}</td><td>${statement && oneLine(statement)}</td><td>${evidence && oneLine(evidence)}</td></tr>`,
  )
  return part(
    'Attestations',
    'Attestations',
    given.length,
    html`<div class="wide"><table>
<caption class="unseen">Attestations</caption>
<thead><tr><th scope="col">Guideline</th><th scope="col">Status</th><th scope="col">By</th><th scope="col">Date</th><th scope="col">Expires</th><th scope="col">Statement</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows}
</tbody></table></div>`,
  )
}

/** What was judged: the exports, and what they say themselves that they do not hold. */
export function exports({ inputs }: Report): Markup[] {
  const rows = inputs.map(({ file, source, resources, gaps = [] }) => {
    const missing = gaps.map(
      ({ message, hint }) => html`<p class="why">${oneLine(cut(message))}: ${oneLine(cut(hint))}</p>`,
    )
    return html`
<tr><th scope="row"><code>${nameOf(file)}</code>${missing}</th><td>${nameOf(source)}</td><td>${count(resources, 'resource')}</td></tr>`
  })
  return part(
    'Exports',
    'Exports',
    inputs.length,
    html`<div class="wide"><table>
<caption class="unseen">Exports</caption>
<thead><tr><th scope="col">File</th><th scope="col">Read as</th><th scope="col">Holds</th></tr></thead>
<tbody>${rows}
</tbody></table></div>`,
  )
}
