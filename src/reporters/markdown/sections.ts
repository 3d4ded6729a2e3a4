import { type Group, worstFirst } from '../../runtime/model/by-guideline.js'
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
  type WaiverSummary,
} from '../../runtime/model/index.js'
import { citationText, controlIds } from '../../wording/citations.js'
import { count } from '../../wording/count.js'
import { cut } from '../../wording/cut.js'
import { placeOf } from '../../wording/finding.js'
import { findingItem } from '../../wording/finding-item.js'
import { acceptanceOf, attestationOf, whyUndecided } from '../../wording/guideline.js'
import { codeBlock, codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { foldNoData } from '../../wording/no-data.js'
import { howToAllow, strictVerdict } from '../../wording/strict.js'
import type { Block } from './fit.js'

/** One guideline must not use up the room of the others. */
const findingsPerGuideline = 100

export function heading(report: Report): Block[] {
  const { summary, startedAt, tool, problems, couldNotRun } = report
  const { findings, cases, guidelines, resources } = summary
  const judged = Object.values(guidelines).reduce((sum, number) => sum + number, 0)
  const strict = strictVerdict(report)
  const counts = problems
    ? [...(couldNotRun ? ['Nothing was judged'] : []), count(problems.length, 'problem')]
    : [
        ...(judged > 0 ? [`${guidelines.violated} of ${count(judged, 'guideline')} violated`] : []),
        count(findings.open, 'open finding'),
        ...(strict === undefined ? [] : [strict]),
        ...(findings.waived > 0 ? [`${findings.waived} waived`] : []),
        ...(resources > 0 ? [count(resources, 'resource')] : []),
        ...(cases.passed + cases.failed > 0
          ? [`${cases.passed} of ${count(cases.passed + cases.failed, 'test case')} passed`]
          : []),
      ]
  return [
    { text: '# Policy report' },
    { text: `**${counts.join(' · ')}**` },
    { text: `policytest ${codeSpan(tool.version)}, ${codeSpan(startedAt)}` },
  ]
}

/** The verdicts of every guideline. */
export function guidelineTable(groups: readonly Group[]): Block[] {
  if (groups.length === 0) return []
  const rows = groups.map(({ guideline: { id, title, severity, status, counts } }) => {
    const cells = [id, title, severity, status].map((cell) => escapeMarkdown(cell))
    const numbers = [counts.pass, counts.fail, counts.error, counts.waived, counts.skip]
    return { text: `| ${[...cells, ...numbers].join(' | ')} |`, tight: true, entries: 1 }
  })
  return [
    { text: '## Guidelines' },
    {
      text: '| Guideline | Title | Severity | Status | Pass | Fail | Error | Waived | Skip |\n| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |',
    },
    ...rows,
  ]
}

/** Every guideline with open findings, the most severe first: what it asks for, the findings, the fix. */
export function violations(groups: readonly Group[], packs: readonly PackSummary[]): Block[] {
  const violated = groups.filter(({ open }) => open.length > 0)
  if (violated.length === 0) return []
  return [
    { text: '## Findings' },
    ...worstFirst(violated, ({ guideline }) => guideline.severity).flatMap((group) =>
      violation(group, packs),
    ),
  ]
}

function violation({ guideline, open }: Group, packs: readonly PackSummary[]): Block[] {
  const { id, title, statement, remediation } = guideline
  const shown = worstFirst(open, (finding) => finding.severity).slice(0, findingsPerGuideline)
  const left = open.length - shown.length
  return [
    { text: `### ${escapeMarkdown(id === title ? id : `${id}: ${title}`)}` },
    { text: `${aboutOf(guideline, packs)}\n\n> ${escapeMarkdown(statement)}` },
    ...shown.map((finding, i) => ({ text: violationItem(finding), tight: i > 0, entries: 1 })),
    ...(left > 0 ? [{ text: `**${count(left, 'more finding')} of this guideline.**`, entries: left }] : []),
    ...(remediation ? [{ text: `**Fix**\n\n${remediation.trim()}` }] : []),
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

function violationItem(finding: Finding): string {
  const { explanation } = finding
  const values = (explanation?.values ?? []).map(({ expression, value }) => cut(`${expression} = ${value}`))
  return [
    `- ${findingItem(finding)}`,
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

export function failedCases(cases: readonly CaseResult[]): Block[] {
  const failed = cases.filter(({ status }) => status === 'failed')
  if (failed.length === 0) return []
  return [
    { text: '## Failed test cases' },
    ...failed.map(({ policy, name, location, details = [] }) => ({
      text: [
        `**${escapeMarkdown(policy)}: ${escapeMarkdown(cut(name))}** ${codeSpan(placeOf(location))}`,
        ...(details.length > 0 ? ['', ...codeBlock(details.map((line) => cut(line)))] : []),
      ].join('\n'),
      entries: 1,
    })),
  ]
}

/** Waivers that no longer do anything: expired ones, whose findings count, and unused ones. */
export function waivers(waivers: readonly WaiverSummary[]): Block[] {
  return (['expired', 'unused'] as const).flatMap((status) => {
    const items = waivers
      .filter((waiver) => waiver.status === status)
      .map(({ policy, guideline, owner, expires, reason, location, matched }) => {
        const about = [policy, guideline].filter((part) => part !== undefined).join(', ') || 'everything'
        const words = `${about}: ${reason} (${owner}, ${expires}; ${count(matched, 'finding')})`
        return `${codeSpan(placeOf(location))} ${escapeMarkdown(cut(words))}`
      })
    return list(status === 'expired' ? 'Expired waivers' : 'Unused waivers', items)
  })
}

export function waivedFindings(findings: readonly Finding[]): Block[] {
  const items = findings.flatMap((finding) =>
    finding.waiver && !isOpen(finding) ? [findingItem(finding, { waiver: finding.waiver })] : [],
  )
  return list('Waived findings', items)
}

/** Guidelines that the run could not decide: no data, nothing that applies, nobody's word. They are not passes. */
export function undecided(groups: readonly Group[]): Block[] {
  const { named, others } = foldNoData(groups)
  const items = named.flatMap((group) => {
    const { id, title, status } = group.guideline
    const why = whyUndecided(group)
    if (why === undefined) return []
    const details = [why, acceptanceOf(group.guideline)].filter((line) => line !== undefined)
    return [
      [
        `**${escapeMarkdown(id)}** ${escapeMarkdown(title)}: ${status}`,
        ...details.map((line) => escapeMarkdown(cut(line))),
      ].join('\n  <br>'),
    ]
  })
  // the table of guidelines has named them
  if (others !== undefined) items.push(`**no data** ${escapeMarkdown(cut(others))}`)
  const attested = groups.flatMap(({ guideline }) => {
    const how = guideline.status === 'attested' ? attestationOf(guideline) : undefined
    return how === undefined
      ? []
      : [
          `**${escapeMarkdown(guideline.id)}** ${escapeMarkdown(guideline.title)}\n  <br>${escapeMarkdown(cut(how))}`,
        ]
  })
  return [...list('Not decided', items), ...list('Attested', attested)]
}

/** Inputs that say themselves that they are not all there is. */
export function incomplete(inputs: readonly InputSummary[]): Block[] {
  const items = inputs.flatMap(({ gaps = [] }) =>
    gaps.map(
      ({ location, message, hint }) =>
        `${codeSpan(placeOf(location))} ${escapeMarkdown(cut(message))}\n  <br>${escapeMarkdown(cut(hint))}`,
    ),
  )
  return list('Read in part', items)
}

/** What a strict run does not let pass, each with what to do. */
export function stopped(stops: readonly Stop[]): Block[] {
  const items = stops.map(({ code, about, message, hint, location }) => {
    const where = location ? ` ${codeSpan(placeOf(location))}` : ''
    const what = about === undefined ? '' : `**${escapeMarkdown(cut(about))}** `
    return `${codeSpan(code)}${where} ${what}${escapeMarkdown(cut(message))}\n  <br>${escapeMarkdown(cut(hint))}`
  })
  const blocks = list('Stopped by --strict', items)
  return blocks.length === 0 ? [] : [...blocks, { text: escapeMarkdown(howToAllow) }]
}

/** What is wrong with the policies themselves. */
export function problems(problems: readonly Diagnostic[] = []): Block[] {
  return list('Problems', diagnosticItems(problems))
}

export function warnings(warnings: readonly Diagnostic[]): Block[] {
  return list('Warnings', diagnosticItems(warnings))
}

function diagnosticItems(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ message, code, location, hint }) => {
    const where = location ? `${codeSpan(placeOf(location))} ` : ''
    return `${where}${escapeMarkdown(cut(`${message} [${code}]${hint === undefined ? '' : ` ${hint}`}`))}`
  })
}

function list(title: string, items: readonly string[]): Block[] {
  if (items.length === 0) return []
  return [
    { text: `## ${title}` },
    ...items.map((item, i) => ({ text: `- ${item}`, tight: i > 0, entries: 1 })),
  ]
}
