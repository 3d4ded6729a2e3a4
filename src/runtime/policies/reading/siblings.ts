import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { append } from '../../append.js'
import { type Exclusion, nothingExcluded } from '../../exclusion.js'
import { field } from '../../member.js'
import { pathOf, shippedFolder } from '../../package-names.js'
import { displayPath } from '../../paths.js'
import { allOf } from '../mistakes/check.js'
import type { Import } from '../pack/imports.js'
import type { Pack } from '../pack/read.js'
import { documentsOf } from './documents-of.js'
import { findPolicyFiles } from './find.js'
import { type ReadFile, readPolicyFile } from './read-file.js'

/** What is around the paths that are read. */
export interface Around {
  /** Told of every file before it is read. */
  readonly onRead?: ((path: string) => void) | undefined
}

/**
 * The packs that these import from and that are not among them: from the package that is named, else when they lie in a
 * folder beside the importing one, else when they ship. Their files, as far as they are needed, and those of the packs that
 * they import from in turn.
 */
export function siblingsOf(
  read: readonly ReadFile[],
  root: string,
  exclusion: Exclusion = nothingExcluded,
  { onRead }: Around = {},
) {
  const found: ReadFile[] = []
  const packs = packsIn(read)
  for (let pending = packs; pending.length > 0; ) {
    const missing = pending.flatMap(({ path, pack }) =>
      pack.imports
        .filter(({ pack: name }) => !packs.some((known) => known.pack.name === name))
        .map((wanted) => ({ wanted, importing: dirname(path) })),
    )
    const folders = new Set(missing.flatMap(({ wanted, importing }) => folderOf(wanted, importing) ?? []))
    const files = allOf(
      [...folders].flatMap((folder) => {
        const all = findPolicyFiles([folder], root, exclusion).files
        for (const { path } of all) onRead?.(path)
        return all.map((file) => () => readPolicyFile({ ...file, by: 'found' }))
      }),
    )
    append(found, files)
    pending = packsIn(files)
    append(packs, pending)
  }
  return found
}

function packsIn(files: readonly ReadFile[]): { readonly path: string; readonly pack: Pack }[] {
  return files.flatMap((file) => (file.holds === 'pack' ? [{ path: file.path, pack: file.pack }] : []))
}

function folderOf({ pack, at }: Import<unknown>, importing: string): string | undefined {
  if (at === undefined) return folderIn(dirname(importing), pack) ?? folderIn(shippedFolder, pack)
  const folder = pathOf(importing, at.path, at.place)
  return nameIn(folder) === pack ? folder : folderIn(folder, pack)
}

/** The folder among those in another one that holds the pack of this name. */
function folderIn(folder: string, name: string): string | undefined {
  if (!existsSync(folder)) return undefined
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => resolve(folder, entry.name))
    .sort()
    .find((each) => nameIn(each) === name)
}

function nameIn(folder: string): unknown {
  const path = ['pack.yaml', 'pack.yml'].map((file) => join(folder, file)).find(existsSync)
  if (path === undefined) return undefined
  const [document] = documentsOf(displayPath(folder, path), readFileSync(path, 'utf8'))
  return document?.errors.length === 0 ? field(document.data, 'metadata', 'name') : undefined
}
