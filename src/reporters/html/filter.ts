import type { Group } from '../../runtime/model/by-guideline.js'
import { type Report, severities } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { standings } from '../../wording/standings.js'
import { markup as html, type Markup } from '../markup.js'

/** The form of the filter; hidden until the script is there to answer it. */
export function filterForm(report: Report, groups: readonly Group[]): Markup {
  if (groups.length === 0) return html``
  const guidelines = groups.map(({ guideline }) => guideline)
  const packs = [...new Set(guidelines.flatMap(({ pack }) => (pack === undefined ? [] : [nameOf(pack)])))]
  const statuses = standings
    .flatMap((standing) => standing.statuses)
    .filter((status) => guidelines.some((guideline) => guideline.status === status))
  return html`
<form id="Filter" role="search" aria-label="Filter guidelines and findings" hidden="">
<label class="text">Text <input type="search" name="text" autocomplete="off" placeholder="resource, message, file, id" /></label>
${select('pack', 'Pack', packs)}${select('severity', 'Severity', severities)}${select('status', 'Status', statuses)}${select('owner', 'Owner', ownersOf(report))}
<button type="reset">Clear</button>
<output aria-live="polite"></output>
</form>`
}

function select(name: string, label: string, values: readonly string[]): Markup {
  // nothing to choose from
  if (values.length === 0) return html``
  return html`<label>${label} <select name="${name}"><option value="">any</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>
`
}

/** Everybody who answers for something, once. */
function ownersOf({ guidelines, findings }: Report): string[] {
  const owners = [
    ...guidelines.flatMap(({ accepted, attestation }) => [accepted?.owner, attestation?.by]),
    ...findings.map(({ waiver }) => waiver?.owner),
  ].filter((owner) => owner !== undefined)
  return [...new Set(owners.map((owner) => nameOf(owner)))].sort()
}
