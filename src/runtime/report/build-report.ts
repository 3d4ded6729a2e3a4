import { disabledText } from '../../wording/override.js'
import { admissionSummary } from '../admission/remarks.js'
import type {
  Acceptance,
  CaseResult,
  Diagnostic,
  Digest,
  Finding,
  GuidelineStatus,
  GuidelineSummary,
  InputSummary,
  OverrideSummary,
  PackFiles,
  PackSummary,
  PolicySummary,
  PolicyTests,
  Report,
  Severity,
  Shard,
  Summary,
  VerdictCounts,
} from '../model/index.js'
import { apiVersion, isOpen, severities } from '../model/index.js'
import { by } from '../order.js'
import { type Idle, idleOf } from '../scan/idle.js'
import { type Fault, inTurn, type Outcome, type Tally } from '../scan/outcome.js'
import { byJudged } from '../scan/results.js'
import type { ActiveGuideline } from './active-guideline.js'
import type { ActivePolicy } from './active-policy.js'
import { isAttestation, type PlacedAttestation } from './failed-attestations.js'
import { latestAttestation } from './latest-attestation.js'
import { populationOf } from './population.js'
import { version } from './version.js'
import type { Waived } from './waivers.js'
import { inReportOrder } from './warnings.js'

/** Everything that a run found out. */
export interface Findings {
  /** The run's time, for expiry dates. */
  readonly now: Date
  readonly packs: readonly PackSummary[]
  readonly guidelines: readonly ActiveGuideline[]
  readonly policies: readonly ActivePolicy[]
  /** Those that overrides have not judged. */
  readonly disabled?: readonly DisabledPolicy[]
  readonly overrides?: readonly OverrideSummary[]
  readonly attestations: readonly PlacedAttestation[]
  readonly inputs: readonly InputSummary[]
  /** Of all batches, merged. */
  readonly outcome: Outcome
  /** The outcome's faults with their waivers, and the waivers. */
  readonly waived: Waived
  /** How many failures of each policy are accepted. Default: those among the faults. */
  readonly accepted?: ReadonlyMap<string, number>
  readonly shard?: Shard | undefined
  readonly cases: readonly CaseResult[]
  readonly warnings: readonly Diagnostic[]
  readonly evidence?: Evidence
}

/** A policy that an override has not judged. */
export interface DisabledPolicy {
  readonly policy: ActivePolicy
  readonly by: Acceptance
}

/** What the policies and how they were chosen can be proved by. */
export interface Evidence extends Pick<Report, 'importedPacks' | 'params' | 'settings'> {
  /** By id. */
  readonly packs: ReadonlyMap<string, PackFiles>
  /** Of each file of policies. */
  readonly digests: ReadonlyMap<string, Digest>
  /** By id of the policy. */
  readonly tests: ReadonlyMap<string, PolicyTests>
}

export interface Times {
  readonly startedAt: Date
  readonly durationMs: number
}

/** Sorts and counts once, so that no reporter has to; the same run gives the same report, byte for byte. */
export function buildReport(run: Findings, { startedAt, durationMs }: Times): Report {
  const { outcome, waived, evidence, accepted = acceptedIn(waived.faults) } = run
  const findings = waived.faults.flatMap((fault) => fault.findings).toSorted(byPlace)
  const disabled = new Map([
    ...run.policies.flatMap(({ id }) => {
      const by = sparedBy(outcome.tallies.get(id), run.overrides ?? [])
      return by ? [[id, by] as const] : []
    }),
    ...(run.disabled ?? []).map(({ policy, by }) => [policy.id, by] as const),
  ])
  const all = [...run.policies, ...(run.disabled ?? []).map(({ policy }) => policy)]
  const idle = new Map(
    all.flatMap((policy): [string, Idle][] => {
      const by = disabled.get(policy.id)
      const why = by ? idleBy(by) : idleOf(policy, outcome.tallies.get(policy.id))
      return why ? [[policy.id, why]] : []
    }),
  )
  const policies = all
    .map((policy) => {
      const { id } = policy
      const counts = countsOf(outcome.tallies.get(id), accepted.get(id) ?? 0)
      return policySummary(policy, counts, {
        idle: idle.get(id),
        disabled: disabled.get(id),
        outcome,
        evidence,
      })
    })
    .toSorted(by(({ id }) => id))
  const guidelines = run.guidelines.map((guideline) => guidelineSummary(guideline, policies, run, idle))
  const inputs = run.inputs.toSorted(
    by(
      ({ file }) => file,
      ({ source }) => source,
    ),
  )
  const cases = run.cases.toSorted(
    by(
      ({ location }) => location.file,
      ({ location }) => location.start.line,
      ({ name }) => name,
    ),
  )
  return {
    apiVersion,
    kind: 'Report',
    tool: { name: 'policytest', version },
    startedAt: startedAt.toISOString(),
    durationMs,
    ...(run.now.getTime() !== startedAt.getTime() && { asOf: run.now.toISOString() }),
    ...(run.shard && { shard: run.shard }),
    summary: summarize(policies, guidelines, findings, cases, inputs),
    inputs,
    packs: run.packs
      .map((pack) => ({ ...pack, ...evidence?.packs.get(pack.id) }))
      .toSorted(by(({ id }) => id)),
    ...(evidence?.importedPacks && { importedPacks: evidence.importedPacks }),
    ...(evidence?.params && { params: evidence.params }),
    ...(evidence?.settings && { settings: evidence.settings }),
    guidelines,
    policies,
    results: outcome.results.toSorted(byJudged),
    findings,
    cases,
    waivers: waived.waivers,
    ...(run.overrides && run.overrides.length > 0 && { overrides: run.overrides }),
    warnings: inReportOrder(run.warnings),
  }
}

