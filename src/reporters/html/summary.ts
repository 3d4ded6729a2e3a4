import type { Group } from '../../runtime/model/by-guideline.js'
import { groupBy } from '../../runtime/model/by-guideline.js'
import { severities } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { standings } from '../../wording/standings.js'
import { markup as html, type Markup } from '../markup.js'
import { type Segment, stackedBar, swatch } from './chart.js'
import { anchorOfStanding, titles } from './standing.js'

/** Policies that belong to no pack. */
const noPack = 'no pack'

const allPacks = 'All packs'

/** At a glance, by pack: what became of the guidelines, and how severe the open findings are. */
export function summaryTables(groups: readonly Group[]): Markup {
  if (groups.length === 0) return html``
  const packs = [...groupBy(groups, ({ guideline }) => [guideline.pack ?? noPack])]
  const rows = packs.length > 1 ? [...packs, [allPacks, groups] as const] : packs
  return html`
<section id="Summary">
<h2 class="unseen">Summary</h2>
<div class="summary">${table('Guidelines', rows, statusesOf)}${table('Open findings', rows, severitiesOf)}
</div>
</section>`
}

/** A column may lead to what it counts. */
interface Column extends Segment {
  readonly href?: string
}

type Row = readonly [pack: string, groups: readonly Group[]]

function table(
  caption: string,
  rows: readonly Row[],
  segmentsOf: (groups: readonly Group[]) => Segment[],
): Markup {
  const heads = segmentsOf([]).map(({ name, title }) => html`<th scope="col">${swatch(name)} ${title}</th>`)
  return html`
<div class="wide"><table class="numbers">
<caption>${caption}</caption>
<thead><tr><th scope="col">Pack</th><th scope="col" class="bars"><span class="unseen">Bar</span></th>${heads}<th scope="col">All</th></tr></thead>
<tbody>${rows.map(([pack, groups]) => row(pack, segmentsOf(groups)))}
</tbody>
</table></div>`
}

function row(pack: string, segments: readonly Segment[]): Markup {
  const all = segments.reduce((sum, { count }) => sum + count, 0)
  const cells = segments.map(
    ({ count }) => html`<td${count === 0 ? html` class="none"` : undefined}>${count}</td>`,
  )
  return html`
<tr${pack === allPacks ? html` class="total"` : undefined}><th scope="row">${nameOf(pack)}</th><td>${stackedBar(nameOf(pack), segments)}</td>${cells}<td>${all}</td></tr>`
}

function statusesOf(groups: readonly Group[]): Column[] {
  return standings.map(({ name, statuses }) => ({
    name,
    title: titles[name],
    href: `#${anchorOfStanding(name)}`,
    count: groups.filter(({ guideline }) => statuses.includes(guideline.status)).length,
  }))
}

/** A finding that violates several guidelines is one finding. */
function severitiesOf(groups: readonly Group[]): Column[] {
  const open = [...new Set(groups.flatMap((group) => group.open))]
  return severities.map((severity) => ({
    name: severity,
    title: `${severity[0]?.toUpperCase()}${severity.slice(1)}`,
    count: open.filter((finding) => finding.severity === severity).length,
  }))
}
