import type { OverrideSummary, Report } from '../../../runtime/model/index.js'
import { cut } from '../../../wording/cut.js'
import { overrideOf } from '../../../wording/override.js'
import { nameOf } from '../../../wording/printable.js'
import { markup as html, type Markup } from '../../markup.js'
import type { Context } from '../context.js'
import { table } from '../table.js'
import { type Part, part } from './part.js'

/** What the configuration says against the packs: all overrides, also those that have expired or are about nothing. */
export function overrides({ overrides = [] }: Report, context: Context): Part[] {
  return part('Overrides', 'Overrides', overrides.length, () =>
    table(
      'Overrides',
      ['What and why', 'Policies', 'Place'],
      overrides.map((override) => overrideRow(override, context)),
    ),
  )
}

function overrideRow(override: OverrideSummary, { placed }: Context): Markup {
  const { status, policies, location } = override
  const names = policies.map(nameOf).join(', ')
  return html`
<tr><th scope="row">${cut(overrideOf(override))} <span class="label waiver-${status}">${status}</span></th><td>${cut(names)}</td><td>${placed(location)}</td></tr>`
}
