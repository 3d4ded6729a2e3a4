import type { Group } from '../../runtime/model/by-guideline.js'
import { severities } from '../../runtime/model/index.js'
import { nameOf } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'
import { standings } from './standings.js'

/** The form of the filter; hidden until the script is there to answer it. */
export function filterForm(groups: readonly Group[], owners: readonly string[]): Markup {
  if (groups.length === 0) return html``
  const guidelines = groups.map(({ guideline }) => guideline)
  const packs = [...new Set(guidelines.flatMap(({ pack }) => (pack === undefined ? [] : [nameOf(pack)])))]
  const statuses = standings
    .flatMap((standing) => standing.statuses)
    .filter((status) => guidelines.some((guideline) => guideline.status === status))
  return html`
<form id="Filter" role="search" aria-label="Filter guidelines and findings" hidden="">
<label class="text">Text <input type="search" name="text" autocomplete="off" placeholder="resource, message, file, id" /></label>
${select('pack', 'Pack', packs)}${select('severity', 'Severity', severities)}${select('status', 'Status', statuses)}${select('owner', 'Owner', owners)}
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
