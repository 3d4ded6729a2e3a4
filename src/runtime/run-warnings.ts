import { remarkWarnings } from './admission/remarks.js'
import { scanWarnings } from './admission/scan-warnings.js'
import type { CompiledPolicy } from './compile/compiled-policy.js'
import type { InputRequest } from './exports/files.js'
import type { Inputs } from './exports/inputs.js'
import { snapshotAges } from './exports/snapshot-age.js'
import type { RedactionUse } from './judge/redaction.js'
import type { Library, LibraryRequest } from './library/library.js'
import { overrideWarnings } from './library/overrides.js'
import { strayPacks } from './library/stray-packs.js'
import type { Diagnostic, OverrideSummary } from './model/index.js'
import { inOrder } from './policies/index.js'
import { type applyWaivers, unusedWaivers } from './report/waivers.js'
import type { Outcome } from './scan/outcome.js'

/** What a run has come to, stage by stage. */
interface Ran {
  readonly request: Pick<LibraryRequest, 'disk'> & {
    readonly inputs?: readonly Pick<InputRequest, 'packs'>[] | undefined
  }
  readonly library: Library
  /** Those that judged. */
  readonly policies: readonly CompiledPolicy[]
  readonly tested: { readonly warnings: readonly Diagnostic[] }
  /** Attestations that nobody asks for. */
  readonly unasked: readonly Diagnostic[]
  readonly inputs: Inputs
  readonly outcome: Outcome
  /** Told of all resources. */
  readonly redactions: RedactionUse
  readonly waived: ReturnType<typeof applyWaivers>
  readonly overrides: readonly OverrideSummary[]
  readonly now: Date
  readonly startedAt: Date
}

/** All that a run has to say beside its verdicts, in the order of its stages. */
export function runWarnings(ran: Ran): Diagnostic[] {
  const { request, library, policies, tested, unasked, inputs, outcome, redactions, waived, now, startedAt } =
    ran
  const { disk, inputs: requested } = request
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
    ...policies.flatMap((policy) =>
      scanWarnings(policy, () => inputs.sets.flatMap(({ resources }) => resources)),
    ),
    ...remarks(library, outcome),
    ...unusedWaivers(waived.waivers),
    ...overrideWarnings(ran.overrides, library),
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
