import { remarkWarnings } from '../admission/remarks.js'
import { scanWarnings } from '../admission/scan-warnings.js'
import { snapshotAges } from '../exports/snapshot-age.js'
import type { Library, LibraryRequest } from '../library/library.js'
import { overrideWarnings } from '../library/overrides.js'
import { strayPacks } from '../library/stray-packs.js'
import type { Diagnostic, OverrideSummary } from '../model/index.js'
import { inOrder } from '../policies/index.js'
import { type applyWaivers, unusedWaivers } from '../report/waivers.js'
import type { Outcome } from '../scan/outcome.js'
import type { Clock, ConclusionRequest, Ran } from './ran.js'

/** All that a run has to say beside its verdicts, in the order of its stages. */
export function runWarnings(
  library: Library,
  { disk, inputs: requested }: Pick<LibraryRequest, 'disk'> & Pick<ConclusionRequest, 'inputs'>,
  { tested, inputs, outcome, redactions, inForce }: Ran,
  { now, startedAt }: Pick<Clock, 'now' | 'startedAt'>,
  {
    waivers,
    overrides,
  }: Pick<ReturnType<typeof applyWaivers>, 'waivers'> & {
    readonly overrides: readonly OverrideSummary[]
  },
): Diagnostic[] {
  const { given, unasked } = inForce
  return [
    ...library.warnings,
    ...library.leftOut,
    ...(disk.exclusion?.unused() ?? []),
    ...strayPacks(requested ?? [], library),
    ...unasked,
    ...snapshotAges(inputs.snapshots, now),
    ...pastWarning(now, startedAt),
    ...tested.warnings,
    ...inputs.warnings,
    ...(requested ? redactions.unused() : []),
    ...given.policies.flatMap((policy) =>
      scanWarnings(policy, () => inputs.sets.flatMap(({ resources }) => resources)),
    ),
    ...remarks(library, outcome),
    ...unusedWaivers(waivers),
    ...overrideWarnings(overrides, library),
  ]
}

/** A run as of a day that is over: what has expired since holds in it. */
function pastWarning(now: Date, startedAt: Date): Diagnostic[] {
  const [then, today] = [now, startedAt].map((time) => time.toISOString().slice(0, 10))
  if (then === undefined || today === undefined || then >= today) return []
  const message = `the time of the run, ${then}, is in the past: waivers and attestations that have expired since hold`
  return [{ code: 'past-time', level: 'warning', message, hint: 'leave out --now to judge as of today' }]
}

function remarks({ policies }: Library, { admission }: Outcome): Diagnostic[] {
  return inOrder(
    policies.flatMap((policy) => {
      const remarks = admission.get(policy.id)
      return remarks ? remarkWarnings(policy, remarks) : []
    }),
  )
}
