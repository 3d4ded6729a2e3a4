import type { GuidelineStatus, Severity } from '../../runtime/model/index.js'
import { standingOf } from '../../wording/standings.js'
import { markup as html, type Markup } from '../markup.js'

/** A severity as a coloured word: the colour is never all that tells. */
export function severityLabel(severity: Severity): Markup {
  return html`<span class="label severity-${severity}">${severity}</span>`
}

export function statusLabel(status: GuidelineStatus): Markup {
  return html`<span class="label status-${standingOf(status)}">${status}</span>`
}
