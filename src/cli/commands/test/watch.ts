import { dirname, relative, sep } from 'node:path'
import { InputError } from '../../../runtime/input-error.js'
import { exitCodes } from '../../exit-codes.js'
import type { WatchedFolder, World } from '../../world.js'
import { diskWatching } from './disk-watching.js'

/** Runs in a world that tells what is read; `writes` takes the reports that the run itself writes. */
export type Watched = (world: World, writes: (files: readonly string[]) => void) => number

/**
 * Runs again after every change of a file that a run has read, wherever it is, and of what may be read next: files
 * below the working directory and beside those that were read. Ends, with the last exit code, on Ctrl-C.
 */
export function watch(once: Watched, world: World): Promise<number> {
  const { changes, onInterrupt } = world.watching ?? diskWatching
  return new Promise((end) => {
    const own = new Set<string>()
    // A run that ends early reads less: what an earlier one has read still counts.
    const read = new Set<string>()
    let code: number = exitCodes.cannotRun
    let watched: readonly WatchedFolder[] = []
    let watcher: { close(): void } | undefined
    const writes = (files: readonly string[]) => {
      for (const file of files) own.add(file)
    }
    const changed = (paths: readonly string[]) => {
      if (paths.some((path) => !own.has(path) && (read.has(path) || mayBeRead(path, watched)))) run()
    }
    const run = () => {
      code = attempt(() => once({ ...world, onRead: (path) => read.add(path) }, writes), world)
      const folders = foldersOf(world.root, read)
      if (isSame(folders, watched)) return
      watcher?.close()
      watched = folders
      watcher = changes(folders, changed)
    }
    run()
    onInterrupt(() => {
      watcher?.close()
      end(code)
    })
  })
}

/** The working directory with all that is in it, and the folders of what was read elsewhere. */
function foldersOf(root: string, read: ReadonlySet<string>): readonly WatchedFolder[] {
  const elsewhere = [...read].map((path) => dirname(path)).filter((folder) => !isInside(root, folder))
  return [
    { path: root, isDeep: true },
    ...[...new Set(elsewhere)].sort().map((path) => ({ path, isDeep: false })),
  ]
}

function isSame(a: readonly WatchedFolder[], b: readonly WatchedFolder[]): boolean {
  return a.length === b.length && a.every(({ path }, i) => path === b[i]?.path)
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Whether a file that was not read may be one that the next run reads, by its name. */
function mayBeRead(path: string, watched: readonly WatchedFolder[]): boolean {
  if (!/\.(ya?ml|json|ndjson|jsonl|rules|iptables|txt)$/i.test(path)) return false
  const top = watched.find((folder) => isInside(folder.path, path))
  const inside = top ? relative(top.path, path) : path
  return !/(^|[\\/])(node_modules|\.[^\\/]+)[\\/]/.test(inside)
}

/** A mistake in a file that is being edited is shown, and does not end the watch. */
function attempt(once: () => number, world: World): number {
  let code: number = exitCodes.cannotRun
  try {
    code = once()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    world.messages.diagnose(error.diagnostics)
  }
  world.messages.say('waiting for changes (Ctrl-C ends)')
  return code
}
