import { count } from '../../wording/count.js'
import { nameOf } from '../../wording/printable.js'
import { markup as html, type Markup } from '../markup.js'

/** `2026-11-28 09:09 UTC` of an ISO time. */
export function dayAndTime(iso: string): string {
  return `${nameOf(iso).slice(0, 16).replace('T', ' ')} UTC`
}

/** The same, to look at. */
export function timeOf(iso: string): Markup {
  return html`<time datetime="${nameOf(iso)}">${dayAndTime(iso)}</time>`
}

const day = 24 * 60 * 60 * 1000

/** How long before the run something was; nothing for a time that is none, or is later. */
export function ageOf(iso: string, run: string): string | undefined {
  const age = Date.parse(run) - Date.parse(iso)
  if (!(age >= 0)) return undefined
  return age < day ? 'less than a day old' : `${count(Math.floor(age / day), 'day')} old`
}
