import { planCollection } from '../../runtime/collect/index.js'
import { codeBlock, codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { shellWord } from '../../wording/shell-word.js'
import type { Chapter, Entry } from '../book.js'

/** The section of a page that says which commands export what its policies judge. */
export function collectionSection({ policies }: Entry, { pack, platforms }: Chapter): string[] {
  const { commands, unknown } = planCollection(policies, new Map(), platforms)
  if (commands.length === 0 && unknown.length === 0) return []
  const lines = commands.map(
    ({ program, args, file }) =>
      `${[program, ...args].map((word) => (/^<\w+>$/.test(word) ? word : shellWord(word))).join(' ')} > ${file}`,
  )
  const byHand = unknown.map(
    ({ type, advice }) => `- ${codeSpan(type)}${advice === undefined ? '' : `: ${escapeMarkdown(advice)}`}`,
  )
  return [
    '## How to collect the evidence',
    ...(lines.length === 0 ? [] : [collector(pack?.name), codeBlock(lines).join('\n')]),
    ...(byHand.length === 0 ? [] : ['No command exports these:', byHand.join('\n')]),
  ]
}

function collector(pack: string | undefined): string {
  const commands = 'Read-only commands'
  return pack === undefined
    ? `${commands}:`
    : `${commands}, as ${codeSpan(`policytest collect ${pack}`)} runs them:`
}
