import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { inputError } from '../../runtime/input-error.js'
import { displayPath } from '../../runtime/paths.js'

/**
 * The files that differ from a commit, and those that git does not know yet, as reports name them.
 * @throws InputError when git does not know the commit, or is not there
 */
export function changedSince(ref: string, root: string): string[] {
  const top = git(['rev-parse', '--show-toplevel'], root, ref).trim()
  const changed = git(['diff', '--name-only', '-z', '--end-of-options', ref, '--'], root, ref)
  const unknown = git(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', top], root, ref)
  return `${changed}${unknown}`
    .split('\0')
    .filter((file) => file !== '')
    .map((file) => displayPath(root, resolve(top, file)))
}

function git(args: readonly string[], cwd: string, ref: string): string {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr ?? '') : ''
    const [why = ''] = said.trim().split('\n')
    throw inputError('usage', `git cannot say what has changed since ${ref}${why && `: ${why}`}`, {
      hint: 'give a commit, branch or tag of the repository that the policies lie in',
    })
  }
}
