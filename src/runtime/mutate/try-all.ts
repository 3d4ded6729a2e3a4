import type { MessagePort, Worker } from 'node:worker_threads'
import type { Plan } from './plan.js'
import type { Fate } from './trial.js'

/** Workers beside this thread, each of which makes the same plan and calls {@link workOn}. */
export interface MutationWorkers {
  /** How many at the same time. */
  readonly count: number
  start(): Worker
}

/** Mutants by their number, `to` exclusive. */
interface Batch {
  readonly from: number
  readonly to: number
}

/** So many mutants at a time: neighbours share what is read and compiled for them. */
const batchSize = 20

/**
 * Tries every mutant of a plan, and gives the fates in its order, whoever tried them when.
 * @param tried told how many are, and how many of them survived
 */
export async function tryAll(
  { attempts, trial }: Plan,
  workers: MutationWorkers | undefined,
  tried: (done: number, survivors: number) => void,
): Promise<Fate[]> {
  const fates: Fate[] = []
  const batches: Batch[] = []
  for (let from = 0; from < attempts.length; from += batchSize)
    batches.push({ from, to: Math.min(from + batchSize, attempts.length) })
  let done = 0
  const keep = ({ from }: Batch, found: readonly Fate[]) => {
    for (const [i, fate] of found.entries()) fates[from + i] = fate
    done += found.length
    tried(done, fates.filter((fate) => fate === 'survived').length)
  }
  const count = Math.min(workers?.count ?? 0, Math.floor(batches.length / 2))
  if (workers && count > 1) {
    await Promise.all(Array.from({ length: count }, () => work(batches, workers.start(), keep)))
  } else {
    for (const batch of batches) keep(batch, attempts.slice(batch.from, batch.to).map(trial.try))
  }
  return fates
}

/** In a worker: tries the batches that it is told, one after the other. */
export function workOn({ attempts, trial }: Plan, port: MessagePort | null): void {
  port?.on('message', ({ from, to }: Batch) => {
    port.postMessage(attempts.slice(from, to).map(trial.try))
  })
}

/** One worker that takes a batch after the other. */
function work(
  batches: Batch[],
  worker: Worker,
  keep: (batch: Batch, fates: readonly Fate[]) => void,
): Promise<void> {
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
