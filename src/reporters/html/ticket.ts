import { webAddress } from '../../wording/citations.js'
import { oneLine } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'

/** What somebody gave as evidence or ticket: a link when it is nothing but the address of a web page. */
export function ticketLink(ticket: string): Markup {
  const url = /\s/.test(ticket) ? undefined : webAddress(ticket)
  return url === undefined
    ? html`${oneLine(ticket)}`
    : html`<a href="${url}" rel="noreferrer">${oneLine(ticket)}</a>`
}
