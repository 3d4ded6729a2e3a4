import type { ChangedFinding, ReportDiff, ReporterOptions } from '../../runtime/model/index.js'
import { comparedText, diffCounts, differenceOf, findingLists, otherChanges } from '../../wording/diff.js'
import { messageOf, placeOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { nameOf } from '../../wording/printable.js'
import { type Paint, painter } from '../console/ansi.js'

/** For people at a terminal: findings by what became of them, then statuses and what the verdicts rest on; counts last. */
export function diffConsole(diff: ReportDiff, { color, quiet }: ReporterOptions): string {
  const paint = painter(color)
  const shown = quiet ? diff.findings.filter(({ isNews }) => isNews) : diff.findings
  const blocks = [
    ...findingLists(shown).map(({ title, shown, moved }) => [
      paint('bold', title),
      ...shown.flatMap((change) => findingLines(change, paint)),
      ...moved.map((line) => `  ${line}`),
    ]),
    ...otherChanges(diff).map(({ title, rows }) => [
      paint('bold', title),
      ...rows.map(({ name, how }) => `  ${nameOf(name)}  ${how}`),
    ]),
    [
      `before  ${comparedText(diff.before)}`,
      `after   ${comparedText(diff.after)}`,
      paint(diff.findings.some(({ isNews }) => isNews) ? 'red' : 'bold', diffCounts(diff)),
    ],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function findingLines(changed: ChangedFinding, paint: Paint): string[] {
  const { before, after, change, isNews } = changed
  const finding = after ?? before
  if (!finding) return []
  const { location, severity, resource, pointer, waiver } = finding
  const difference = differenceOf(changed)
  return [
    `  ${paint(isNews ? 'red' : 'dim', severity)}  ${paint('bold', placeOf(location))}  ${messageOf(finding)}`,
    `    ${paint('dim', `${resourceOf(resource)}${pointer && ` ${nameOf(pointer)}`} · ${ruleOf(finding)}`)}`,
    ...(difference === undefined ? [] : [`    ${difference}`]),
    ...(change === 'waived' && waiver ? [`    ${waiverOf(waiver)}`] : []),
  ]
}
