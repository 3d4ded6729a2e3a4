import { availableParallelism } from 'node:os'
import { changedSince } from '../../programs/git/changed-since.js'
import { isBuilt, startWorker } from '../../programs/start-worker.js'
import { mutationReporters } from '../../reporters/mutation/index.js'
import { loadLibrary } from '../../runtime/library/library.js'
import { type MutationProgress, mutate } from '../../runtime/mutate/mutate.js'
import { count } from '../../wording/count.js'
import { exitCodes } from '../exit-codes.js'
import { numberOf } from '../number-of.js'
import { requireReporters, writeWith } from '../own-reporters.js'
import { reportingLater } from '../reporting.js'
import { requirePolicies } from '../require-policies.js'
import type { Settings } from '../settings.js'
import type { World } from '../world.js'
import type { MutateFlags, WorkerStart } from './mutate/flags.js'

/** `policytest mutate [path…]`: which changes to the policies does no test notice? */
export function mutateCommand(paths: readonly string[], flags: MutateFlags, world: World): Promise<number> {
  // The reporters of the configuration are those of runs that judge.
  const wanted = { ...flags, reporter: flags.reporter ?? ['console'] }
  return reportingLater(wanted, world, (settings) => mutateAndReport(paths, flags, settings, world))
}

async function mutateAndReport(
  paths: readonly string[],
  flags: MutateFlags,
  settings: Settings,
  world: World,
): Promise<number> {
  const threshold = numberOf('--threshold', flags.threshold, 0, 100)
  const jobs = numberOf('--jobs', flags.jobs, 1, 256) ?? availableParallelism()
  requireReporters(settings, mutationReporters, 'mutate')
  const choice = {
    filter: flags.filter,
    changed: flags.since === undefined ? undefined : changedSince(flags.since, world.root),
  }
  const { messages } = world
  const { base } = settings
  messages.progress('reading policies')
  const policies = paths.length > 0 ? paths : requirePolicies(settings)
  const library = loadLibrary({ ...base, policies })
  const { root, env } = world
  const time = world.clock().getTime()
  const workerData: WorkerStart = { flags, choice, paths, root, env: { ...env }, time }
  const report = await mutate(library, {
    ...base,
    choice,
    workers: {
      count: isBuilt(import.meta.url) ? jobs : 0,
      start: () => startWorker('./worker.js', import.meta.url, { workerData }),
    },
    progress: (progress) => messages.progress(progressText(progress)),
  })
  messages.endProgress()
  messages.diagnose([...library.leftOut, ...report.warnings])
  writeWith(mutationReporters, report, settings, world)
  const { score, invalid, equivalent } = report.summary
  if (score === undefined) {
    messages.say(
      `nothing was evaluated: ${invalid + equivalent === 0 ? 'there is no mutant' : 'no mutant compiles'}`,
    )
    return exitCodes.nothingEvaluated
  }
  if (threshold === undefined || score >= threshold) return exitCodes.clean
  messages.say(`the score of ${score} % is below the threshold of ${threshold} %`)
  return exitCodes.findings
}

function progressText(progress: MutationProgress): string {
  if (progress.doing !== 'trying mutants') return progress.doing
  const { tried, of, survivors } = progress
  return `${tried} of ${count(of, 'mutant')} tried, ${count(survivors, 'survivor')}`
}
