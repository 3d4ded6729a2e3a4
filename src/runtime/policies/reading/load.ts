import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Exclusion, howToExclude, nothingExcluded } from '../../exclusion.js'
import { attempt, InputError } from '../../input-error.js'
import type { Diagnostic } from '../../model/index.js'
import { displayPath } from '../../paths.js'
import type { Policy } from '../any-policy.js'
import type { Defined } from '../defined/definition.js'
import { foldersOf, packsDefined, readDefinitions } from '../defined/read.js'
import { allOf } from '../mistakes/check.js'
import { inOrder } from '../mistakes/places.js'
import { companionsOf } from './companions.js'
import { type FoundFile, type FoundFiles, findPolicyFiles } from './find.js'
import { type ForeignFile, foreignFiles } from './foreign-files.js'
import { knownPart } from './known-part.js'
import { leftOut } from './left-out.js'
import { linkPolicies } from './link.js'
import { loadedFiles } from './loaded-files.js'
import { besidePolicies } from './objects.js'
import type { LoadedPolicies } from './policy-set.js'
import { type Part, readPolicyFile, whole } from './read-file.js'
import { type Around, siblingsOf } from './siblings.js'

/**
 * Reads the packs, policies and tests of files, folders and globs. A policy belongs to the nearest pack.yaml in its folder
 * or above; a policy named alone brings its tests and its pack, a test its policy. A pack that others import from is also
 * found beside them; then its own guidelines are not in force. What else a folder holds is left out.
 * @param given paths, and what programs define
 * @param root what relative paths start from, and what files are named relative to
 * @param how what of each document is read, and what is around
 * @throws InputError with every mistake of every file, and for a path that holds nothing of ours
 */
export function loadPolicies(
  given: readonly (string | Defined)[],
  root = '.',
  exclusion: Exclusion = nothingExcluded,
  { part = whole, ...around }: { readonly part?: Part } & Around = {},
): LoadedPolicies {
  const paths = given.filter((each) => typeof each === 'string')
  const definitions = given.filter((each) => typeof each !== 'string')
  const { files: found, byPath, passedOver } = findPolicyFiles(paths, root, exclusion)
  const packOf = new Map(
    [...found.map(({ path }) => dirname(path)), ...foldersOf(definitions)].map((folder) => [
      folder,
      nearestPack(folder, resolve(root)),
    ]),
  )
  const files = [...found, ...companionsOf(found, root), ...missingPacks(found, packOf, root)]
  for (const { path } of files) around.onRead?.(path)
  const tasks = [
    ...files.map((file) => () => [readPolicyFile(file, part)]),
    () => readDefinitions(definitions, root),
  ]
  const read = allOf(tasks).flat()
  for (const folder of packsDefined(definitions)) packOf.set(folder, `${folder}/pack.yaml`)
  const beside = besidePolicies(read, foreignFiles(read))
  const siblings = siblingsOf(read, root, exclusion, around)
  for (const { path } of siblings) packOf.set(dirname(path), nearestPack(dirname(path), resolve(root)))
  const { loaded, diagnostics } = linkPolicies(read, packOf, {
    objects: beside.objects,
    siblings,
    whole: new Set([
      ...found.map(({ path }) => path),
      ...packsDefined(definitions).map((folder) => `${folder}/pack.yaml`),
    ]),
  })
  const mistaken = [
    ...beside.foreign.filter(({ by }) => by === 'named').flatMap(({ mistakes }) => mistakes),
    ...pathsOfNothing(byPath, beside.foreign),
  ]
  // A file that is no policy because of a mistake makes every reference to the policy that it should be a dangling one.
  const linked = diagnostics.filter(({ code }) => mistaken.length === 0 || code !== 'unknown-reference')
  const all = [...mistaken, ...linked]
  if (all.length > 0) throw new InputError(inOrder(all))
  return {
    ...loaded,
    leftOut: leftOut(beside.foreign, passedOver),
    files: loadedFiles([...read, ...siblings], packOf, root),
  }
}

/**
 * The policies of no pack that can be read, for where others cannot: what is wrong with their expressions does not hang
 * on what is wrong elsewhere, nor on a key that is unknown. Never throws for what a file holds.
 */
export function readablePolicies(
  given: readonly (string | Defined)[],
  root = '.',
  exclusion: Exclusion = nothingExcluded,
): readonly Policy[] {
  const paths = given.filter((each) => typeof each === 'string')
  const { results: found } = attempt([() => findPolicyFiles(paths, root, exclusion).files])
  const { results: read } = attempt(found.flat().map((file) => () => readPolicyFile(file, knownPart)))
  return read.flatMap((file) =>
    file.holds === 'policies' && nearestPack(dirname(file.path), resolve(root)) === undefined
      ? file.policies
      : [],
  )
}

/** A folder or glob of which every file is somebody else's: what was to be judged is not there. */
function pathsOfNothing(byPath: FoundFiles['byPath'], foreign: readonly ForeignFile[]): Diagnostic[] {
  const strangers = new Map(foreign.filter(({ by }) => by === 'found').map((file) => [file.path, file]))
  return byPath.flatMap(({ path, files }) => {
    const here = files.flatMap((file) => strangers.get(file) ?? [])
    if (here.length < files.length) return []
    const broken = here.flatMap(({ mistakes }) => mistakes.filter(({ code }) => code !== 'not-a-policy'))
    const none: Diagnostic = { code: 'no-policies', level: 'error', message: `no policies in '${path}'` }
    return [{ ...none, hint: leftOut(here, []).map(described).join('; ') }, ...broken.slice(0, mostBroken)]
  })
}

/** How many broken files of a folder without policies are shown. */
const mostBroken = 5

function described({ message, hint }: Diagnostic): string {
  return hint?.startsWith(howToExclude) ? message : `${message}: ${hint?.replace(` (${howToExclude})`, '')}`
}

/**
 * The pack.yaml that the files of a folder belong to. None is looked for above the root for folders inside it, nor above an
 * installed package.
 */
function nearestPack(folder: string, root: string): string | undefined {
  for (const name of ['pack.yaml', 'pack.yml']) {
    const path = join(folder, name)
    if (existsSync(path)) return path
  }
  const above = dirname(folder)
  const isTop = folder === root || above === folder || basename(folder) === 'node_modules'
  return isTop ? undefined : nearestPack(above, root)
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
