import { groupBy } from '../../../runtime/model/by-guideline.js'
import type { ParamInForce, Report } from '../../../runtime/model/index.js'
import { count } from '../../../wording/count.js'
import { cut } from '../../../wording/cut.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { markup as html, type Markup } from '../../markup.js'
import { table } from '../table.js'
import { type Part, part } from './part.js'

/** With which parameters the packs judged; those that let something through stand first. */
export function parameters({ params = [] }: Report): Part[] {
  return part('Parameters', 'Parameters in force', params.length, () => {
    const exempting = params.filter(exempts).length
    const packs = [...groupBy(params, ({ of }) => [of])].map(([of, members]) => {
      const sorted = [...members.filter(exempts), ...members.filter((param) => !exempts(param))]
      return html`
<h3>${nameOf(of)}</h3>
${table(`Parameters of ${nameOf(of)}`, ['Name', 'Value', 'From'], sorted.map(paramRow))}`
    })
    const note =
      exempting === 0
        ? 'No exemption is in force.'
        : `${count(exempting, 'exemption')} in force: what such a parameter names is not judged, or less strictly.`
    return html`<p class="note">${note}</p>${packs}`
  })
}

/** Whether it lets anything through. */
function exempts({ isExemption, value }: ParamInForce): boolean {
  return isExemption === true && !isNothing(value)
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === null || value === undefined || value === false || value === '' || value === 0
}

function paramRow(param: ParamInForce): Markup {
  const { name, value, description } = param
  const mark = exempts(param) ? html` <span class="label exemption">exemption</span>` : undefined
  return html`
<tr><th scope="row"><code>${nameOf(name)}</code>${mark}${description && html`<p class="quiet">${oneLine(cut(description))}</p>`}</th><td><code>${written(value)}</code></td><td>${originOf(param)}</td></tr>`
}

function originOf({ from, place, default: otherwise }: ParamInForce): Markup {
  if (from === 'default') return html`default`
  const where =
    place === undefined ? html`${from}` : html`<code>${`${nameOf(place.file)}:${place.line}`}</code>`
  return otherwise === undefined
    ? where
    : html`${where}<p class="quiet">otherwise <code>${written(otherwise)}</code></p>`
}

function written(value: unknown): string {
  return nameOf(cut(JSON.stringify(value) ?? 'nothing'))
}
