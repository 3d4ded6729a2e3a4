import { type Group, groupBy, leadingGuideline, worstFirst } from '../../runtime/model/by-guideline.js'
import {
  type CaseResult,
  type Diagnostic,
  type Finding,
  type GuidelineSummary,
  type InputSummary,
  isOpen,
  type PackSummary,
  type Report,
  type Stop,
} from '../../runtime/model/index.js'
import { baselineText } from '../../wording/baseline.js'
import { citationText, controlIds } from '../../wording/citations.js'
import { count } from '../../wording/count.js'
import { cut } from '../../wording/cut.js'
import { findingItem } from '../../wording/finding-item.js'
import { acceptanceOf, attestationOf, whyUndecided } from '../../wording/guideline.js'
import { codeBlock, codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { foldNoData } from '../../wording/no-data.js'
import { overrideOf } from '../../wording/override.js'
import type { Placed } from '../../wording/placed.js'
import { howToAllow, strictVerdict } from '../../wording/strict.js'
import { verdictOf } from '../../wording/verdict.js'
import { type Block, folded, list, section } from './blocks.js'

/** So many findings of a guideline are seen at once, and so many at all: one must not use up the room of the others. */
const limits = { seen: 5, listed: 100 }

/** The hidden first line, by which a workflow finds its own comment again to replace it. */
export const marker = '<!-- policytest -->'

export function heading(report: Report): Block[] {
  const { summary, startedAt, tool, problems, couldNotRun } = report
  const { findings, cases, resources } = summary
  const verdict = verdictOf(summary)
  const strict = strictVerdict(report)
  const since = baselineText(report)
  const counts = problems
    ? [...(couldNotRun ? ['**Nothing was judged**'] : []), `**${count(problems.length, 'problem')}**`]
    : [
        ...(verdict === undefined ? [] : [`**${verdict.counts}** of ${count(verdict.total, 'guideline')}`]),
        findings.open > 0 ? `**${count(findings.open, 'open finding')}**` : 'no open finding',
        ...(since === undefined ? [] : [escapeMarkdown(since)]),
        ...(strict === undefined ? [] : [`**${strict}**`]),
        ...(findings.waived > 0 ? [`${count(findings.waived, 'finding')} waived`] : []),
        ...(resources > 0 ? [count(resources, 'resource')] : []),
        ...(cases.passed + cases.failed > 0
          ? [`${cases.passed} of ${count(cases.passed + cases.failed, 'test case')} passed`]
          : []),
      ]
  return [
    { text: marker },
    { text: '### Policy report', tight: true },
    { text: counts.join(' · ') },
    { text: `policytest ${codeSpan(tool.version)}, ${codeSpan(startedAt)}` },
  ]
}

/** Every guideline with its status, folded: a part for each pack, which says in its first line how it stands. */
export function guidelineTables(groups: readonly Group[]): Block[] {
  const packs = groupBy(groups, ({ guideline }) => [guideline.pack ?? ''])
  const tables = [...packs].map(([pack, members]) => {
    const statuses = [...groupBy(members, ({ guideline }) => [guideline.status])]
    const counts = statuses.map(([status, { length }]) => `${length} ${status}`).join(', ')
    const rows = members.map(({ guideline: { id, title, severity, status }, open, waived }) => {
      const findings = [
        ...(open.length > 0 ? [`${open.length} open`] : []),
        ...(waived.length > 0 ? [`${waived.length} waived`] : []),
      ]
      return `| ${[id, title, severity, status, findings.join(', ')].map((cell) => escapeMarkdown(cell)).join(' | ')} |`
    })
    const table = [
      '| Guideline | Title | Severity | Status | Findings |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ]
    return folded(`${pack || 'Policies without pack'}: ${counts}`, table.join('\n'), rows.length)
  })
  return section('All guidelines', tables)
}

/**
 * Every guideline with open findings, the most severe first: what it asks for, the findings, the fix. A finding is shown
 * once, under the first guideline that it violates; the others point there.
 */
export function violations(groups: readonly Group[], report: Report, placed: Placed): Block[] {
  const leadOf = leadingGuideline(report)
  const violated = groups.filter(({ open }) => open.length > 0)
  const worst = worstFirst(violated, ({ guideline }) => guideline.severity)
  return section(
    'What is wrong',
    worst.flatMap((group) => violation(group, leadOf, report.packs, placed)),
  )
}

function violation(
  { guideline, open: all }: Group,
  leadOf: (finding: Finding) => string,
  packs: readonly PackSummary[],
  placed: Placed,
): Block[] {
  const { id, title, statement, remediation } = guideline
  const byLead = groupBy(all, (finding) => [leadOf(finding)])
  const open = byLead.get(id) ?? []
  const elsewhere = [...byLead].filter(([lead]) => lead !== id)
  const isKnown = ({ baseline = 'new' }: Finding) => baseline !== 'new'
  const news = open.filter((finding) => !isKnown(finding))
  const listed = [news, open.filter(isKnown)]
    .flatMap((findings) => worstFirst(findings, (finding) => finding.severity))
    .slice(0, limits.listed)
  const items = listed.map((finding) => violationItem(finding, placed))
  const shown = Math.min(limits.seen, news.length)
  const [seen, more] = [items.slice(0, shown), items.slice(shown)]
  const left = open.length - items.length
  return [
    { text: `#### ${escapeMarkdown(id === title ? id : `${id}: ${title}`)}` },
    { text: `${aboutOf(guideline, packs)}\n\n> ${escapeMarkdown(statement)}` },
    ...seen.map((text, i) => ({ text, tight: i > 0, entries: 1 })),
    ...(more.length > 0 ? [folded(`${more.length} more`, more.join('\n'), more.length)] : []),
    ...(left > 0 ? [{ text: `**${count(left, 'more finding')} of this guideline.**`, entries: left }] : []),
    ...elsewhere.map(([lead, findings]) => ({
      text: `${count(findings.length, 'finding')} listed under **${escapeMarkdown(lead)}**.`,
    })),
    ...(remediation ? [folded('Fix', remediation.trim())] : []),
  ]
}

function aboutOf(guideline: GuidelineSummary, packs: readonly PackSummary[]): string {
  const parts = [
    `**${guideline.severity}** ${guideline.kind}`,
    citationText(guideline, packs),
    controlIds(guideline.controls).join(', '),
  ]
  const [first = '', ...rest] = parts.filter((part) => part)
  return [first, ...rest.map((part) => escapeMarkdown(part ?? ''))].join(' · ')
}

function violationItem(finding: Finding, placed: Placed): string {
  const { explanation } = finding
  const values = (explanation?.values ?? []).map(({ expression, value }) => cut(`${expression} = ${value}`))
  return [
    `- ${findingItem(finding, { placed })}`,
    ...(values.length > 0
      ? [
          '  <details><summary>Why</summary>',
          '',
          ...codeBlock(values).map((line) => `  ${line}`),
          '',
          '  </details>',
        ]
      : []),
  ].join('\n')
}

export function failedCases(cases: readonly CaseResult[], placed: Placed): Block[] {
  const failed = cases.filter(({ status }) => status === 'failed')
  return section(
    'Failed test cases',
    failed.map(({ policy, name, location, details = [] }) => ({
      text: [
        `**${escapeMarkdown(policy)}: ${escapeMarkdown(cut(name))}** ${placed(location)}`,
        ...(details.length > 0 ? ['', ...codeBlock(details.map((line) => cut(line)))] : []),
      ].join('\n'),
      entries: 1,
    })),
  )
}

/** What nobody decided: guidelines without data, nothing that applies, nobody's word; exports that are not all there is. */
export function undecided(
  groups: readonly Group[],
  inputs: readonly InputSummary[],
  placed: Placed,
): Block[] {
  const { named, others } = foldNoData(groups)
  const items = named.flatMap((group) => {
    const { id, title, status } = group.guideline
    const why = whyUndecided(group)
    if (why === undefined) return []
    const details = [why, acceptanceOf(group.guideline)].filter((line) => line !== undefined)
    return [lines(`**${escapeMarkdown(id)}** ${escapeMarkdown(title)}: ${status}`, details)]
  })
  if (others !== undefined) items.push(`**no data** ${escapeMarkdown(cut(others))}`)
  const gaps = inputs.flatMap(({ gaps = [] }) =>
    gaps.map(({ location, message, hint }) =>
      lines(`${placed(location)} ${escapeMarkdown(cut(message))}`, [hint]),
    ),
  )
  return [...list('What nobody judged', items), ...list('Read in part', gaps)]
}

export function attested(groups: readonly Group[]): Block[] {
  const items = groups.flatMap(({ guideline }) => {
    const how = guideline.status === 'attested' ? attestationOf(guideline) : undefined
    const { id, title } = guideline
    return how === undefined ? [] : [lines(`**${escapeMarkdown(id)}** ${escapeMarkdown(title)}`, [how])]
  })
  return list('Attested', items)
}

/** Findings that somebody accepted, those that end first in front; then waivers that no longer do anything. */
export function waived({ findings, waivers }: Pick<Report, 'findings' | 'waivers'>, placed: Placed): Block[] {
  const accepted = findings
    .flatMap((finding) => (finding.waiver && !isOpen(finding) ? [{ finding, waiver: finding.waiver }] : []))
    .toSorted((a, b) => (a.waiver.expires < b.waiver.expires ? -1 : 1))
    .map(({ finding, waiver }) => findingItem(finding, { waiver, placed }))
  const idle = (['expired', 'unused'] as const).flatMap((status) => {
    const items = waivers
      .filter((waiver) => waiver.status === status)
      .map(({ policy, guideline, owner, expires, reason, location, matched }) => {
        const about = [policy, guideline].filter((part) => part !== undefined).join(', ') || 'everything'
        const words = `${about}: ${reason} (${owner}, ${expires}; ${count(matched, 'finding')})`
        return `${placed(location)} ${escapeMarkdown(cut(words))}`
      })
    return list(status === 'expired' ? 'Expired waivers' : 'Unused waivers', items)
  })
  return [...list('Waived', accepted), ...idle]
}

/** What the configuration says against the packs, whether it holds or not. */
export function overridden({ overrides = [] }: Pick<Report, 'overrides'>, placed: Placed): Block[] {
  const items = overrides.map((override) => {
    const { status, location } = override
    const what = status === 'active' ? '' : ` **${status}**`
    return `${placed(location)}${what} ${escapeMarkdown(cut(overrideOf(override)))}`
  })
  return list('Overrides', items)
}

/** What a strict run does not let pass, each with what to do. */
export function stopped(stops: readonly Stop[], placed: Placed): Block[] {
  const items = stops.map(({ code, about, message, hint, location }) => {
    const where = location ? ` ${placed(location)}` : ''
    const what = about === undefined ? '' : `**${escapeMarkdown(cut(about))}** `
    return lines(`${codeSpan(code)}${where} ${what}${escapeMarkdown(cut(message))}`, [hint])
  })
  const blocks = list('Stopped by --strict', items)
  return blocks.length === 0 ? [] : [...blocks, { text: escapeMarkdown(howToAllow) }]
}

/** What is wrong with the policies themselves, or what a reader should know of the run. */
export function diagnostics(
  title: 'Problems' | 'Warnings',
  found: readonly Diagnostic[] | undefined,
  placed: Placed,
): Block[] {
  const items = (found ?? []).map(({ message, code, location, hint }) => {
    const where = location ? `${placed(location)} ` : ''
    return `${where}${escapeMarkdown(cut(`${message} [${code}]${hint === undefined ? '' : ` ${hint}`}`))}`
  })
  return list(title, items)
}

/** A list item of a line of Markdown and lines of untrusted text. */
function lines(first: string, others: readonly string[]): string {
  return [first, ...others.map((line) => escapeMarkdown(cut(line)))].join('\n  <br>')
}
