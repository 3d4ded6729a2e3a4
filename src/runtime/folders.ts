import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inputError } from './input-error.js'
import { displayPath } from './paths.js'

/** What a folder holds, links not followed; `other` is a pipe, a socket or a device. */
export interface FolderEntry {
  readonly path: string
  readonly name: string
  readonly is: 'file' | 'folder' | 'link' | 'other'
}

/**
 * The entries of a folder, sorted by name.
 * @throws InputError for a folder that cannot be read: what is in it must not be passed over without a word
 */
export function entriesOf(folder: string, root: string): FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({
        path: join(folder, entry.name),
        name: entry.name,
        is: entry.isFile()
          ? ('file' as const)
          : entry.isDirectory()
            ? ('folder' as const)
            : entry.isSymbolicLink()
              ? ('link' as const)
              : ('other' as const),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : message
    throw inputError('unreadable', `the folder ${displayPath(root, folder)} cannot be read: ${why}`, {
      hint: 'give it the right to be read, or leave it out with --exclude',
    })
  }
}

/** Whether an entry is left alone for its name: it is hidden, or holds what a package manager put there. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}

/** Whether there is nothing to say of a folder that is left alone: the store of a version control system. */
export function isVersionControl(name: string): boolean {
  return ['.git', '.hg', '.svn', '.jj'].includes(name)
}

/** `a.yaml, b.yaml, c.yaml and 4 more`. */
export function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 3)
  const more = names.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
