import { platforms } from './platforms/index.js'
import { run as pipeline, type RunOutcome, type RunRequest } from './runtime/run.js'

/** A run with the platforms that ship. */
export function run(request: Omit<RunRequest, 'platforms'>): RunOutcome {
  return pipeline({ platforms, ...request })
}
