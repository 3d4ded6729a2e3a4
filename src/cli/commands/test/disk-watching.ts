import { watch } from 'node:fs'
import { join } from 'node:path'
import type { Watching } from '../../world.js'

/** How long nothing may change before what has changed is told, in milliseconds: an editor writes a file in several steps. */
const quiet = 50

/** Watches the disk, and this process for Ctrl-C. */
export const diskWatching: Watching = {
  changes(folders, changed) {
    let paths: string[] = []
    let pending: NodeJS.Timeout | undefined
    const tell = () => {
      const told = paths
      paths = []
      changed(told)
    }
    const watchers = folders.map(({ path, isDeep }) =>
      watch(path, { recursive: isDeep }, (_, file) => {
        if (file === null) return
        paths.push(join(path, file))
        clearTimeout(pending)
        pending = setTimeout(tell, quiet)
      }),
    )
    return {
      close() {
        clearTimeout(pending)
        for (const watcher of watchers) watcher.close()
      },
    }
  },
  onInterrupt(end) {
    process.once('SIGINT', end)
  },
}
