import { availableParallelism } from 'node:os'
import { startWorker } from '../programs/start-worker.js'
import type { RunRequest, ThreadTask } from '../runtime/run.js'
import type { Call, Threads } from '../runtime/threads/threads.js'
import type { CommonFlags } from './flags.js'
import { numberOf } from './number-of.js'
import type { World, WorldSeed } from './world.js'

/** What a run is asked beside its settings, as far as a thread has to know it: plain data. */
export type ThreadRun = Pick<RunRequest, 'keepResults'>

/** What a thread is told: all that it takes to make the same settings, for what they hold cannot be handed over. */
export interface ThreadStart extends WorldSeed {
  readonly task: ThreadTask
  readonly run: ThreadRun
  readonly call: Call
  readonly flags: CommonFlags
}

/**
 * The threads that help a run: as many as `--jobs` says with the one that runs, one for each core by default.
 * @param startedAt when the run started, for them too
 */
export function threadsOf(
  flags: CommonFlags,
  { root, env }: Pick<World, 'root' | 'env'>,
  startedAt: Date,
  run: ThreadRun,
): Threads<ThreadTask> {
  const jobs = numberOf('--jobs', flags.jobs, 0, 256) ?? availableParallelism()
  return {
    // A bug is told where it happened, and times are measured, by the thread that runs.
    count: flags.debug || flags.timings ? 0 : Math.max(0, jobs - 1),
    start(task, call) {
      const workerData: ThreadStart = {
        task,
        run,
        call,
        flags,
        root,
        env: { ...env },
        time: startedAt.getTime(),
      }
      startWorker('./thread.js', import.meta.url, { workerData, transferList: [call.port] }).unref()
    },
  }
}
