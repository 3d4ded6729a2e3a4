import { parentPort, workerData } from 'node:worker_threads'
import { loadConfig } from '../../load-config.js'
import { readSettings } from '../../settings.js'
import { worldBeside } from '../../world.js'
import { planOf } from './plan.js'
import type { Batch, WorkerStart } from './try-all.js'

/** Tries batches of mutants beside other workers: makes the plan anew, for neither trees nor programs can be handed over. */
const { choice, flags, ...seed } = workerData as WorkerStart
const world = worldBeside(seed)
await loadConfig(flags, world)
const { attempts, trial } = planOf(choice, readSettings({ ...flags, reporter: ['console'] }, world))

parentPort?.on('message', ({ from, to }: Batch) => {
  parentPort?.postMessage(attempts.slice(from, to).map(trial.try))
})
