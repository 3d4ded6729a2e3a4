import type { Report } from '../../../runtime/model/index.js'
import { cut } from '../../../wording/cut.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { markup as html } from '../../markup.js'
import type { Context } from '../context.js'
import { type Part, part } from './part.js'

/** Policies of which a test fails are not to be relied on. */
export function failedCases({ cases }: Report, { placed }: Context): Part[] {
  const failed = cases.filter(({ status }) => status === 'failed')
  const items = failed.map(
    ({ policy, name, location, details = [] }) => html`
<li class="row"><p><strong>${nameOf(policy)}</strong> ${oneLine(cut(name))} ${placed(location)}</p><pre>${details.map((line) => nameOf(cut(line))).join('\n')}</pre></li>`,
  )
  return part('Cases', 'Failed test cases', failed.length, () => html`<ul class="plain">${items}</ul>`)
}
