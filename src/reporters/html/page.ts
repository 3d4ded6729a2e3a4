import { type Group, worstFirst } from '../../runtime/model/by-guideline.js'
import type { Report } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { verdictOf } from '../../wording/verdict.js'
import { markup as html, type Markup } from '../markup.js'
import { attestations, exports, failedCases, problems, stopped, waivers, warnings } from './appendix.js'
import { patternsOfBars } from './chart.js'
import { filterForm } from './filter.js'
import { guidelineSection } from './guideline.js'
import { masthead } from './masthead.js'
import { script } from './script.js'
import { contentSecurityPolicy } from './security.js'
import type { Shown } from './shown.js'
import { standings } from './standings.js'
import { style } from './style.js'
import { summaryTables } from './summary.js'

export function page(report: Report, groups: readonly Group[], shown: Shown): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="generator" content="policytest ${report.tool.version}" />
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>Policy report: ${verdictOf(report).text}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${patternsOfBars()}
<a class="skip" href="#Guidelines">Skip to the guidelines</a>
${masthead(report)}
<main>
${problems(report)}${summaryTables(groups)}${filterForm(groups, ownersOf(report))}
<div id="Guidelines">${guidelines(report, groups, shown)}
</div>${stopped(report)}${failedCases(report)}${waivers(report)}${attestations(report)}${exports(report)}${warnings(report)}
</main>
<script>${{ markup: script }}</script>
</body>
</html>
`
}

/** A section for each standing that some guideline has, the severe ones first. */
function guidelines({ packs }: Report, groups: readonly Group[], shown: Shown): Markup[] {
  return standings.flatMap(({ name, title, statuses, note }) => {
    const members = statuses.flatMap((status) =>
      groups.filter(({ guideline }) => guideline.status === status),
    )
    if (members.length === 0) return []
    const sections = worstFirst(members, ({ guideline }) => guideline.severity)
    return [
      html`
<section class="standing" id="Standing-${name}">
<h2>${title} <span class="number">${members.length}</span></h2>
<p class="note">${note}</p>${sections.map((group) => guidelineSection(group, packs, shown))}
</section>`,
    ]
  })
}

/** Everybody who answers for something, once. */
function ownersOf({ guidelines, findings }: Report): string[] {
  const owners = [
    ...guidelines.flatMap(({ accepted, attestation }) => [accepted?.owner, attestation?.by]),
    ...findings.map(({ waiver }) => waiver?.owner),
  ].filter((owner) => owner !== undefined)
  return [...new Set(owners.map((owner) => nameOf(owner)))].sort()
}
