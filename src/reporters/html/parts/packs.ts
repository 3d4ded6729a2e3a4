import type {
  ImportedPack,
  PackFiles,
  PackSummary,
  Report,
  SettingsFile,
} from '../../../runtime/model/index.js'
import { webAddress } from '../../../wording/citations.js'
import { count } from '../../../wording/count.js'
import { nameOf, oneLine } from '../../../wording/printable.js'
import { markup as html, type Markup } from '../../markup.js'
import { digestOf } from '../digest.js'
import { table } from '../table.js'
import { type Part, part } from './part.js'

/** By which rules: the packs in the version that was read, what they cite, and the files that say how to judge. */
export function packs({ packs, importedPacks = [], settings = [] }: Report): Part[] {
  return part('Packs', 'Packs and settings', packs.length + importedPacks.length + settings.length, () =>
    table(
      'Packs and settings',
      ['Name', 'What it is'],
      [...packs.map(packRow), ...importedPacks.map(importedRow), ...settings.map(settingsRow)],
    ),
  )
}

function packRow(pack: PackSummary): Markup {
  const { id, title, profile, documents } = pack
  const cited = documents.map(({ title, publisher, date, url }) => {
    const text = oneLine([title, publisher, date].filter((word) => word !== undefined).join(', '))
    const address = webAddress(url)
    return html`<p>${address === undefined ? text : html`<a href="${address}" rel="noreferrer">${text}</a>`}</p>`
  })
  return html`
<tr><th scope="row">${nameOf(id)}${filesOf(pack)}</th><td>${oneLine(title)}${profile && html`, profile ${nameOf(profile)}`}${cited}</td></tr>`
}

function importedRow(pack: ImportedPack): Markup {
  return html`
<tr><th scope="row">${nameOf(pack.id)}${filesOf(pack)}</th><td>used by other packs</td></tr>`
}

function settingsRow(settings: SettingsFile): Markup {
  return html`
<tr><th scope="row"><code>${nameOf(settings.file)}</code>${digestOf(settings)}</th><td>${settings.role}</td></tr>`
}

function filesOf({ file, files, sha256, revision }: Partial<PackFiles>): Markup | undefined {
  if (file === undefined || files === undefined) return undefined
  const commit =
    revision &&
    html`<p class="digest">commit <code>${nameOf(revision.commit)}</code>${revision.dirty ? ', changed since' : ''}</p>`
  return html`<p class="quiet"><code>${nameOf(file)}</code>, ${count(files, 'file')}</p>${digestOf({ ...(sha256 && { sha256 }) })}${commit}`
}
