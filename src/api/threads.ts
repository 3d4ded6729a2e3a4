import type { MessagePort } from 'node:worker_threads'
import { isBuilt, startWorker } from '../programs/start-worker.js'
import type { MutationWorkers } from '../runtime/mutate/try-all.js'
import type { RunRequest, ThreadTask } from '../runtime/run.js'
import type { Threads } from '../runtime/threads/threads.js'
import type { Beside } from './beside.js'
import type { Seed } from './load-options.js'

/** Threads that help to judge large exports, with the one that runs as many as `jobs`. */
export function judgingThreads(
  seed: Seed | undefined,
  jobs: number,
  run: Required<Pick<RunRequest, 'now' | 'startedAt'>>,
): Threads<ThreadTask> | undefined {
  if (!seed || jobs < 2) return undefined
  return {
    count: jobs - 1,
    start(task, call) {
      start(seed, { work: 'exports', task, call, run }, [call.port]).unref()
    },
  }
}

/** Workers that try mutants. */
export function mutationWorkers(
  seed: Seed | undefined,
  jobs: number,
  about: Omit<Extract<Beside, { work: 'mutants' }>, 'work'>,
): MutationWorkers | undefined {
  if (!seed || !isBuilt(import.meta.url)) return undefined
  return { count: jobs, start: () => start(seed, { work: 'mutants', ...about }) }
}

function start(seed: Seed, beside: Beside, transferList: readonly MessagePort[] = []) {
  return startWorker('./beside.js', import.meta.url, {
    workerData: { seed, ...beside },
    transferList: [...transferList],
  })
}
