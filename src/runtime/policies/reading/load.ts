import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { InputError } from '../../input-error.js'
import { displayPath } from '../../paths.js'
import { allOf } from '../mistakes/check.js'
import { inOrder } from '../mistakes/places.js'
import { companionsOf } from './companions.js'
import { type FoundFile, findPolicyFiles } from './find.js'
import { foreignFiles } from './foreign-files.js'
import { linkPolicies } from './link.js'
import { besidePolicies } from './objects.js'
import type { LoadedPolicies } from './policy-set.js'
import { readPolicyFile } from './read-file.js'

/**
 * Reads the packs, policies and tests of files, folders and globs. A policy belongs to the nearest pack.yaml in its folder
 * or above; a policy named alone brings its tests and its pack, a test its policy.
 * @param root what relative paths start from, and what files are named relative to
 * @throws InputError with every mistake of every file
 */
export function loadPolicies(paths: readonly string[], root = '.'): LoadedPolicies {
  const found = findPolicyFiles(paths, root)
  const packOf = new Map(found.map(({ path }) => [dirname(path), nearestPack(dirname(path), resolve(root))]))
  const files = [...found, ...companionsOf(found, root), ...missingPacks(found, packOf, root)]
  const read = allOf(files.map((file) => () => readPolicyFile(file)))
  const beside = besidePolicies(read, foreignFiles(read))
  const { loaded, diagnostics } = linkPolicies(read, packOf, beside.objects)
  const foreign = beside.foreign.flatMap(({ mistakes }) => mistakes)
  // A file that is no policy because of a mistake makes every reference to the policy that it should be a dangling one.
  const linked = diagnostics.filter(({ code }) => foreign.length === 0 || code !== 'unknown-reference')
  const all = [...foreign, ...linked]
  if (all.length > 0) throw new InputError(inOrder(all))
  return loaded
}

/** The pack.yaml that the files of a folder belong to; for folders inside the root none is looked for above it. */
function nearestPack(folder: string, root: string): string | undefined {
  for (const name of ['pack.yaml', 'pack.yml']) {
    const path = join(folder, name)
    if (existsSync(path)) return path
  }
  const above = dirname(folder)
  return folder === root || above === folder ? undefined : nearestPack(above, root)
}

function missingPacks(
  found: readonly FoundFile[],
  packOf: ReadonlyMap<string, string | undefined>,
  root: string,
): FoundFile[] {
  const known = new Set(found.map(({ path }) => path))
  return [...new Set(packOf.values())].flatMap((path) =>
    path === undefined || known.has(path)
      ? []
      : [{ path, file: displayPath(root, path), by: 'found' as const }],
  )
}
