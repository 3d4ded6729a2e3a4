import { isAbsolute, posix, relative, sep } from 'node:path'
import { glob as globs } from './apart.js'
import { pathMatcher } from './globs.js'
import type { Diagnostic, Location } from './model/index.js'

/** A glob over files and folders that are left out, as it was written. */
export interface ExcludeGlob {
  readonly glob: string
  /** Absolute: what the glob is relative to. */
  readonly folder: string
  /** Where it is written, when in a file. */
  readonly place?: { readonly location: Location; readonly sourceLine: string }
}

/** Which files and folders are left out when a folder is searched. */
export interface Exclusion {
  /** Whether a file or folder, or a folder above it, is left out. */
  excludes(path: string): boolean
  /** The globs that have left nothing out so far, as warnings. */
  unused(): Diagnostic[]
}

/** How to be quiet about a file that is not read: for hints. */
export const howToExclude =
  "'exclude: [<glob>]' in policytest.config.yaml, or --exclude <glob>, leaves files out without a word"

/** The exclusion by globs; it remembers which of them had something to leave out. */
export function exclusionOf(globs: readonly ExcludeGlob[]): Exclusion {
  const used = new Set<ExcludeGlob>()
  const matchers = globs.map((entry) => ({ entry, matches: pathsOf(entry) }))
  return {
    excludes(path) {
      const hits = matchers.filter(({ matches }) => matches(path))
      for (const { entry } of hits) used.add(entry)
      return hits.length > 0
    },
    unused: () => globs.filter((entry) => !used.has(entry) && !isForAnotherRun(entry)).map(unusedWarning),
  }
}

/** Matches absolute paths of files and folders that a glob names, or that lie in a folder that it names. */
export function pathsOf({ glob, folder }: ExcludeGlob): (path: string) => boolean {
  const written = posix.normalize(glob.split(sep).join('/')).replace(/(.)\/$/, '$1')
  const base = isAbsolute(written) ? '/' : folder
  const matches = pathMatcher(written.replace(/^\//, ''))
  return (path) => {
    const segments = relative(base, path).split(sep)
    return segments.some((_, i) => matches(segments.slice(0, i + 1)))
  }
}

/** A configuration serves runs over other folders, too: its glob is useless only when there is nothing of that name. */
function isForAnotherRun({ glob, folder, place }: ExcludeGlob): boolean {
  if (place === undefined) return false
  const childrenIgnored = ({ name }: { readonly name: string }) => name === 'node_modules' || name === '.git'
  return (
    globs().globSync(glob, { cwd: folder, dot: true, follow: false, ignore: { childrenIgnored } }).length > 0
  )
}

function unusedWarning({ glob, place }: ExcludeGlob): Diagnostic {
  const what = place === undefined ? '--exclude: ' : ''
  const from = place === undefined ? 'the working directory' : "the configuration's folder"
  return {
    code: 'exclude-unused',
    level: 'warning',
    message: `${what}'${glob}' leaves nothing out`,
    hint: `globs are relative to ${from}${glob.includes('/') ? '' : `; for every folder: '**/${glob}'`}`,
    ...place,
  }
}

/** What stands for no exclusion at all. */
export const nothingExcluded: Exclusion = { excludes: () => false, unused: () => [] }
