import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { RunRequest, ThreadTask } from '../runtime/run.js'
import type { Call, Threads } from '../runtime/threads/threads.js'
import type { CommonFlags } from './flags.js'
import { numberOf } from './number-of.js'
import type { World } from './world.js'

/** What a run is asked beside its settings, as far as a thread has to know it: plain data. */
export type ThreadRun = Pick<RunRequest, 'policies' | 'keepResults'>

/** What a thread is told: all that it takes to make the same settings, for what they hold cannot be handed over. */
export interface ThreadStart {
  readonly task: ThreadTask
  readonly run: ThreadRun
  readonly call: Call
  readonly flags: CommonFlags
  readonly root: string
  readonly env: World['env']
  readonly time: number
}

/**
 * The threads that help a run: as many as `--jobs` says with the one that runs, one for each core by default.
 * @param startedAt when the run started, for them too
 */
export function threadsOf(
  flags: CommonFlags,
  { root, env }: World,
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
      const worker = new Worker(entry, { workerData, transferList: [call.port], ...execArgv })
      worker.unref()
    },
  }
}

const isBuilt = import.meta.url.endsWith('.js')
const entry = new URL(isBuilt ? './thread.js' : './thread.ts', import.meta.url)
/** Its sources are TypeScript. */
const execArgv = isBuilt ? {} : { execArgv: ['--import', 'tsx'] }
