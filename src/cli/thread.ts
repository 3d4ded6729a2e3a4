import { workerData } from 'node:worker_threads'
import { helpRun } from '../runtime/run.js'
import { answer } from '../runtime/threads/threads.js'
import { readSettings } from './settings.js'
import type { ThreadStart } from './threads.js'
import { worldBeside } from './world.js'

/** A thread beside a command that helps it with large exports. */
const { task, call, run, flags, ...seed } = workerData as ThreadStart
const world = worldBeside(seed)

answer(call, (beat) => helpRun(task, () => ({ ...readSettings(flags, world).base, ...run }), beat))
