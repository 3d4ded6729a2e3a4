import {
  apiVersion,
  type Diagnostic,
  type MutatedPolicy,
  type MutationCounts,
  type MutationReport,
} from '../model/index.js'
import { version } from '../report/version.js'
import type { Subject } from './mutants.js'
import type { Fate } from './trial.js'

/** A subject, what became of each of its mutants, and which of them are marked as equivalent and why. */
export interface Tried {
  readonly subject: Subject
  readonly cases: number
  readonly fates: readonly Fate[]
  readonly reasons: readonly (string | undefined)[]
}

/** The report of all that was tried, in the order of the subjects. */
export function buildMutationReport(
  tried: readonly Tried[],
  warnings: readonly Diagnostic[],
  { startedAt, durationMs }: { readonly startedAt: Date; readonly durationMs: number },
): MutationReport {
  const policies = tried.map((each): MutatedPolicy => {
    const { id, pack, file, shared } = each.subject
    return {
      id,
      ...(pack !== undefined && { pack }),
      file,
      shared,
      cases: each.cases,
      counts: countsOf([each]),
    }
  })
  const packs = [...new Set(policies.flatMap(({ pack }) => pack ?? []))]
  const each = tried.flatMap(({ subject, fates, reasons }) =>
    subject.attempts.map(({ mutant }, i) => ({ mutant, fate: fates[i], reason: reasons[i] })),
  )
  return {
    apiVersion,
    kind: 'MutationReport',
    tool: { name: 'policytest', version },
    startedAt: startedAt.toISOString(),
    durationMs,
    summary: countsOf(tried),
    packs: packs.map((id) => ({ id, counts: countsOf(tried.filter(({ subject }) => subject.pack === id)) })),
    policies,
    survivors: each.flatMap(({ mutant, fate, reason }) =>
      fate === 'survived' && reason === undefined ? [mutant] : [],
    ),
    equivalents: each.flatMap(({ mutant, fate, reason }) =>
      fate === 'survived' && reason !== undefined ? [{ ...mutant, reason }] : [],
    ),
    warnings,
  }
}

function countsOf(tried: readonly Tried[]): MutationCounts {
  const counts = { killed: 0, survived: 0, equivalent: 0, invalid: 0 }
  for (const { fates, reasons } of tried)
    for (const [i, fate] of fates.entries())
      counts[fate === 'survived' && reasons[i] !== undefined ? 'equivalent' : fate]++
  const counted = counts.killed + counts.survived
  return { ...counts, ...(counted > 0 && { score: scoreOf(counts.killed, counted) }) }
}

/** In percent with one decimal, never rounded up to 100. */
function scoreOf(killed: number, counted: number): number {
  return Math.floor((1000 * killed) / counted) / 10
}
