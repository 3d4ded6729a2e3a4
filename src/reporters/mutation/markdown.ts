import { groupBy } from '../../runtime/model/by-guideline.js'
import type { MutationReport } from '../../runtime/model/index.js'
import { placeOf } from '../../wording/finding.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { countsText, scoreText } from '../../wording/mutation.js'
import type { Block } from '../markdown/blocks.js'
import { keepWithin } from '../markdown/fit.js'
import { markdownLimit } from '../markdown/markdown.js'

/** For a step summary or a pull request: the scores, then the survivors by policy. */
export function mutationMarkdown(report: MutationReport): string {
  return keepWithin(
    [...heading(report), ...table(report), ...survivors(report), ...equivalents(report)],
    markdownLimit,
  )
}

function heading({ summary }: MutationReport): Block[] {
  return [{ text: '# Mutation report' }, { text: `**${scoreText(summary)}** · ${countsText(summary)}` }]
}

function table({ policies }: MutationReport): Block[] {
  if (policies.length === 0) return []
  const rows = policies.map(({ id, shared, counts }): Block => {
    const { killed, survived, equivalent, invalid } = counts
    const name = `${escapeMarkdown(id)}${shared ? ' (shared)' : ''}`
    return {
      text: `| ${[name, scoreText(counts), killed, survived, equivalent, invalid].join(' | ')} |`,
      tight: true,
      entries: 1,
    }
  })
  return [
    {
      text: '| Policy | Score | Killed | Survived | Equivalent | Invalid |\n| --- | ---: | ---: | ---: | ---: | ---: |',
    },
    ...rows,
  ]
}

function survivors({ survivors }: MutationReport): Block[] {
  if (survivors.length === 0) return []
  return [
    { text: '## Changes that no test notices' },
    ...[...groupBy(survivors, ({ policy }) => [policy])].flatMap(([policy, own]): Block[] => [
      { text: `### ${escapeMarkdown(policy)}` },
      ...own.map(
        ({ location, part, change }, i): Block => ({
          text: `- ${codeSpan(placeOf(location))} ${codeSpan(part)}: ${escapeMarkdown(change)}`,
          tight: i > 0,
          entries: 1,
        }),
      ),
    ]),
  ]
}

function equivalents({ equivalents }: MutationReport): Block[] {
  if (equivalents.length === 0) return []
  return [
    { text: '## Changes that make no difference' },
    ...equivalents.map(
      ({ location, change, reason }, i): Block => ({
        text: `- ${codeSpan(placeOf(location))} ${escapeMarkdown(change)}: ${escapeMarkdown(reason)}`,
        tight: i > 0,
        entries: 1,
      }),
    ),
  ]
}
