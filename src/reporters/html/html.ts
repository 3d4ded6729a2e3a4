import type { Report, ReporterOptions } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import type { Rendered } from '../rendered.js'
import { contextOf } from './context.js'
import { page } from './page.js'
import { mostFindings } from './shown.js'

/**
 * One page that needs nothing else: no network, no file, no script to be read. Of very many findings the least severe are
 * left out, and a note says how many.
 */
export function htmlWithNotes(report: Report, options: ReporterOptions): Rendered {
  const context = contextOf(report, options)
  const { left } = context.shown
  const notes =
    left > 0
      ? [`html: ${count(left, 'finding')} left out, the least severe: a page lists at most ${mostFindings}`]
      : []
  return { text: page(report, context).markup, notes }
}

/** The text of it alone. */
export function html(report: Report, options: ReporterOptions): string {
  return htmlWithNotes(report, options).text
}
