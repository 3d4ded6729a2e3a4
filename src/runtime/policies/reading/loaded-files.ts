import { basename, dirname, relative, sep } from 'node:path'
import { sha256Of } from '../../documents/digest.js'
import { displayPath } from '../../paths.js'
import type { LoadedFiles } from './policy-set.js'
import type { ReadFile } from './read-file.js'

/**
 * The digests of what was read. That of a pack is over its files by their paths from its folder: it is the same wherever
 * the pack lies. Waivers, a configuration or a report in the folder are no part of it.
 * @param packOf folder → path of its pack.yaml
 */
export function loadedFiles(
  files: readonly ReadFile[],
  packOf: ReadonlyMap<string, string | undefined>,
  root: string,
): LoadedFiles {
  const lines = new Map<string, Set<string>>()
  const names = new Map(files.map(({ path, file }) => [path, file]))
  for (const { path, file, holds, digest } of files) {
    const pack = packOf.get(dirname(path))
    if (pack === undefined || holds === 'other kind') continue
    const isOnDisk = displayPath(root, path) === file
    const within = isOnDisk ? relative(dirname(pack), path).split(sep).join('/') : basename(file)
    const line = `${digest.sha256}  ${within}\n`
    lines.set(pack, (lines.get(pack) ?? new Set<string>()).add(line))
  }
  return {
    digests: new Map(files.map(({ file, digest }) => [file, digest])),
    ofPacks: new Map(
      [...lines].map(([pack, of]) => {
        const file = names.get(pack) ?? displayPath(root, pack)
        return [file, { file, files: of.size, sha256: sha256Of(inOrderOfPath([...of]).join('')) }]
      }),
    ),
  }
}

function inOrderOfPath(lines: readonly string[]): string[] {
  const path = (line: string) => line.slice(line.indexOf('  '))
  return lines.toSorted((a, b) => (path(a) < path(b) ? -1 : 1))
}
