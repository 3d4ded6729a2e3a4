import { dirname, relative, sep } from 'node:path'
import { InputError } from '../../../runtime/input-error.js'
import { exitCodes } from '../../exit-codes.js'
import type { WatchedFolder, World } from '../../world.js'
import { diskWatching } from './disk-watching.js'

/** Runs in a world that tells what is read; `writes` takes the reports that the run itself writes. */
export type Watched = (world: World, writes: (files: readonly string[]) => void) => number | Promise<number>

/**
 * Runs again after every change of a file that a run has read, wherever it is, and of what may be read next: files
 * below the working directory and beside those that were read. Ends, with the last exit code, on Ctrl-C.
 * @param isCode whether programs are among what is read
 */
export function watch(once: Watched, world: World, isCode = false): Promise<number> {
  const { changes, onInterrupt } = world.watching ?? diskWatching
  return new Promise((end, fail) => {
    const own = new Set<string>()
    // A run that ends early reads less: what an earlier one has read still counts.
    const read = new Set<string>()
    let code: number = exitCodes.cannotRun
    let watched: readonly WatchedFolder[] = []
    let watcher: { close(): void } | undefined
    const writes = (files: readonly string[]) => {
      for (const file of files) own.add(file)
    }
    let isRunning = false
    let isOutdated = false
    const isRead = isCode ? mayBeCode : mayBeRead
    const changed = (paths: readonly string[]) => {
      if (!paths.some((path) => !own.has(path) && (read.has(path) || isRead(path, watched)))) return
      if (isRunning) isOutdated = true
      else run()
    }
    const run = () => {
      const came = codeOf(() => once({ ...world, onRead: (path) => read.add(path) }, writes), world)
      isRunning = typeof came !== 'number'
      if (typeof came === 'number') ran(came)
      else came.then(ran, fail)
    }
    const ran = (came: number) => {
      code = came
      isRunning = false
      const folders = foldersOf(world.root, read)
      if (!isSame(folders, watched)) {
        watcher?.close()
        watched = folders
        watcher = changes(folders, changed)
      }
      world.messages.say('waiting for changes (Ctrl-C ends)')
      if (isOutdated) {
        isOutdated = false
        run()
      }
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

const extensions = /\.(ya?ml|json|ndjson|jsonl|rules|iptables|txt)$/i
const codeExtensions = /\.[cm]?[jt]s$/i

/** Whether a file that was not read may be one that the next run reads, by its name. */
function mayBeRead(path: string, watched: readonly WatchedFolder[], read = extensions): boolean {
  if (!read.test(path)) return false
  const top = watched.find((folder) => isInside(folder.path, path))
  const inside = top ? relative(top.path, path) : path
  return !/(^|[\\/])(node_modules|\.[^\\/]+)[\\/]/.test(inside)
}

/** The same where programs are read: what one imports, nobody else knows. */
function mayBeCode(path: string, watched: readonly WatchedFolder[]): boolean {
  return mayBeRead(path, watched) || mayBeRead(path, watched, codeExtensions)
}

/** What a run comes to: a mistake in a file that is being edited is shown, and does not end the watch. */
export function codeOf<Code>(once: () => Code, world: World): Code | 2 {
  try {
    return once()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    world.messages.diagnose(error.diagnostics)
    return exitCodes.cannotRun
  }
}
