import { groupBy } from '../../runtime/model/by-guideline.js'
import type { MutatedPolicy, MutationReport, ReporterOptions } from '../../runtime/model/index.js'
import { countsText, mutantText, scoreText } from '../../wording/mutation.js'
import { type Paint, painter } from '../console/ansi.js'

/** For people at a terminal: the survivors by policy, then the scores; the total last. */
export function mutationConsole(report: MutationReport, { color, quiet }: ReporterOptions): string {
  const paint = painter(color)
  const survivors = groupBy(report.survivors, ({ policy }) => [policy])
  const blocks = [
    ...report.policies.flatMap((policy) => {
      const own = (survivors.get(policy.id) ?? []).filter(() => policy.counts.survived > 0)
      return own.length === 0
        ? []
        : [[heading(policy, paint), ...own.map((mutant) => indented(mutantText(mutant)))]]
    }),
    ...(quiet || report.policies.length === 0 ? [] : [scores(report)]),
    [`mutation score ${scoreText(report.summary)}: ${countsText(report.summary)}`],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function heading({ id, shared, cases, counts }: MutatedPolicy, paint: Paint): string {
  const what = shared ? `${id} (variables and parameters of the pack)` : id
  const why = cases === 0 ? ': it has no test case' : ''
  return `${paint('red', '✗')} ${paint('bold', what)}  ${scoreText(counts)}${why}`
}

function scores({ packs, policies }: MutationReport): string[] {
  const rows = [
    ...packs.map(({ id, counts }) => ({ id, counts })),
    ...policies.filter(({ pack, shared }) => pack === undefined && !shared),
  ]
  const width = rows.reduce((most, { id }) => Math.max(most, id.length), 0)
  return rows.map(
    ({ id, counts }) => `${id.padEnd(width)}  ${scoreText(counts).padStart(7)}  ${countsText(counts)}`,
  )
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
