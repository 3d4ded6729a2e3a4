import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { globSync, hasMagic } from 'glob'
import { InputError, inputError } from '../diagnostics.js'
import { collected } from './check.js'

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
  const found = collected(paths.map((path) => () => expand(path, root))).flat()
  const files = new Map<string, FoundFile>()
  for (const { path, by } of found) {
    if (by === 'named' || !files.has(path)) files.set(path, { path, file: displayed(path, root), by })
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A path as diagnostics name it. */
export function displayed(path: string, root: string): string {
  const inside = relative(resolve(root), path)
  const shown = inside.startsWith('..') || isAbsolute(inside) ? path : inside || '.'
  return shown.split(sep).join('/')
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
    return orNone(walk(absolute, realpathSync(absolute), root), `no YAML files in '${path}'`)
  }
  if (!hasMagic(path)) {
    throw inputError('not-found', `'${path}' does not exist`, {
      hint: 'give a file, a folder, or a glob in quotes',
    })
  }
  const cwd = resolve(root, staticPart(path))
  const pattern = path.split(/[\\/]/).slice(staticPart(path).split('/').filter(Boolean).length).join('/')
  const tree = existsSync(cwd) ? realpathSync(cwd) : cwd
  const matches = globSync(isAbsolute(path) ? path : pattern, {
    cwd,
    absolute: true,
    follow: false,
    ignore: ['**/node_modules/**', '**/testdata/**'],
  })
  return orNone(
    matches.sort().flatMap((match) => visit(match, tree, root)),
    `'${path}' matches no YAML files`,
  )
}

function orNone(hits: Hit[], message: string): Hit[] {
  if (hits.length > 0) return hits
  throw inputError('not-found', message, { hint: 'policies are files with the extension .yaml or .yml' })
}

/** The folders of a glob before its first wildcard. */
function staticPart(glob: string): string {
  const segments = glob.split('/')
  const first = segments.findIndex((segment) => hasMagic(segment))
  return segments.slice(0, Math.max(first, 0)).join('/')
}

function walk(folder: string, tree: string, root: string): Hit[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules' && name !== 'testdata')
    .sort()
    .flatMap((name) => visit(join(folder, name), tree, root))
}

function visit(path: string, tree: string, root: string): Hit[] {
  const real = realpathSync(path)
  const isLink = real !== join(realpathSync(dirname(path)), path.slice(dirname(path).length + 1))
  if (isLink && !real.startsWith(tree + sep)) {
    throw new InputError([
      {
        code: 'link-outside',
        level: 'error',
        message: `${displayed(path, root)} is a link that leads out of the folder`,
        hint: 'name what it leads to as a path of its own, or copy it',
      },
    ])
  }
  // What a link inside the tree leads to is found at its own place.
  if (isLink) return []
  if (statSync(path).isDirectory()) return walk(path, tree, root)
  return isYaml(path) ? [{ path, by: 'found' }] : []
}

function isYaml(path: string): boolean {
  return path.endsWith('.yaml') || path.endsWith('.yml')
}
