import { availableParallelism } from 'node:os'
import { mutationReporters } from '../../reporters/mutation/index.js'
import { append } from '../../runtime/append.js'
import { InputError } from '../../runtime/input-error.js'
import type { CaseResult, Diagnostic, MutationReport } from '../../runtime/model/index.js'
import { buildMutationReport, type Tried } from '../../runtime/mutate/build-report.js'
import { markEquivalents } from '../../runtime/mutate/equivalents.js'
import type { Fate } from '../../runtime/mutate/trial.js'
import { exitCodes } from '../exit-codes.js'
import { numberOf } from '../number-of.js'
import { requireReporters, writeWith } from '../own-reporters.js'
import { reportingLater } from '../reporting.js'
import type { Settings } from '../settings.js'
import type { World } from '../world.js'
import { changedSince } from './mutate/changed-since.js'
import type { MutateFlags } from './mutate/flags.js'
import { type Choice, type Plan, planOf } from './mutate/plan.js'
import { tryAll } from './mutate/try-all.js'

/** `policytest mutate [path…]`: which changes to the policies does no test notice? */
export function mutateCommand(paths: readonly string[], flags: MutateFlags, world: World): Promise<number> {
  // The reporters of the configuration are those of runs that judge.
  const wanted = { ...flags, reporter: flags.reporter ?? ['console'] }
  return reportingLater(wanted, world, (settings) => mutate(paths, flags, settings, world))
}

async function mutate(
  paths: readonly string[],
  flags: MutateFlags,
  settings: Settings,
  world: World,
): Promise<number> {
  const threshold = numberOf('--threshold', flags.threshold, 0, 100)
  const jobs = numberOf('--jobs', flags.jobs, 1, 256) ?? availableParallelism()
  requireReporters(settings, mutationReporters, 'mutate')
  const choice: Choice = {
    policies: paths.length > 0 ? paths : undefined,
    filter: flags.filter,
    changed: flags.since === undefined ? undefined : changedSince(flags.since, world.root),
  }
  const { messages } = world
  messages.progress('reading policies')
  const plan = planOf(choice, settings)
  messages.progress('running the tests of the policies as they are')
  requirePassing(plan)
  const fates = await tryAll(plan, { choice, flags, jobs, world })
  messages.endProgress()
  const report = reportOf(plan, fates, settings)
  messages.diagnose([...plan.library.leftOut, ...report.warnings])
  writeWith(mutationReporters, report, settings, world)
  if (report.summary.score === undefined) {
    messages.say(
      `nothing was evaluated: ${plan.attempts.length === 0 ? 'there is no mutant' : 'no mutant compiles'}`,
    )
    return exitCodes.nothingEvaluated
  }
  if (threshold === undefined || report.summary.score >= threshold) return exitCodes.clean
  messages.say(`the score of ${report.summary.score} % is below the threshold of ${threshold} %`)
  return exitCodes.findings
}

function reportOf({ subjects, trial }: Plan, fates: readonly Fate[], { base }: Settings): MutationReport {
  const warnings: Diagnostic[] = []
  let from = 0
  const tried = subjects.map((subject): Tried => {
    const own = fates.slice(from, from + subject.attempts.length)
    from += own.length
    const cases = subject.readers.reduce((sum, policy) => sum + trial.casesOf(policy), 0)
    const mutants = subject.attempts.map(({ mutant }) => mutant)
    const { reasons, warnings: found } = markEquivalents(subject.marks, mutants, own)
    append(warnings, found)
    return { subject, cases, fates: own, reasons }
  })
  const { startedAt, elapsed } = base
  return buildMutationReport(tried, warnings, { startedAt, durationMs: elapsed?.() ?? 0 })
}

/** A test that fails anyway notices nothing. */
function requirePassing({ subjects, trial }: Plan): void {
  const policies = [...new Set(subjects.flatMap(({ readers }) => readers))]
  const failing = [...policies.flatMap((policy) => trial.failing(policy)), ...trial.failingExamples()]
  if (failing.length > 0) throw new InputError(failing.map(diagnosticOf))
}

function diagnosticOf({ name, policy, location }: CaseResult): Diagnostic {
  return {
    code: 'case-failed',
    level: 'error',
    message: `the case '${name}' of '${policy}' fails before anything is changed`,
    hint: 'policytest test says why; mutants are tried when all cases pass',
    location,
  }
}
