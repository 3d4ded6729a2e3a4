import type { GuidelineStatus, Report } from '../../runtime/model/index.js'
import { controlIds } from '../../wording/citations.js'
import { count } from '../../wording/count.js'
import { escapeMarkdown } from '../../wording/markdown.js'
import { verdictOf } from '../../wording/verdict.js'
import type { Chapter, Entry } from '../book.js'
import { link, table } from '../markdown.js'
import { type Page, pageOf } from '../page.js'
import { profileOf, resultsLine } from '../sections/evidence.js'

const columns = ['violated', 'error', 'waived', 'satisfied', 'attested'] as const satisfies GuidelineStatus[]

/** The index over all packs, on one screen. What is neither found wrong nor shown to be right is counted as undecided. */
export function overviewPage(chapters: readonly Chapter[], report: Report | undefined): Page {
  const head = ['Pack', 'Guidelines', 'Policies', ...(report ? ['Profile', ...columns, 'undecided'] : [])]
  return pageOf('README.md', [
    '# Compliance',
    resultsLine(report),
    report && verdictLine(report),
    table(
      head.map((cell) => cell.charAt(0).toUpperCase() + cell.slice(1)),
      chapters.map((chapter) => [
        link(escapeMarkdown(chapter.title), `${chapter.folder}/README.md`),
        chapter.entries.length,
        new Set(chapter.entries.flatMap(({ policies }) => policies)).size,
        ...(report ? [escapeMarkdown(profileOf(chapter) ?? ''), ...statusCounts(chapter.entries)] : []),
      ]),
    ),
    hasControls(chapters)
      ? '[Controls of other catalogues, with the guidelines that serve them](controls.md)'
      : undefined,
    report &&
      '[Evidence: exports with digests, packs, parameters and exemptions, waivers, attestations](evidence.md)',
  ])
}

function hasControls(chapters: readonly Chapter[]): boolean {
  return chapters.some(({ entries }) => entries.some(({ controls }) => controlIds(controls).length > 0))
}

function verdictLine({ summary }: Report): string | undefined {
  const verdict = verdictOf(summary)
  return verdict && `**${verdict.counts}** of ${count(verdict.total, 'guideline')}.`
}

function statusCounts(entries: readonly Entry[]): number[] {
  const counts = columns.map(
    (column) => entries.filter(({ evidence }) => evidence?.guideline.status === column).length,
  )
  return [...counts, entries.length - counts.reduce((sum, number) => sum + number, 0)]
}
