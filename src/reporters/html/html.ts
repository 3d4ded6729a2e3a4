import { groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import type { Rendered } from '../rendered.js'
import { page } from './page.js'
import { mostFindings, shownOf } from './shown.js'

/**
 * One page that needs nothing else: no network, no file, no script to be read. Of very many findings the least severe are
 * left out, and a note says how many.
 */
export function htmlWithNotes(report: Report): Rendered {
  const shown = shownOf(report)
  const text = page(report, groupByGuideline(report), shown).markup
  const notes =
    shown.left > 0
      ? [
          `html: ${count(shown.left, 'finding')} left out, the least severe: a page lists at most ${mostFindings}`,
        ]
      : []
  return { text, notes }
}

/** The text of it alone. */
export function html(report: Report): string {
  return htmlWithNotes(report).text
}
