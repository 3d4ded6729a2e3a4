import { groupBy } from '../../runtime/model/by-guideline.js'
import type { Pack } from '../../runtime/policies/index.js'
import { controlIds, webAddress } from '../../wording/citations.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import type { Chapter, Entry } from '../book.js'
import { link, prose, section, table } from '../markdown.js'
import { type Page, pageOf } from '../page.js'
import { profileOf, resultsLine, statusOf } from '../sections/evidence.js'

/** The index of a pack: its guidelines, the controls that they serve, its documents, profiles, parameters and functions. */
export function packPage(chapter: Chapter): Page {
  const { pack, title, entries, folder } = chapter
  return pageOf(`${folder}/README.md`, [
    `# ${escapeMarkdown(title)}`,
    '[All packs](../README.md)',
    pack?.description === undefined ? undefined : prose(pack.description),
    resultsLine(chapter.report, profileOf(chapter)),
    '## Guidelines',
    guidelineTable(chapter),
    ...section('Controls', controlMatrix(entries)),
    ...(pack ? aboutPack(pack) : []),
  ])
}

function guidelineTable({ entries, report }: Chapter): string | undefined {
  return table(
    ['Id', 'Title', 'Severity', ...(report ? ['Status'] : []), 'Policies'],
    entries.map((entry) => [
      link(escapeMarkdown(entry.id.slice(entry.id.indexOf('/') + 1)), entry.file),
      escapeMarkdown(entry.title),
      entry.severity,
      ...(report ? [statusOf(entry)] : []),
      policyCount(entry),
    ]),
  )
}

function policyCount({ policies, attestationRequired }: Entry): string {
  if (policies.length > 0) return String(policies.length)
  return attestationRequired ? 'attestation' : '**none**'
}

/** Which guidelines serve a control of another catalogue. */
function controlMatrix(entries: readonly Entry[]): string | undefined {
  const byControl = groupBy(entries, ({ controls }) => controlIds(controls))
  return table(
    ['Control', 'Guidelines'],
    [...byControl]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([control, served]) => [
        escapeMarkdown(control),
        served.map(({ title, file }) => link(escapeMarkdown(title), file)).join('<br>'),
      ]),
  )
}

function aboutPack({ documents, profiles, params, functions }: Pack): string[] {
  return [
    ...section(
      'Documents',
      table(
        ['Title', 'Publisher', 'Date'],
        documents.map(({ title, url, publisher = '', date = '' }) => [
          link(escapeMarkdown(title), webAddress(url)),
          escapeMarkdown(publisher),
          escapeMarkdown(date),
        ]),
      ),
    ),
    ...section(
      'Profiles',
      table(
        ['Profile', 'Guidelines', 'What it is'],
        profiles.map(({ id, isDefault, guidelines, title, description }) => [
          `${escapeMarkdown(id)}${isDefault ? ' (default)' : ''}`,
          guidelines.length,
          [title, description]
            .flatMap((text) => (text === undefined ? [] : escapeMarkdown(text)))
            .join('<br>'),
        ]),
      ),
    ),
    ...section(
      'Parameters',
      table(
        ['Parameter', 'Default', 'What it is'],
        [...params].map(([name, { schema }]) => [
          escapeMarkdown(name),
          'default' in schema ? escapeMarkdown(JSON.stringify(schema.default)) : 'none: has to be given',
          escapeMarkdown(String(schema.description ?? '')),
        ]),
      ),
    ),
    ...section(
      'Functions',
      table(
        ['Function', 'What it gives', 'Definition', 'Examples'],
        functions.map(({ name, args, result, description = '', expression, examples }) => [
          codeSpan(`${name}(${args.map((arg) => `${arg.name}: ${arg.type}`).join(', ')})`),
          [...(result ? [codeSpan(result.type)] : []), escapeMarkdown(description)].join(' '),
          codeSpan(oneLine(expression.source)),
          examples.map(({ source }) => codeSpan(oneLine(source))).join('<br>'),
        ]),
      ),
    ),
  ]
}

function oneLine(source: string): string {
  return source.replace(/\s+/g, ' ').trim()
}
