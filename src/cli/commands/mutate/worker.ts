import { parentPort, workerData } from 'node:worker_threads'
import { loadConfig } from '../../load-config.js'
import { readSettings } from '../../settings.js'
import { worldOf } from '../../world.js'
import { planOf } from './plan.js'
import type { Batch, WorkerStart } from './try-all.js'

/** Tries batches of mutants beside other workers: makes the plan anew, for neither trees nor programs can be handed over. */
const { choice, flags, root, env, time } = workerData as WorkerStart
const silent = { isTerminal: false, write: () => {} }
const world = worldOf({
  root,
  env,
  clock: () => new Date(time),
  readStdin: () => Buffer.alloc(0),
  stdout: silent,
  stderr: silent,
})
await loadConfig(flags, world)
const { attempts, trial } = planOf(choice, readSettings({ ...flags, reporter: ['console'] }, world))

parentPort?.on('message', ({ from, to }: Batch) => {
  parentPort?.postMessage(attempts.slice(from, to).map(trial.try))
})
