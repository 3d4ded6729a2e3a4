import { parentPort, workerData } from 'node:worker_threads'
import { loadLibrary } from '../../../runtime/library/library.js'
import { planOf } from '../../../runtime/mutate/plan.js'
import { workOn } from '../../../runtime/mutate/try-all.js'
import { loadConfig } from '../../load-config.js'
import { requirePolicies } from '../../require-policies.js'
import { readSettings } from '../../settings.js'
import { worldBeside } from '../../world.js'
import type { WorkerStart } from './flags.js'

/** Tries batches of mutants beside other workers: makes the plan anew, for neither trees nor programs can be handed over. */
const { choice, paths, flags, ...seed } = workerData as WorkerStart
const world = worldBeside(seed)
await loadConfig(flags, world)
const settings = readSettings({ ...flags, reporter: ['console'] }, world)
const policies = paths.length > 0 ? paths : requirePolicies(settings)
workOn(planOf(loadLibrary({ ...settings.base, policies }), choice, settings.base), parentPort)
