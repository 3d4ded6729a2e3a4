import type { ChangedFinding, ReportDiff, ReporterOptions } from '../../runtime/model/index.js'
import { comparedText, diffCounts, differenceOf, findingLists, otherChanges } from '../../wording/diff.js'
import { findingItem } from '../../wording/finding-item.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { type Placed, placedWith } from '../../wording/placed.js'
import { list } from '../markdown/blocks.js'
import { keepWithin } from '../markdown/fit.js'
import { markdownLimit } from '../markdown/markdown.js'

/** The hidden first line, by which a workflow finds its own comment again to replace it. */
const marker = '<!-- policytest diff -->'

/** For a step summary or a pull request: the counts, what is new, then what else became of findings, statuses and rules. */
export function diffMarkdown(
  diff: ReportDiff,
  { maxSize = markdownLimit, link }: Pick<ReporterOptions, 'maxSize' | 'link'> = {},
): string {
  const placed = placedWith(link)
  const blocks = [
    { text: marker },
    { text: '### Policy diff', tight: true },
    { text: `**${diffCounts(diff)}**` },
    {
      text: `- before: ${escapeMarkdown(comparedText(diff.before))}\n- after: ${escapeMarkdown(comparedText(diff.after))}`,
    },
    ...findingLists(diff.findings).flatMap(({ title, shown, moved }) =>
      list(title, [...shown.map((change) => findingText(change, placed)), ...moved]),
    ),
    ...otherChanges(diff).flatMap(({ title, rows }) =>
      list(
        title,
        rows.map(({ name, how }) => `${codeSpan(name)} ${escapeMarkdown(how)}`),
      ),
    ),
    ...list(
      'Warnings',
      diff.warnings.map(({ message }) => escapeMarkdown(message)),
    ),
  ]
  return keepWithin(blocks, maxSize)
}

function findingText(changed: ChangedFinding, placed: Placed): string {
  const finding = changed.after ?? changed.before
  if (!finding) return ''
  const { waiver } = finding
  const difference = differenceOf(changed)
  const item = findingItem(finding, {
    placed,
    ...(changed.change === 'waived' && waiver && { waiver }),
  })
  return `**${finding.severity}** ${item}${difference === undefined ? '' : `\n  <br>${escapeMarkdown(difference)}`}`
}
