import type { Catalog, ListedPolicy, PackListing, PackOverview } from '../../../runtime/library/listing.js'
import { count } from '../../../wording/count.js'
import { headingOf } from '../../../wording/guideline.js'
import { nameOf, oneLine } from '../../../wording/printable.js'

/** A line for each pack: those in use, then those that ship. */
export function overviewText({
  used,
  ships,
}: {
  readonly used: Catalog
  readonly ships: readonly PackOverview[]
}): string {
  const here = [
    ...used.packs.map(packLine),
    ...(used.policies.length === 0
      ? []
      : [['(no pack)', count(used.policies.length, 'policy', 'policies'), '', '']]),
  ]
  return [
    ...(here.length === 0 ? [] : ['In use here', ...columns(here), '']),
    'Packs that ship: policytest:<pack>',
    ...columns(ships.map(packLine)),
    '',
    'policytest list <pack> shows its guidelines, profiles and policies',
    '',
  ].join('\n')
}

function packLine({ name, guidelines, profiles, title }: PackOverview | PackListing): string[] {
  return [
    nameOf(name),
    count(guidelines.length, 'guideline'),
    profiles.map(({ id }) => nameOf(id)).join(', '),
    oneLine(title),
  ]
}

/** Everything in packs: documents, profiles, guidelines with what checks them, policies. */
export function detailsText({ packs, policies }: Catalog): string {
  return [...packs.flatMap(packText), ...section('Policies of no pack', policies.map(policyLine))].join('\n')
}

function packText(pack: PackListing): string[] {
  const { name, title, description, file, documents, profiles, guidelines, policies } = pack
  return [
    headingOf({ id: name, title }, '  '),
    `  ${nameOf(file)}`,
    ...(description === undefined ? [] : [`  ${oneLine(description)}`]),
    '',
    ...section(
      'Documents',
      documents.map(({ id, title: of, publisher, date }) => [
        nameOf(id),
        date ?? '',
        [of, publisher]
          .filter(Boolean)
          .map((word) => oneLine(word ?? ''))
          .join(', '),
      ]),
    ),
    ...section(
      'Profiles',
      profiles.map(({ id, isDefault, guidelines: of, title: about = '' }) => [
        nameOf(id),
        isDefault ? 'default' : '',
        count(of, 'guideline'),
        oneLine(about),
      ]),
    ),
    ...section(
      'Guidelines',
      guidelines.map((guideline) => [
        nameOf(guideline.id),
        guideline.severity,
        guideline.kind,
        howChecked(guideline),
        oneLine(guideline.title),
      ]),
    ),
    ...section('Policies', policies.map(policyLine)),
  ]
}

function howChecked({ policies, attestation }: PackListing['guidelines'][number]): string {
  if (policies.length > 0) return count(policies.length, 'policy', 'policies')
  return attestation === undefined ? 'nothing checks it' : 'attestation'
}

function policyLine({ id, types, cases }: ListedPolicy): string[] {
  return [nameOf(id), count(cases, 'test case'), types.map(nameOf).join(', ')]
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [title, ...columns(rows), '']
}

/** Rows as aligned columns. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    rows.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), 0),
  )
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
}
