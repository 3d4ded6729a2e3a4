import type { Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { cut } from '../../wording/cut.js'
import { escapeMarkdown } from '../../wording/markdown.js'
import { type Block, folded, section } from './blocks.js'

/** As much of a digest tells two exports of a page apart; the JSON report has all of it. */
const digestDigits = 12

/** What the verdicts rest on, folded: the exports, the packs, and the parameters that are not the default. */
export function evidence({ inputs, packs, params = [] }: Report): Block[] {
  const exports = inputs.map(({ file, resources, taken, sha256 = '' }) => [
    file,
    count(resources, 'resource'),
    taken ? `${taken.at}${taken.from === 'file' ? ' (time of the file)' : ''}` : 'unknown',
    sha256.slice(0, digestDigits),
  ])
  const versions = packs.map(({ id, profile = '', revision, sha256 = '' }) => [
    id,
    profile,
    revision ? `${revision.commit.slice(0, digestDigits)}${revision.dirty ? ' with changes' : ''}` : '',
    sha256.slice(0, digestDigits),
  ])
  const changed = params
    .filter(({ from }) => from !== 'default')
    .map(({ of, name, value, from, isExemption }) => [
      of,
      `${name}${isExemption ? ' (exemption)' : ''}`,
      cut(JSON.stringify(value), 200),
      from,
    ])
  const tables = [
    ...table('Exports', ['File', 'Holds', 'Taken', 'SHA-256'], exports),
    ...table('Packs', ['Pack', 'Profile', 'Commit', 'SHA-256'], versions),
    ...table('Parameters that are not the default', ['Pack', 'Parameter', 'Value', 'From'], changed),
  ]
  return section('Evidence', tables)
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): Block[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escapeMarkdown(cell)).join(' | ')} |`
  const lines = [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)]
  return [folded(`${title}: ${rows.length}`, lines.join('\n'), rows.length)]
}
