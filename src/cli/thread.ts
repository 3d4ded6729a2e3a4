import { workerData } from 'node:worker_threads'
import { helpRun } from '../runtime/run.js'
import { answer } from '../runtime/threads/threads.js'
import { loadConfig } from './load-config.js'
import { requirePolicies } from './require-policies.js'
import { readSettings } from './settings.js'
import type { ThreadStart } from './threads.js'
import { worldBeside } from './world.js'

/** A thread beside a command that helps it with large exports. What a program configures is made anew: functions cannot be handed over. */
const { task, call, run, flags, ...seed } = workerData as ThreadStart
const world = worldBeside(seed)
if (task.kind !== 'digest') await loadConfig(flags, world)

answer(call, (beat) =>
  helpRun(
    task,
    () => {
      const settings = readSettings(flags, world)
      return { ...settings.base, ...run, policies: requirePolicies(settings) }
    },
    beat,
  ),
)
