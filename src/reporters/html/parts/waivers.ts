import type { Report, WaiverSummary } from '../../../runtime/model/index.js'
import { cut } from '../../../wording/cut.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { markup as html, type Markup } from '../../markup.js'
import type { Context } from '../context.js'
import { table } from '../table.js'
import { ticketLink } from '../ticket.js'
import { type Part, part } from './part.js'

/** Who accepts what until when: all waivers, also those that have expired or that name nothing. */
export function waivers({ waivers }: Report, context: Context): Part[] {
  return part('Waivers', 'Waivers', waivers.length, () =>
    table(
      'Waivers',
      ['About', 'Reason', 'Owner', 'Approved', 'Expires', 'Findings', 'Place'],
      waivers.map((waiver) => waiverRow(waiver, context)),
    ),
  )
}

function waiverRow(waiver: WaiverSummary, { placed }: Context): Markup {
  const { policy, guideline, reason, owner, expires, location, status, matched, ticket } = waiver
  const about = [policy, guideline].filter((name) => name !== undefined).map(nameOf)
  return html`
<tr><th scope="row">${about.join(', ') || 'everything'}</th><td>${oneLine(cut(reason))}${ticket && html` (${ticketLink(ticket)})`}</td><td>${nameOf(owner)}</td><td>${approvalOf(waiver)}</td><td>${nameOf(expires)} <span class="label waiver-${status}">${status}</span></td><td>${matched}</td><td>${placed(location)}</td></tr>`
}

function approvalOf({ approvedBy, approvedOn }: WaiverSummary): string {
  const words = [approvedBy, approvedOn && `on ${approvedOn}`].filter((word) => word !== undefined)
  return oneLine(words.join(' '))
}
