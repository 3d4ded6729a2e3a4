import { Worker } from 'node:worker_threads'
import type { Fate } from '../../../runtime/mutate/trial.js'
import { count } from '../../../wording/count.js'
import type { World, WorldSeed } from '../../world.js'
import type { MutateFlags } from './flags.js'
import type { Choice, Plan } from './plan.js'

export interface Trying {
  readonly choice: Choice
  readonly flags: MutateFlags
  /** How many at the same time. */
  readonly jobs: number
  readonly world: World
}

/** What a worker is told once; it makes the same plan of it. */
export interface WorkerStart extends WorldSeed {
  readonly choice: Choice
  readonly flags: MutateFlags
}

/** Mutants by their number, `to` exclusive. */
export interface Batch {
  readonly from: number
  readonly to: number
}

/** So many mutants at a time: neighbours share what is read and compiled for them. */
const batchSize = 20

/** Tries every mutant of a plan, and gives the fates in its order, whoever tried them when. */
export async function tryAll({ attempts, trial }: Plan, trying: Trying): Promise<Fate[]> {
  const fates: Fate[] = []
  const batches: Batch[] = []
  for (let from = 0; from < attempts.length; from += batchSize)
    batches.push({ from, to: Math.min(from + batchSize, attempts.length) })
  let done = 0
  const keep = ({ from }: Batch, found: readonly Fate[]) => {
    for (const [i, fate] of found.entries()) fates[from + i] = fate
    done += found.length
    const survivors = fates.filter((fate) => fate === 'survived').length
    trying.world.messages.progress(
      `${done} of ${count(attempts.length, 'mutant')} tried, ${count(survivors, 'survivor')}`,
    )
  }
  const jobs = Math.min(trying.jobs, Math.floor(batches.length / 2))
  if (jobs > 1 && hasWorker) {
    await Promise.all(Array.from({ length: jobs }, () => work(batches, trying, keep)))
  } else {
    for (const batch of batches) keep(batch, attempts.slice(batch.from, batch.to).map(trial.try))
  }
  return fates
}

/** Run from its sources, the program has no worker to load. */
const hasWorker = import.meta.url.endsWith('.js')

/** One worker that takes a batch after the other. */
function work(
  batches: Batch[],
  { choice, flags, world }: Trying,
  keep: (batch: Batch, fates: readonly Fate[]) => void,
): Promise<void> {
  const { root, env } = world
  const workerData: WorkerStart = { choice, flags, root, env: { ...env }, time: world.clock().getTime() }
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    let current: Batch | undefined
    const next = () => {
      current = batches.shift()
      if (current) worker.postMessage(current)
      else void worker.terminate().then(() => resolve())
    }
    worker.on('error', reject)
    worker.on('message', (fates: readonly Fate[]) => {
      if (current) keep(current, fates)
      next()
    })
    next()
  })
}
