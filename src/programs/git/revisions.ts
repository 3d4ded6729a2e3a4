import { execFileSync } from 'node:child_process'
import type { Revisions } from '../../runtime/library/evidence.js'
import { pathIn, repositoryOf } from './repository.js'

/**
 * The commits that folders are of, by git: one call for each repository. Undefined where there is no repository, no commit
 * or no git; changes nothing, and starts nothing that the repository names.
 */
export const revisions: Revisions = (folders) => {
  const tops = folders.map(repositoryOf)
  const states = new Map(
    [...new Set(tops)].map((top) => [
      top,
      top === undefined
        ? undefined
        : stateOf(
            top,
            folders.filter((_, i) => tops[i] === top),
          ),
    ]),
  )
  return folders.map((folder, i) => {
    const state = states.get(tops[i])
    if (!state) return undefined
    const below = pathIn(tops[i] ?? '', folder)
    return { commit: state.commit, dirty: state.changed.some((path) => below === '' || isIn(path, below)) }
  })
}

/** The commit, and what differs from it in the folders: paths from the top; of a folder that is all new, the folder's. */
function stateOf(top: string, folders: readonly string[]) {
  const args = [
    '--literal-pathspecs',
    '-c',
    'core.fsmonitor=false',
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--no-renames',
    '--',
  ]
  try {
    const said = execFileSync('git', [...args, ...folders], {
      cwd: top,
      encoding: 'utf8',
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\0')
    const commit = said.map((line) => /^# branch\.oid ([0-9a-f]{40,64})$/.exec(line)?.[1]).find(Boolean)
    return commit && { commit, changed: said.flatMap(changedPath) }
  } catch (error) {
    // Not installed, not the user's own repository, or broken: then nobody can tell.
    if (error instanceof Error && ('status' in error || 'code' in error)) return undefined
    throw error
  }
}

/** `1 <7 fields> path`, `u <9 fields> path`, `? path`. */
function changedPath(line: string): string[] {
  const fields = { '1': 8, u: 10, '?': 1 }[line[0] ?? '']
  return fields === undefined ? [] : [line.split(' ').slice(fields).join(' ')]
}

/** Whether a changed path lies in the folder, or is one that holds it. */
function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || (path.endsWith('/') && `${folder}/`.startsWith(path))
}
