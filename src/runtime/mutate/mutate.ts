import { append } from '../append.js'
import { InputError } from '../input-error.js'
import type { Library } from '../library/library.js'
import type { CaseResult, Diagnostic, MutationReport } from '../model/index.js'
import { buildMutationReport, type Tried } from './build-report.js'
import { markEquivalents } from './equivalents.js'
import { type Choice, type Plan, type PlanOptions, planOf } from './plan.js'
import type { Fate } from './trial.js'
import { type MutationWorkers, tryAll } from './try-all.js'

/** How mutants are tried. */
export interface MutationRequest extends PlanOptions {
  readonly choice: Choice
  /** Default: all are tried in this thread. */
  readonly workers?: MutationWorkers | undefined
  readonly startedAt: Date
  /** Gives the duration in milliseconds when all are tried. */
  readonly elapsed?: (() => number) | undefined
  /** Told what it does and how far it is, for a progress line. */
  readonly progress?: ((progress: MutationProgress) => void) | undefined
}

/** How far it is. */
export type MutationProgress =
  | { readonly doing: 'running the tests of the policies as they are' }
  | {
      readonly doing: 'trying mutants'
      readonly tried: number
      readonly of: number
      readonly survivors: number
    }

/**
 * Which changes to the policies does no test notice?
 * @throws InputError where a case fails before anything is changed
 */
export async function mutate(library: Library, request: MutationRequest): Promise<MutationReport> {
  const { choice, workers, progress } = request
  const plan = planOf(library, choice, request)
  progress?.({ doing: 'running the tests of the policies as they are' })
  requirePassing(plan)
  const of = plan.attempts.length
  const fates = await tryAll(plan, workers, (tried, survivors) =>
    progress?.({ doing: 'trying mutants', tried, of, survivors }),
  )
  return reportOf(plan, fates, request)
}

function reportOf(
  { subjects, trial }: Plan,
  fates: readonly Fate[],
  { startedAt, elapsed }: MutationRequest,
): MutationReport {
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
