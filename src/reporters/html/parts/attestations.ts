import type { Report } from '../../../runtime/model/index.js'
import { cut } from '../../../wording/cut.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { markup as html } from '../../markup.js'
import { linkTo } from '../anchor.js'
import { statusLabel } from '../labels.js'
import { table } from '../table.js'
import { ticketLink } from '../ticket.js'
import { type Part, part } from './part.js'

/** The words of persons, with what they rest on and how long they hold. */
export function attestations({ guidelines }: Report): Part[] {
  const given = guidelines.flatMap(({ id, status, attestation }) =>
    attestation ? [{ id, status, ...attestation }] : [],
  )
  const rows = given.map(
    ({ id, status, by, date, expires, statement, evidence }) => html`
<tr><th scope="row"><a href="${linkTo(id)}">${nameOf(id)}</a></th><td>${statement && oneLine(cut(statement))}</td><td>${evidence && ticketLink(cut(evidence))}</td><td>${nameOf(by)}</td><td>${nameOf(date)}</td><td>${nameOf(expires)} ${statusLabel(status)}</td></tr>`,
  )
  return part('Attestations', 'Attestations', given.length, () =>
    table('Attestations', ['Guideline', 'Statement', 'Evidence', 'By', 'Date', 'Expires'], rows),
  )
}
