import type { Group } from '../../runtime/model/by-guideline.js'
import { worstFirst } from '../../runtime/model/by-guideline.js'
import type { Finding, GuidelineSummary } from '../../runtime/model/index.js'
import { citationOf, citationText, controlIds, webAddress } from '../../wording/citations.js'
import { count } from '../../wording/count.js'
import { cut } from '../../wording/cut.js'
import { acceptanceOf, attestationOf, whyUndecided } from '../../wording/guideline.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'
import { anchorOf, linkTo } from './anchor.js'
import type { Context } from './context.js'
import { findingItem } from './finding.js'
import { severityLabel, statusLabel } from './labels.js'
import { policyEvidence } from './policy.js'
import { prose, spans } from './prose.js'

/** A guideline: what it asks for, what became of it, and all that was found. The filter reads its data attributes. */
export function guidelineSection(group: Group, context: Context): Markup {
  const { guideline, open, waived } = group
  const { id, pack, title, severity, status } = guideline
  const { homeOf } = context.shown
  const findings = [...worstFirst(open, (finding) => finding.severity), ...waived]
  const here = findings.filter((finding) => homeOf(finding) === id)
  const name = nameOf(id)
  return html`
<section class="guideline" id="${anchorOf(id)}" data-pack="${pack && nameOf(pack)}" data-status="${status}" data-severity="${severity}" data-owner="${ownersOf(group).join('\n')}">
<p class="verdicts">${severityLabel(severity)} ${statusLabel(status)}</p>
<div class="body">
<h3>${oneLine(title)}</h3>
<p class="quiet"><a class="anchor" href="${linkTo(id)}"><code>${name}</code></a> <span class="counts">${countsOf(group)}</span></p>
${leadOf(group)}
</div>${findingList(here, severity, context)}${elsewhere(findings, id, context)}${foldsOf(group, context)}
</section>`
}

/** Everybody who answers for something in it. */
function ownersOf({ guideline: { accepted, attestation }, open, waived }: Group): string[] {
  const waivers = [...open, ...waived].map(({ waiver }) => waiver?.owner)
  const owners = [accepted?.owner, attestation?.by, ...waivers].filter((owner) => owner !== undefined)
  return [...new Set(owners.map((owner) => nameOf(owner)))].sort()
}

/** What the resources said; the numbers of nothing are left out. */
function countsOf({ guideline: { counts } }: Group): string {
  const words = [
    [counts.fail, 'failed'],
    [counts.error, 'not evaluated'],
    [counts.waived, 'waived'],
    [counts.pass, 'passed'],
    [counts.skip, 'not applicable'],
  ] as const
  return words.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])).join(', ')
}

/** The sentences to read first: why it is not decided, whose word it is, or what it asks for. */
function leadOf(group: Group): Markup[] {
  const { guideline } = group
  const why = guideline.status === 'attested' ? attestationOf(guideline) : whyUndecided(group)
  const accepted = acceptanceOf(guideline)
  return [
    ...(why === undefined ? [] : [html`<p class="why">${cut(why)}</p>`]),
    ...(accepted === undefined ? [] : [html`<p class="waiver">${cut(accepted)}</p>`]),
    ...(group.open.length > 0 ? [statementOf(guideline)] : []),
  ]
}

function statementOf({ statement }: GuidelineSummary): Markup {
  return html`<p class="statement">${spans(oneLine(statement))}</p>`
}

function findingList(
  findings: readonly Finding[],
  severity: GuidelineSummary['severity'],
  context: Context,
): Markup[] {
  const listed = findings.filter((finding) => context.shown.has(finding))
  const left = findings.length - listed.length
  return [
    ...(listed.length > 0
      ? [
          html`
<ul class="findings">${listed.map((finding) => findingItem(finding, severity, context))}
</ul>`,
        ]
      : []),
    ...(left > 0
      ? [
          html`
<p class="left">${count(left, 'more finding')} in report.json: the page holds the most severe.</p>`,
        ]
      : []),
  ]
}

/** Findings that violate several guidelines are listed once. */
function elsewhere(findings: readonly Finding[], id: string, { shown: { homeOf } }: Context): Markup[] {
  const counts = new Map<string, number>()
  for (const home of findings.map(homeOf)) if (home !== id) counts.set(home, (counts.get(home) ?? 0) + 1)
  return [...counts].map(
    ([home, number]) => html`
<p class="elsewhere">${count(number, 'finding')} of this guideline, listed under <a href="${linkTo(home)}">${nameOf(home)}</a></p>`,
  )
}

function foldsOf(group: Group, context: Context): Markup {
  const { guideline, policies, open } = group
  const { statement, title, rationale, remediation, attestationRequired } = guideline
  const source = sourceOf(guideline, context)
  const asked = [
    ...(open.length === 0 && statement !== title ? [statementOf(guideline)] : []),
    ...(attestationRequired === undefined
      ? []
      : [html`<p><strong>To be confirmed by a person:</strong> ${spans(oneLine(attestationRequired))}</p>`]),
    ...(rationale === undefined ? [] : [html`<p><strong>Why:</strong> ${spans(oneLine(rationale))}</p>`]),
    ...(source === undefined ? [] : [html`<p><strong>Source:</strong> ${source}</p>`]),
    ...controlsOf(guideline),
  ]
  const folds = [
    ...(remediation === undefined || isFine(guideline) ? [] : fold('How to fix', prose(remediation))),
    ...fold('What it asks for', asked),
    ...fold('Evidence', policies.map(policyEvidence)),
  ]
  return html`
<div class="folds">${folds}
</div>`
}

/** Nothing is to be fixed. */
function isFine({ status }: GuidelineSummary): boolean {
  return status === 'satisfied' || status === 'attested'
}

function fold(summary: string, content: readonly Markup[]): Markup[] {
  if (content.length === 0) return []
  return [
    html`
<details><summary>${summary}</summary>${content}</details>`,
  ]
}

function sourceOf(guideline: GuidelineSummary, { packs }: Context): Markup | undefined {
  const { source, pack } = guideline
  const text = citationText(guideline, packs)
  if (!source || text === undefined) return undefined
  const documents = packs.find(({ id }) => id === pack)?.documents ?? []
  const url = webAddress(citationOf(source, documents).url)
  return url === undefined ? html`${text}` : html`<a href="${url}" rel="noreferrer">${text}</a>`
}

function controlsOf({ kind, controls }: GuidelineSummary): Markup[] {
  const ids = controlIds(controls)
  const named = ids.length > 0 ? `; controls ${ids.map(oneLine).join(', ')}` : ''
  return [html`<p><strong>Kind:</strong> ${kind}${named}</p>`]
}
