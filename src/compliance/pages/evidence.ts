import type { Approval, InputSummary, Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { verdictOf } from '../../wording/verdict.js'
import { section, table } from '../markdown.js'
import { type Page, pageOf } from '../page.js'

/** What a run's verdicts rest on: which exports, taken how, judged by what, with which exceptions; and room for a signature. */
export function evidencePage(report: Report, digest: string | undefined): Page {
  return pageOf('evidence.md', [
    '# Evidence',
    '[All packs](README.md)',
    aboutRun(report, digest),
    ...section('Exports', exportsTable(report)),
    ...section('Packs', packsTable(report)),
    ...section('Files that say how to judge', settingsTable(report)),
    ...section('Exemptions, and parameters that are not the default', paramsTable(report)),
    ...section('Waivers', waiversTable(report)),
    ...section('Attestations', attestationsTable(report)),
    ...section('Accepted as not decided', acceptedTable(report)),
    '## Review',
    table(['Reviewed by', 'Date', 'Decision'], [['&nbsp;', '', '']]),
  ])
}

function aboutRun(
  { tool, startedAt, asOf, summary }: Report,
  digest: string | undefined,
): string | undefined {
  const verdict = verdictOf(summary)
  return table(
    ['Run', codeSpan(startedAt)],
    [
      ...(asOf === undefined ? [] : [['Judged as of', codeSpan(asOf)]]),
      ['By', `policytest ${codeSpan(tool.version)}`],
      ...(verdict ? [['Verdict', `**${verdict.counts}** of ${count(verdict.total, 'guideline')}`]] : []),
      [
        'Resources',
        `${summary.resources}; what a policy judged of them and what it left out is on the pages of its guidelines`,
      ],
      ...(digest === undefined ? [] : [['SHA-256 of the report', codeSpan(digest)]]),
    ],
  )
}

function exportsTable({ inputs }: Report): string | undefined {
  return table(
    ['File, SHA-256', 'Taken', 'Holds'],
    inputs.map((input) => [
      [
        escapeMarkdown(input.file),
        ...(input.sha256 === undefined
          ? []
          : [`${codeSpan(input.sha256)}, ${count(input.bytes ?? 0, 'byte')}`]),
      ].join('<br>'),
      takenOf(input),
      [
        `${count(input.resources, 'resource')} by ${escapeMarkdown(input.source)}`,
        ...typesOf(input),
        ...gapsOf(input),
      ].join('<br>'),
    ]),
  )
}

function typesOf({ types = {} }: InputSummary): string[] {
  return Object.entries(types).map(([type, number]) => `${number} ${escapeMarkdown(type)}`)
}

function gapsOf({ gaps = [] }: InputSummary): string[] {
  return gaps.map(({ message }) => `**not whole:** ${escapeMarkdown(message)}`)
}

function takenOf({ taken, takenBy, takenWith, command }: InputSummary): string {
  return [
    ...(taken ? [`${codeSpan(taken.at)}${taken.from === 'file' ? ' (time of the file)' : ''}`] : ['unknown']),
    ...(takenBy === undefined ? [] : [`by ${escapeMarkdown(takenBy)}`]),
    ...(takenWith === undefined ? [] : [`with ${escapeMarkdown(takenWith)}`]),
    ...(command === undefined ? [] : [escapeMarkdown(command)]),
  ].join('<br>')
}

function packsTable({ packs, importedPacks = [] }: Report): string | undefined {
  const all = [
    ...packs.map((pack) => ({ ...pack, use: pack.profile ?? 'all guidelines' })),
    ...importedPacks.map((pack) => ({ ...pack, use: 'imported' })),
  ]
  return table(
    ['Pack', 'Profile', 'Files', 'Commit', 'SHA-256'],
    all.map(({ id, use, files, revision, sha256 }) => [
      escapeMarkdown(id),
      escapeMarkdown(use),
      files ?? '',
      revision ? `${codeSpan(revision.commit)}${revision.dirty ? ' **with changes**' : ''}` : 'none',
      sha256 === undefined ? '' : codeSpan(sha256),
    ]),
  )
}

function settingsTable({ settings = [] }: Report): string | undefined {
  return table(
    ['File', 'Says', 'SHA-256'],
    settings.map(({ file, role, sha256 }) => [escapeMarkdown(file), role, codeSpan(sha256)]),
  )
}

function paramsTable({ params = [] }: Report): string | undefined {
  return table(
    ['Pack', 'Parameter', 'Value', 'Default', 'From'],
    params
      .filter(({ from, isExemption }) => from !== 'default' || isExemption)
      .map(({ of, name, value, from, place, isExemption, default: usual }) => [
        escapeMarkdown(of),
        `${escapeMarkdown(name)}${isExemption ? ' **(exemption)**' : ''}`,
        escapeMarkdown(JSON.stringify(value)),
        from === 'default' ? 'in force' : escapeMarkdown(JSON.stringify(usual) ?? 'none'),
        place ? escapeMarkdown(`${place.file}:${place.line}`) : from,
      ]),
  )
}

function waiversTable({ waivers }: Report): string | undefined {
  return table(
    ['What', 'Reason', 'Owner', 'Approved', 'Until', 'Status', 'Findings'],
    waivers.map(({ policy, guideline, status, matched, ...waiver }) => [
      [guideline, policy].flatMap((part) => (part === undefined ? [] : escapeMarkdown(part))).join('<br>') ||
        'everything',
      escapeMarkdown(waiver.reason),
      escapeMarkdown(waiver.owner),
      approvalOf(waiver),
      escapeMarkdown(waiver.expires),
      status,
      matched,
    ]),
  )
}

function approvalOf({ approvedBy, approvedOn, ticket }: Approval): string {
  return (
    [approvedBy, approvedOn, ticket]
      .flatMap((part) => (part === undefined ? [] : escapeMarkdown(part)))
      .join('<br>') || 'not said'
  )
}

function attestationsTable({ guidelines }: Report): string | undefined {
  return table(
    ['Guideline', 'Status', 'By', 'On', 'Until', 'Evidence'],
    guidelines
      .filter(({ attestation, attestationRequired }) => attestation ?? attestationRequired)
      .map(({ id, status, attestation }) => [
        escapeMarkdown(id),
        status,
        ...(attestation
          ? [attestation.by, attestation.date, attestation.expires, attestation.evidence ?? '']
          : ['nobody', '', '', '']
        ).map((text) => escapeMarkdown(text)),
      ]),
  )
}

function acceptedTable({ guidelines }: Report): string | undefined {
  return table(
    ['Guideline', 'Status', 'Reason', 'Owner', 'Until'],
    guidelines.flatMap(({ id, status, accepted }) =>
      accepted
        ? [
            [id, status, accepted.reason, accepted.owner ?? '', accepted.expires ?? ''].map((text) =>
              escapeMarkdown(text),
            ),
          ]
        : [],
    ),
  )
}
