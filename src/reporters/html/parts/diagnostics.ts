import type { Diagnostic, Report } from '../../../runtime/model/index.js'
import { cut } from '../../../wording/cut.js'
import { formatDiagnostic } from '../../../wording/diagnostic.js'
import { visible } from '../../../wording/printable.js'
import { markup as html, type Markup } from '../../markup.js'
import { type Part, part } from './part.js'

/** What is wrong with the policies themselves. */
export function problems({ problems = [] }: Report): Part[] {
  return part('Problems', 'Problems', problems.length, () => diagnosticList(problems))
}

export function warnings({ warnings }: Report): Part[] {
  return part('Warnings', 'Warnings', warnings.length, () => diagnosticList(warnings))
}

function diagnosticList(diagnostics: readonly Diagnostic[]): Markup {
  const items = diagnostics.map(
    (diagnostic) => html`
<li><pre>${visible(cut(formatDiagnostic(diagnostic)))}</pre></li>`,
  )
  return html`<ul class="plain">${items}</ul>`
}
