import { existsSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { glob as globs } from '../../apart.js'
import { type Exclusion, nothingExcluded } from '../../exclusion.js'
import { entriesOf, isPassedOver, isVersionControl } from '../../folders.js'
import { inputError } from '../../input-error.js'
import { pathOf, shippedPacks } from '../../package-names.js'
import { displayPath, isYaml } from '../../paths.js'
import { allOf } from '../mistakes/check.js'

/** A YAML or JSON file to read policies from. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string
  /** As diagnostics and reports name it: relative to the root when inside it, with forward slashes. */
  readonly file: string
  /** `named`: given as a path of its own; `found`: in a folder or by a glob. */
  readonly by: 'named' | 'found'
}

/** What files, folders and globs stand for. */
export interface FoundFiles {
  /** Each once, sorted by path. */
  readonly files: readonly FoundFile[]
  /** What each path stands for: absolute paths. */
  readonly byPath: readonly { readonly path: string; readonly files: readonly string[] }[]
  /** Files and folders in the named folders that are not read because of their names, as reports name them. */
  readonly passedOver: readonly string[]
}

/**
 * The YAML and JSON files that files, folders and globs stand for. In folders, those called node_modules and those that
 * start with a dot are passed over; those called testdata hold fixtures. A path of its own is never excluded.
 * @throws InputError for every path that does not exist or holds no such file, for links that lead out of a folder, and
 * for folders that cannot be read
 */
export function findPolicyFiles(
  paths: readonly string[],
  root: string,
  exclusion: Exclusion = nothingExcluded,
): FoundFiles {
  const passedOver = new Set<string>()
  const search = { root, exclusion, passOver: (path: string) => void passedOver.add(path) }
  const byPath = allOf(paths.map((path) => () => ({ path, hits: expand(path, search) })))
  const files = new Map<string, FoundFile>()
  for (const { path, by } of byPath.flatMap(({ hits }) => hits)) {
    if (by === 'named' || !files.has(path)) files.set(path, { path, file: displayPath(root, path), by })
  }
  return {
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    byPath: byPath.map(({ path, hits }) => ({ path, files: hits.map((hit) => hit.path) })),
    passedOver: [...passedOver].sort(),
  }
}

/** The files of one folder that may hold policies, not of those below it, sorted. */
export function policyFilesIn(folder: string, root: string): string[] {
  return entriesOf(folder, root)
    .filter(({ is, name }) => is === 'file' && mayHoldPolicies(name))
    .map(({ path }) => path)
}

function mayHoldPolicies(name: string): boolean {
  return isYaml(name) || /\.json$/i.test(name)
}

/** `no-root.yaml.bak`, `no-root.yaml~`: a file that is no policy for the end of its name alone. */
function wasPolicyFile(name: string): boolean {
  return /\.(ya?ml|json)([.~_-].*|\d+)$/i.test(name)
}

type Hit = Pick<FoundFile, 'path' | 'by'>

interface Search {
  readonly root: string
  readonly exclusion: Exclusion
  /** Is told what is not read for its name. */
  readonly passOver: (path: string) => void
}

function expand(path: string, search: Search): Hit[] {
  const absolute = pathOf(search.root, path)
  if (existsSync(absolute)) {
    const found = statSync(absolute)
    if (found.isFile()) return [{ path: absolute, by: 'named' }]
    if (!found.isDirectory()) throw inputError('not-found', `'${path}' is neither a file nor a folder`)
    return orNone(walk(absolute, treeAt(absolute, search)), `no YAML files in '${path}'`)
  }
  if (isGlob(path)) return orNone(expandGlob(path, search), `'${path}' matches no YAML files`)
  const ships = shippedPacks().includes(path) ? `; the pack that ships is 'policytest:${path}'` : ''
  throw inputError('not-found', `'${path}' does not exist`, {
    hint: `give a file, a folder, or a glob in quotes${ships}`,
  })
}

function orNone(hits: Hit[], message: string): Hit[] {
  if (hits.length > 0) return hits
  throw inputError('not-found', message, {
    hint: 'policies are files with the extension .yaml, .yml or .json',
  })
}

function expandGlob(glob: string, search: Search): Hit[] {
  const { root, exclusion } = search
  const segments = glob.split('/')
  const first = segments.findIndex((segment) => isGlob(segment))
  const fixed = segments.slice(0, first).join('/')
  // The folder of a package itself, not the one of its policies: what a glob says is behind the name.
  const folder = pathOf(root, first === 0 ? '.' : `${fixed}/.`)
  if (!existsSync(folder)) return []
  const tree = treeAt(folder, search)
  const options = {
    cwd: folder,
    absolute: true,
    follow: false,
    ignore: ['**/node_modules/**', '**/testdata/**'],
  }
  return globs()
    .globSync(segments.slice(first).join('/'), options)
    .sort()
    .filter((match) => !exclusion.excludes(match))
    .flatMap((match) => visit(match, tree))
}

/** A folder that is searched, and its place without links. */
interface Tree extends Search {
  readonly folder: string
  readonly real: string
}

function treeAt(folder: string, search: Search): Tree {
  return { ...search, folder, real: realpathSync(folder) }
}

function walk(folder: string, tree: Tree): Hit[] {
  const { root, exclusion, passOver } = tree
  return entriesOf(folder, root).flatMap(({ path, name, is }) => {
    if (name === 'testdata' || exclusion.excludes(path)) return []
    const shown = displayPath(root, path)
    if (is === 'folder' && isPassedOver(name)) {
      if (!isVersionControl(name)) passOver(`${shown}/`)
      return []
    }
    if (isPassedOver(name) || wasPolicyFile(name) || is === 'other') {
      if (mayHoldPolicies(name) || wasPolicyFile(name)) passOver(shown)
      return []
    }
    return visit(path, tree)
  })
}

function visit(path: string, tree: Tree): Hit[] {
  if (isLinked(path, tree)) return []
  const found = statSync(path)
  if (found.isDirectory()) return walk(path, tree)
  return found.isFile() && mayHoldPolicies(path) ? [{ path, by: 'found' }] : []
}

/** Whether a link leads here. What it leads to is found at its own place, or else the link is an error. */
function isLinked(path: string, { folder, real: top, root }: Tree): boolean {
  if (!existsSync(path)) {
    const message = `${displayPath(root, path)} is a link that leads nowhere`
    throw inputError('not-found', message, { hint: 'remove it, or restore what it leads to' })
  }
  const real = realpathSync(path)
  if (real === join(top, relative(folder, path))) return false
  if (real === top || real.startsWith(top + sep)) return true
  const message = `${displayPath(root, path)} is a link that leads out of the folder`
  throw inputError('link-outside', message, {
    hint: 'name what it leads to as a path of its own, or copy it',
  })
}

function isGlob(path: string): boolean {
  return globs().hasMagic(path, { magicalBraces: true })
}
