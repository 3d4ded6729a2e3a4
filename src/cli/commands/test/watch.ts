import { watch as watchFolder } from 'node:fs'
import { resolve } from 'node:path'
import { InputError } from '../../../runtime/input-error.js'
import { exitCodes } from '../../exit-codes.js'
import type { World } from '../../world.js'

/**
 * Runs again after every change below the working directory, but not for the reports that a run itself writes.
 * Ends, with the last exit code, on Ctrl-C.
 */
export function watch(once: () => number, own: ReadonlySet<string>, world: World): Promise<number> {
  return new Promise((end) => {
    let code = attempt(once, world)
    let pending: NodeJS.Timeout | undefined
    const watcher = watchFolder(world.root, { recursive: true }, (_, file) => {
      if (file === null || !/\.(ya?ml|json|ndjson|jsonl|rules|iptables|txt)$/.test(file)) return
      if (own.has(resolve(world.root, file))) return
      if (/(^|[\\/])(node_modules|\.[^\\/]+)[\\/]/.test(file)) return
      clearTimeout(pending)
      pending = setTimeout(() => {
        code = attempt(once, world)
      }, 50)
    })
    process.once('SIGINT', () => {
      watcher.close()
      end(code)
    })
  })
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
