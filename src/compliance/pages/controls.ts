import { groupBy } from '../../runtime/model/by-guideline.js'
import type { GuidelineStatus } from '../../runtime/model/index.js'
import { controlIds } from '../../wording/citations.js'
import { escapeMarkdown } from '../../wording/markdown.js'
import type { Chapter, Entry } from '../book.js'
import { link, table } from '../markdown.js'
import { type Page, pageOf } from '../page.js'
import { statusOf } from '../sections/evidence.js'

/** From what a reader has to see first to what is in order. */
const worstFirst: readonly GuidelineStatus[] = [
  'violated',
  'error',
  'attestation expired',
  'not attested',
  'no data',
  'partial',
  'unmatched',
  'not implemented',
  'waived',
  'attested',
  'satisfied',
]

/** The index over all packs by control: which guidelines serve it, and the worst of their statuses. Nothing without controls. */
export function controlsPage(chapters: readonly Chapter[]): Page[] {
  const all = chapters.flatMap((chapter) => chapter.entries.map((entry) => ({ chapter, entry })))
  const byControl = groupBy(all, ({ entry }) => controlIds(entry.controls))
  if (byControl.size === 0) return []
  const hasResults = chapters.some(({ report }) => report !== undefined)
  const rows = [...byControl]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([control, served]) => [
      escapeMarkdown(control),
      ...(hasResults ? [`**${worstOf(served.map(({ entry }) => entry))}**`] : []),
      served
        .map(({ chapter, entry }) => {
          const status = hasResults ? `: ${statusOf(entry)}` : ''
          return `${link(escapeMarkdown(entry.id), `${chapter.folder}/${entry.file}`)}${status}`
        })
        .join('<br>'),
    ])
  return [
    pageOf('controls.md', [
      '# Controls',
      '[All packs](README.md)',
      'That a guideline serves a control does not say that nothing else is needed for it; controls that no guideline serves are not listed.',
      table(['Control', ...(hasResults ? ['Worst status'] : []), 'Guidelines'], rows),
    ]),
  ]
}

function worstOf(entries: readonly Entry[]): string {
  const statuses = new Set(entries.map(statusOf))
  return worstFirst.find((status) => statuses.has(status)) ?? 'not in the results'
}
