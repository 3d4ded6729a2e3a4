import { startWorker } from '../../../programs/start-worker.js'
import type { World, WorldSeed } from '../../world.js'
import type { TestFlags } from './test-once.js'

/** What a thread is told that runs the tests once. */
export interface FreshStart extends Omit<WorldSeed, 'time'> {
  readonly paths: readonly string[]
  readonly flags: TestFlags
  readonly isTerminal: boolean
}

/** What it tells: what a command touches, and at last the exit code. */
export type FreshEvent =
  | { readonly out: string }
  | { readonly say: string }
  | { readonly progress: string | undefined }
  | { readonly read: string }
  | { readonly writes: readonly string[] }
  | { readonly code: number }

/**
 * Runs the tests in a thread of their own, which knows no module yet: a configuration in code is run as it stands now, with
 * all that it imports. Rejects for a bug.
 */
export function runFresh(
  paths: readonly string[],
  flags: TestFlags,
  { root, env, stdout, messages, onRead }: World,
  writes: (files: readonly string[]) => void,
): Promise<number> {
  const workerData: FreshStart = { paths, flags, root, env: { ...env }, isTerminal: stdout.isTerminal }
  const worker = startWorker('./fresh-thread.js', import.meta.url, { workerData })
  // Who ends the watch does not wait for it.
  worker.unref()
  return new Promise((end, fail) => {
    worker.on('error', fail)
    worker.on('message', (event: FreshEvent) => {
      if ('out' in event) stdout.write(event.out)
      else if ('say' in event) messages.say(event.say)
      else if ('read' in event) onRead?.(event.read)
      else if ('writes' in event) writes(event.writes)
      else if ('code' in event) void worker.terminate().then(() => end(event.code))
      else if (event.progress === undefined) messages.endProgress()
      else messages.progress(event.progress)
    })
  })
}
