import { markAgainst } from '../history/index.js'
import { evidenceOf } from '../library/evidence.js'
import type { Library } from '../library/library.js'
import type { Report } from '../model/index.js'
import { accept } from '../report/acceptances.js'
import { buildReport } from '../report/build-report.js'
import { failedAttestations } from '../report/failed-attestations.js'
import { strictly } from '../report/strict.js'
import { applyWaivers } from '../report/waivers.js'
import { judgesAlone } from '../scan/scan.js'
import type { Clock, ConclusionRequest, Ran } from './ran.js'
import { runWarnings } from './warnings.js'

/** The report of what a run has come to: what is waived, attested, accepted or known, and what a strict run stops at. */
export function conclude(library: Library, request: ConclusionRequest, ran: Ran, clock: Clock): Report {
  const { now, startedAt } = clock
  const { inForce, tested, inputs, outcome } = ran
  const { given, attestations } = inForce
  const { policies, disabled, guidelines } = given
  const judged = new Set(library.policies.flatMap((policy) => policy.guidelines))
  const asked = guidelines.filter((guideline) => !guideline.disabled)
  const failed = failedAttestations(asked, attestations, judged)
  const waived = applyWaivers([...given.rated(outcome.faults), ...failed], inForce.waivers, now)
  const overrides = given.summaries(inputs.inputs)
  const { waivers } = waived
  const found = {
    now,
    packs: library.packs,
    guidelines,
    policies: policies.map((policy) => ({ ...policy, joins: !judgesAlone(policy) })),
    disabled,
    overrides,
    attestations,
    inputs: inputs.inputs,
    shard: inputs.shard,
    cases: tested.cases,
    outcome,
    waived,
    warnings: runWarnings(library, request, ran, clock, { waivers, overrides }),
    evidence: evidenceOf(library, {
      ...request,
      root: request.disk.root,
      cases: request.tests && tested.cases,
      at: startedAt,
    }),
  }
  const built = buildReport(found, { startedAt, durationMs: clock.elapsed() })
  const accepted = accept(built, inForce.accept, now)
  const { baseline, strict } = request
  const report = baseline && request.inputs ? markAgainst(accepted, baseline) : accepted
  return strict ? strictly(report, strict) : report
}