const none: VerdictCounts = { pass: 0, fail: 0, error: 0, skip: 0, waived: 0 }

/** How many failures of each policy are accepted: every finding of theirs has a valid waiver. */
function acceptedIn(faults: readonly Fault[]): Map<string, number> {
  const accepted = new Map<string, number>()
  for (const fault of faults) {
    const { policy, verdict, findings } = fault
    if (verdict !== 'fail' || isAttestation(fault) || findings.some(isOpen)) continue
    accepted.set(policy, (accepted.get(policy) ?? 0) + 1)
  }
  return accepted
}

function countsOf(tally: Tally | undefined, waived: number): VerdictCounts {
  if (!tally) return none
  const { pass, fail, error, excluded, skipped } = tally
  const skip = [...excluded.values(), ...skipped.values()].reduce((sum, { count }) => sum + count, 0)
  return { pass, fail: fail - waived, error, skip, waived }
}

interface PolicyOutcome {
  readonly idle: Idle | undefined
  readonly disabled: Acceptance | undefined
  readonly outcome: Outcome
  readonly evidence: Evidence | undefined
}

function policySummary(
  policy: ActivePolicy,
  counts: VerdictCounts,
  { idle, disabled, outcome, evidence }: PolicyOutcome,
): PolicySummary {
  const tally = outcome.tallies.get(policy.id)
  const gaps = tally?.gaps ?? new Set()
  const inCode = policy.checks ?? []
  const tests = evidence?.tests.get(policy.id)
  return {
    id: policy.id,
    file: policy.file,
    guidelines: policy.guidelines,
    severity: policy.severity,
    validations: [...policy.validations, ...inCode].map(({ name }) => name),
    ...(inCode.length > 0 && { inCode: inCode.map(({ name }) => name) }),
    status: idle?.status ?? 'judged',
    ...(idle && { reason: idle.reason }),
    ...(idle?.withoutData && { missing: idle.missing }),
    ...(gaps.size > 0 && { incomplete: [...gaps].sort() }),
    ...(policy.joins && { joins: true as const }),
    counts,
    ...(disabled && { disabled }),
    ...evidence?.digests.get(policy.file),
    ...(tally && { population: populationOf(policy, tally) }),
    ...(tests && { tests }),
    ...(policy.admission && {
      admission: admissionSummary(policy.admission.place, outcome.admission.get(policy.id)),
    }),
  }
}

function guidelineSummary(
  guideline: ActiveGuideline,
  policies: readonly PolicySummary[],
  run: Findings,
  idle: ReadonlyMap<string, Idle>,
): GuidelineSummary {
  const enforcing = policies.filter((policy) => policy.guidelines.includes(guideline.id))
  const counts = enforcing.map((policy) => policy.counts).reduce(add, none)
  const word = latestAttestation(run.attestations, guideline.id, guideline.attestationDays)
  const about = {
    ...guideline,
    policies: enforcing.map((policy) => policy.id),
    ...(word && attestationOf(word)),
  }
  if (guideline.disabled) return { ...about, status: 'unmatched', counts: none, accepted: guideline.disabled }
  if (enforcing.length > 0) {
    const status = judgedStatus(enforcing, counts, idle)
    return { ...about, status, counts, ...acceptedBy(enforcing, status) }
  }
  const failure = run.waived.faults.find((fault) => isAttestation(fault) && fault.policy === guideline.id)
  if (!failure)
    return { ...about, status: attestedStatus(guideline, word, run.now.toISOString().slice(0, 10)), counts }
  return failure.findings.some(isOpen)
    ? { ...about, status: 'violated', counts: { ...none, fail: 1 } }
    : { ...about, status: 'waived', counts: { ...none, waived: 1 } }
}

