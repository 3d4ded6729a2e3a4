import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** The folder with the repository's `.git`, which is a file in a worktree; undefined for a folder that is in none. */
export function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder
  const above = dirname(folder)
  return above === folder ? undefined : repositoryOf(above)
}

/** The way from the top of a repository to a folder in it, with forward slashes; empty for the top itself. */
export function pathIn(top: string, folder: string): string {
  return relative(top, folder).split(sep).join('/')
}
