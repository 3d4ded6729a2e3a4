import type { Report, Stop } from '../../../runtime/model/index.js'
import { cut } from '../../../wording/cut.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { howToAllow } from '../../../wording/strict.js'
import { markup as html, type Markup } from '../../markup.js'
import type { Context } from '../context.js'
import { type Part, part } from './part.js'

/** What a strict run does not let pass, each with what to do. */
export function stopped({ strict = [] }: Report, context: Context): Part[] {
  return part(
    'Strict',
    'Stopped by --strict',
    strict.length,
    () => html`<p class="note">${howToAllow}</p>
<ul class="plain">${strict.map((stop) => stopItem(stop, context))}
</ul>`,
  )
}

function stopItem({ code, about, message, hint, location }: Stop, { placed }: Context): Markup {
  const what = about === undefined ? undefined : html`<strong>${nameOf(cut(about))}</strong> `
  const where = location && html` ${placed(location)}`
  return html`
<li class="row"><p><code>${code}</code> ${what}${oneLine(cut(message))}${where}</p>
<p class="quiet">${oneLine(cut(hint))}</p></li>`
}
