import { groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { Report } from '../../runtime/model/index.js'
import { markup as html, type Markup } from '../markup.js'
import { patternsOfBars } from './chart.js'
import type { Context } from './context.js'
import { filterForm } from './filter.js'
import { headlineOf } from './headline.js'
import { masthead } from './masthead.js'
import { firstParts, lastParts, type Part } from './parts/index.js'
import { script } from './script.js'
import { contentSecurityPolicy } from './security.js'
import { standingSections } from './standing.js'
import { style } from './style.js'
import { summaryTables } from './summary.js'

export function page(report: Report, context: Context): Markup {
  const groups = groupByGuideline(report)
  const [first, last] = [firstParts(report), lastParts(report, context)]
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="generator" content="policytest ${report.tool.version}" />
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>Policy report: ${headlineOf(report).text}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${patternsOfBars()}
<a class="skip" href="#Guidelines">Skip to the guidelines</a>
${masthead(report)}
<main>${contents([...first, ...last])}${sectionsOf(first)}${summaryTables(groups)}${filterForm(report, groups)}
<div id="Guidelines">${standingSections(groups, context)}
</div>${sectionsOf(last)}
</main>
<script>${{ markup: script }}</script>
</body>
</html>
`
}

function sectionsOf(parts: readonly Part[]): Markup[] {
  return parts.map(({ section }) => section)
}

function contents(parts: readonly Part[]): Markup {
  const links = parts.map(
    ({ id, title, number }) => html`
<li><a href="#${id}">${title}</a> <span class="number">${number}</span></li>`,
  )
  return html`<nav aria-label="Parts of the report"><ul>${links}
</ul></nav>`
}
