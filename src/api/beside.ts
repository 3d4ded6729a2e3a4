import { parentPort, workerData } from 'node:worker_threads'
import { loadLibrary } from '../runtime/library/library.js'
import { type Choice, planOf } from '../runtime/mutate/plan.js'
import { workOn } from '../runtime/mutate/try-all.js'
import { helpRun, type RunRequest, type ThreadTask } from '../runtime/run.js'
import { answer, type Call } from '../runtime/threads/threads.js'
import type { Seed } from './load-options.js'
import { loadingBy } from './loading.js'

/** What a thread beside a program does. */
export type Beside =
  | { readonly work: 'mutants'; readonly choice: Choice; readonly now: Date }
  | {
      readonly work: 'exports'
      readonly task: ThreadTask
      readonly call: Call
      readonly run: Pick<RunRequest, 'now' | 'startedAt'>
    }

/** Loads the policies anew, for programs cannot be handed over. */
const { seed, ...todo } = workerData as Beside & { readonly seed: Seed }
const loading = await loadingBy(seed).then(
  (loaded) => () => loaded,
  (error) => () => {
    throw error
  },
)
if (todo.work === 'exports')
  answer(todo.call, (beat) => helpRun(todo.task, () => ({ ...loading(), ...todo.run }), beat))
else {
  const loaded = loading()
  workOn(planOf(loadLibrary(loaded), todo.choice, { ...loaded, now: todo.now }), parentPort)
}
