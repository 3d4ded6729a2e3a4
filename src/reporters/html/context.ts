import type { Location, PackSummary, Report, ReporterOptions } from '../../runtime/model/index.js'
import { webAddress } from '../../wording/citations.js'
import { placeOf } from '../../wording/finding.js'
import { encodePath, repositoryPath } from '../../wording/repository-path.js'
import { markup as html, type Markup } from '../markup.js'
import { type Shown, shownOf } from './shown.js'

/** What the parts of a page need beside what they show. */
export interface Context {
  readonly packs: readonly PackSummary[]
  readonly shown: Shown
  /** Writes a place, as a link where the repository is known and the file is in it. */
  readonly placed: (location: Location) => Markup
}

export function contextOf(report: Report, { link }: ReporterOptions): Context {
  const code = (location: Location) => html`<code>${placeOf(location)}</code>`
  const prefix = webAddress(link?.prefix)
  const placed = (location: Location) => {
    const path = prefix === undefined ? undefined : repositoryPath(location.file, link?.folder)
    if (path === undefined) return code(location)
    return html`<a href="${`${prefix}${encodePath(path)}#L${location.start.line}`}" rel="noreferrer">${code(location)}</a>`
  }
  return { packs: report.packs, shown: shownOf(report), placed }
}
