import { type BookRequest, buildBook } from './book.js'
import type { Page } from './page.js'
import { controlsPage } from './pages/controls.js'
import { evidencePage } from './pages/evidence.js'
import { guidelinePage } from './pages/guideline.js'
import { overviewPage } from './pages/overview.js'
import { packPage } from './pages/pack.js'

export type { BookRequest } from './book.js'
export { componentDefinition, definitionUuid } from './oscal/component-definition.js'
export { type Page, pageMark } from './page.js'
export { resultsProblems } from './results.js'

/**
 * Compliance documents: one page for each guideline, an index for each pack and one over all packs. Pure: the same
 * policies and results give the same bytes.
 * @param folder where the pages will stand, relative to the folder that the files of policies are relative to
 */
export function compliancePages(request: BookRequest, folder: string): Page[] {
  const chapters = buildBook(request)
  return [
    overviewPage(chapters, request.report),
    ...controlsPage(chapters),
    ...(request.report ? [evidencePage(request.report, request.resultsDigest)] : []),
    ...chapters.flatMap((chapter) => [
      packPage(chapter),
      ...chapter.entries.map((entry) => guidelinePage(entry, chapter, folder)),
    ]),
  ]
}
