import type { InputSummary, Report } from '../../../runtime/model/index.js'
import { count } from '../../../wording/count.js'
import { cut } from '../../../wording/cut.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { markup as html, type Markup } from '../../markup.js'
import { digestOf } from '../digest.js'
import { table } from '../table.js'
import { ageOf, timeOf } from '../times.js'
import { type Part, part } from './part.js'

/** What was judged: which bytes, how they were taken, and what they say themselves that they do not hold. */
export function exports({ inputs, startedAt, asOf = startedAt }: Report): Part[] {
  return part('Exports', 'Exports', inputs.length, () =>
    table(
      'Exports',
      ['File', 'Holds', 'Taken'],
      inputs.map((input) => exportRow(input, asOf)),
    ),
  )
}

function exportRow(input: InputSummary, run: string): Markup {
  const { file, source, resources, types, command, gaps = [] } = input
  const missing = gaps.map(
    ({ message, hint }) => html`<p class="warning">${oneLine(cut(message))}: ${oneLine(cut(hint))}</p>`,
  )
  const held = Object.entries(types ?? {}).map(([type, number]) => html`<br />${number} ${nameOf(type)}`)
  return html`
<tr><th scope="row"><code>${nameOf(file)}</code>${digestOf(input)}${command && html`<p class="quiet"><code>${nameOf(cut(command))}</code></p>`}${missing}</th><td>${count(resources, 'resource')} of ${nameOf(source)}${held}</td><td>${takenOf(input, run)}</td></tr>`
}

function takenOf({ taken, takenBy, takenWith }: InputSummary, run: string): Markup {
  if (!taken) return html`unknown`
  const age = ageOf(taken.at, run)
  const who = [takenBy && `by ${takenBy}`, takenWith && `with ${takenWith}`].filter(Boolean).join(' ')
  return html`${timeOf(taken.at)}${age && html`<br />${age}`}${who && html`<br />${oneLine(who)}`}${
    taken.from === 'file' ? html`<br />when the file was written; nobody says when it was taken` : undefined
  }`
}
