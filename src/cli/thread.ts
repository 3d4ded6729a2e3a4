import { workerData } from 'node:worker_threads'
import { helpRun } from '../runtime/run.js'
import { answer } from '../runtime/threads/threads.js'
import { readSettings } from './settings.js'
import type { ThreadStart } from './threads.js'
import { worldOf } from './world.js'

/** A thread beside a command that helps it with large exports. */
const { task, call, run, flags, root, env, time } = workerData as ThreadStart
const silent = { isTerminal: false, write: () => {} }
const world = worldOf({
  root,
  env,
  clock: () => new Date(time),
  readStdin: () => Buffer.alloc(0),
  stdout: silent,
  stderr: silent,
})

answer(call, (beat) => helpRun(task, () => ({ ...readSettings(flags, world).base, ...run }), beat))