/** What has left out every resource: overrides for some files, where the exports are these files and no others. */
function sparedBy(tally: Tally | undefined, overrides: readonly OverrideSummary[]): Acceptance | undefined {
  if (!tally || tally.skipped.size === 0) return undefined
  if (tally.pass + tally.fail + tally.error + tally.excluded.size > 0) return undefined
  const sparing = new Map(
    overrides.flatMap(({ disable, paths, reason, owner, expires }) => {
      const by = { reason, ...(owner !== undefined && { owner }), ...(expires !== undefined && { expires }) }
      return disable && paths ? [[disabledText(by), by] as const] : []
    }),
  )
  const all = inTurn(tally.skipped).map(([why]) => sparing.get(why))
  return all.every(Boolean) ? all[0] : undefined
}

/** Why a disabled policy judged nothing. */
function idleBy(by: Acceptance): Idle {
  return { status: 'unmatched', withoutData: false, reason: disabledText(by) }
}

/** What accepts that a guideline is not decided, or not as a whole: the override that disables the rest of its policies. */
function acceptedBy(enforcing: readonly PolicySummary[], status: GuidelineStatus) {
  const open = enforcing.filter((policy) => policy.status !== 'judged' || policy.incomplete)
  const accepted = open[0]?.disabled
  const isUndecided = status === 'partial' || status === 'unmatched'
  return isUndecided && accepted && open.every(({ disabled }) => disabled) ? { accepted } : {}
}

function attestationOf({ location, ...attestation }: PlacedAttestation) {
  return { attestation, ...(location && { attestationPlace: location }) }
}

function judgedStatus(
  policies: readonly PolicySummary[],
  counts: VerdictCounts,
  idle: ReadonlyMap<string, Idle>,
): GuidelineStatus {
  if (counts.fail > 0) return 'violated'
  if (counts.error > 0) return 'error'
  const reasons = policies.flatMap((policy) => idle.get(policy.id) ?? [])
  if (reasons.length === policies.length) {
    return reasons.every((reason) => reason.withoutData) ? 'no data' : 'unmatched'
  }
  if (reasons.length > 0 || policies.some(({ incomplete }) => incomplete)) return 'partial'
  return counts.waived > 0 ? 'waived' : 'satisfied'
}

function attestedStatus(
  guideline: ActiveGuideline,
  attestation: PlacedAttestation | undefined,
  today: string,
): GuidelineStatus {
  if (attestation) return attestation.expires < today ? 'attestation expired' : 'attested'
  return guideline.attestationRequired === undefined ? 'not implemented' : 'not attested'
}

function add(a: VerdictCounts, b: VerdictCounts): VerdictCounts {
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    error: a.error + b.error,
    skip: a.skip + b.skip,
    waived: a.waived + b.waived,
  }
}

function summarize(
  policies: readonly PolicySummary[],
  guidelines: readonly GuidelineSummary[],
  findings: readonly Finding[],
  cases: readonly CaseResult[],
  inputs: readonly InputSummary[],
): Summary {
  const open = findings.filter(isOpen)
  const statuses = {
    violated: 0,
    error: 0,
    waived: 0,
    partial: 0,
    'no data': 0,
    unmatched: 0,
    satisfied: 0,
    attested: 0,
    'attestation expired': 0,
    'not attested': 0,
    'not implemented': 0,
  } satisfies Record<GuidelineStatus, number>
  for (const { status } of guidelines) statuses[status]++
  return {
    verdicts: policies.map((policy) => policy.counts).reduce(add, none),
    findings: {
      open: open.length,
      waived: findings.length - open.length,
      bySeverity: Object.fromEntries(
        severities.map((severity) => [severity, open.filter((f) => f.severity === severity).length]),
      ) as Record<Severity, number>,
    },
    guidelines: statuses,
    policies: {
      judged: policies.filter((policy) => policy.status === 'judged').length,
      unmatched: policies.filter((policy) => policy.status === 'unmatched').length,
      noData: policies.filter((policy) => policy.status === 'no data').length,
    },
    cases: {
      passed: cases.filter((result) => result.status === 'passed').length,
      failed: cases.filter((result) => result.status === 'failed').length,
    },
    resources: inputs.reduce((sum, input) => sum + input.resources, 0),
  }
}

const byPlace = by<Finding>(
  ({ location }) => location.file,
  ({ location }) => location.start.line,
  ({ location }) => location.start.column,
  ({ policy }) => policy,
  ({ validation }) => validation,
  ({ resource }) => resource.type,
  ({ resource }) => resource.id,
  ({ pointer }) => pointer,
  ({ message }) => message,
  ({ admission }) => admission?.binding ?? '',
  ({ admission }) => admission?.params ?? '',
)
