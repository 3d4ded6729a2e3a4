import { posix } from 'node:path'
import { citationOf, controlIds, webAddress } from '../../wording/citations.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import type { Chapter, Entry } from '../book.js'
import { link, prose, table } from '../markdown.js'
import { type Page, pageOf } from '../page.js'
import { attestationSection } from '../sections/attestation.js'
import { backgroundSections } from '../sections/background.js'
import { checksSection } from '../sections/checks.js'
import { collectionSection } from '../sections/collection.js'
import { evidenceSection, statusOf } from '../sections/evidence.js'
import { examplesSection } from '../sections/examples.js'

/** The page of one guideline: what is asked for, why, how it is checked, what to do, and what was found. */
export function guidelinePage(entry: Entry, chapter: Chapter, folder: string): Page {
  const path = `${chapter.folder}/${entry.file}`
  const { title, statement, rationale, remediation } = entry
  return pageOf(path, [
    `# ${escapeMarkdown(title)}`,
    `[All packs](../README.md) / [${escapeMarkdown(chapter.title)}](README.md)`,
    aboutTable(entry, chapter),
    prose(statement),
    ...(rationale === undefined ? [] : ['## Rationale', prose(rationale)]),
    ...checksSection(entry, posix.join(folder, path)),
    ...backgroundSections(entry, chapter),
    ...collectionSection(entry, chapter),
    ...examplesSection(entry, chapter, posix.join(folder, path)),
    ...attestationSection(entry),
    ...(remediation === undefined ? [] : ['## Remediation', remediation.trim()]),
    ...evidenceSection(entry, chapter),
  ])
}

function aboutTable(entry: Entry, chapter: Chapter): string | undefined {
  const { id, severity, kind, controls, profiles } = entry
  const source = sourceText(entry, chapter)
  const mappings = controlIds(controls).map(escapeMarkdown).join(', ')
  const chosen = profiles.map(
    (profile) => `${escapeMarkdown(profile.id)}${profile.isDefault ? ' (default)' : ''}`,
  )
  return table(
    ['Id', codeSpan(id)],
    [
      ['Severity', severity],
      ['Kind', kind],
      ...(source === undefined ? [] : [['Source', source]]),
      ...(mappings === '' ? [] : [['Controls', mappings]]),
      ...(chosen.length > 0 ? [['Profiles', chosen.join(', ')]] : []),
      ...(chapter.report ? [['Status', `**${statusOf(entry)}**`]] : []),
    ],
  )
}

function sourceText({ source }: Entry, { pack }: Chapter): string | undefined {
  if (!source) return undefined
  const { title, published, section, url } = citationOf(source, pack?.documents ?? [])
  return [
    `${link(escapeMarkdown(title), webAddress(url))}${published && ` (${escapeMarkdown(published)})`}`,
    ...(section === undefined ? [] : [escapeMarkdown(section)]),
  ].join(', ')
}
