import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { globSync, hasMagic } from 'glob'
import { inputError } from '../../input-error.js'
import { displayPath, isYaml } from '../../paths.js'
import { allOf } from '../mistakes/check.js'

/** A YAML file to read policies from. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string
  /** As diagnostics and reports name it: relative to the root when inside it, with forward slashes. */
  readonly file: string
  /** `named`: given as a path of its own; `found`: in a folder or by a glob. */
  readonly by: 'named' | 'found'
}

/**
 * The YAML files that files, folders and globs stand for, each once, sorted by path. Folders called node_modules or
 * testdata and those that start with a dot are left out.
 * @throws InputError for every path that does not exist or holds no YAML file, and for links that lead out of a folder
 */
export function findPolicyFiles(paths: readonly string[], root: string): FoundFile[] {
  const found = allOf(paths.map((path) => () => expand(path, root))).flat()
  const files = new Map<string, FoundFile>()
  for (const { path, by } of found) {
    if (by === 'named' || !files.has(path)) files.set(path, { path, file: displayPath(root, path), by })
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The YAML files of one folder, not of those below it, sorted. */
export function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isYaml(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort()
}

type Hit = Pick<FoundFile, 'path' | 'by'>

function expand(path: string, root: string): Hit[] {
  const absolute = resolve(root, path)
  if (existsSync(absolute)) {
    if (statSync(absolute).isFile()) return [{ path: absolute, by: 'named' }]
    return orNone(walk(absolute, treeAt(absolute, root)), `no YAML files in '${path}'`)
  }
  if (isGlob(path)) return orNone(expandGlob(path, root), `'${path}' matches no YAML files`)
  throw inputError('not-found', `'${path}' does not exist`, {
    hint: 'give a file, a folder, or a glob in quotes',
  })
}

function orNone(hits: Hit[], message: string): Hit[] {
  if (hits.length > 0) return hits
  throw inputError('not-found', message, { hint: 'policies are files with the extension .yaml or .yml' })
}

function expandGlob(glob: string, root: string): Hit[] {
  const segments = glob.split('/')
  const first = segments.findIndex((segment) => isGlob(segment))
  const fixed = segments.slice(0, first).join('/')
  const folder = resolve(root, first > 0 && fixed === '' ? '/' : fixed)
  if (!existsSync(folder)) return []
  const tree = treeAt(folder, root)
  const options = {
    cwd: folder,
    absolute: true,
    follow: false,
    ignore: ['**/node_modules/**', '**/testdata/**'],
  }
  return globSync(segments.slice(first).join('/'), options)
    .sort()
    .flatMap((match) => visit(match, tree))
}

/** A folder that is searched, and its place without links. */
interface Tree {
  readonly folder: string
  readonly real: string
  readonly root: string
}

function treeAt(folder: string, root: string): Tree {
  return { folder, real: realpathSync(folder), root }
}

function walk(folder: string, tree: Tree): Hit[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules' && name !== 'testdata')
    .sort()
    .flatMap((name) => visit(join(folder, name), tree))
}

function visit(path: string, tree: Tree): Hit[] {
  if (isLinked(path, tree)) return []
  if (statSync(path).isDirectory()) return walk(path, tree)
  return isYaml(path) ? [{ path, by: 'found' }] : []
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
  return hasMagic(path, { magicalBraces: true })
}
