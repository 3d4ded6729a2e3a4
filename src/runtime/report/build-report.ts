import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type {
  Attestation,
  CaseResult,
  Diagnostic,
  Finding,
  GuidelineStatus,
  GuidelineSummary,
  InputSummary,
  PackSummary,
  PolicySummary,
  Report,
  ResourceRef,
  Result,
  Severity,
  Summary,
  VerdictCounts,
  WaiverSummary,
} from '../model/index.js'
import { isOpen, severities } from '../model/index.js'
import type { Idle } from '../scan/scan.js'
import { latestAttestation } from './latest-attestation.js'
import { version } from './version.js'

/** A guideline of the chosen profile, before the run has its say. */
export type ActiveGuideline = Omit<GuidelineSummary, 'status' | 'counts' | 'policies' | 'attestation'>

/** Everything that a run found out. */
export interface RunResult {
  /** The run's time, for expiry dates. */
  readonly now: Date
  readonly packs: readonly PackSummary[]
  readonly guidelines: readonly ActiveGuideline[]
  readonly policies: readonly CompiledPolicy[]
  /** Why a policy had nothing to judge, by policy id. */
  readonly idle: ReadonlyMap<string, Idle>
  readonly attestations: readonly Attestation[]
  readonly inputs: readonly InputSummary[]
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
  readonly cases: readonly CaseResult[]
  readonly waivers: readonly WaiverSummary[]
  readonly warnings: readonly Diagnostic[]
}

export interface Times {
  readonly startedAt: Date
  readonly durationMs: number
}

/** Sorts and counts once, so that no reporter has to; the same run gives the same report, byte for byte. */
export function buildReport(run: RunResult, { startedAt, durationMs }: Times): Report {
  const findings = run.findings.toSorted(byPlace)
  const results = run.results.toSorted(by((r) => [r.policy, r.resource.type, r.resource.id, r.resource.file]))
  const counts = countByPolicy(results, findings)
  const policies = run.policies
    .map((policy) => policySummary(policy, counts, run))
    .toSorted(by((p) => [p.id]))
  const guidelines = run.guidelines.map((guideline) => guidelineSummary(guideline, policies, run))
  const inputs = run.inputs.toSorted(by((input) => [input.file, input.source]))
  const cases = run.cases.toSorted(by((c) => [c.location.file, c.location.start.line, c.name]))
  return {
    apiVersion: 'policytest.dev/v1',
    kind: 'Report',
    tool: { name: 'policytest', version },
    startedAt: startedAt.toISOString(),
    durationMs,
    summary: summarize(policies, guidelines, findings, cases, inputs),
    inputs,
    packs: run.packs.toSorted(by((pack) => [pack.id])),
    guidelines,
    policies,
    results,
    findings,
    cases,
    waivers: run.waivers,
    warnings: run.warnings,
  }
}

const none: VerdictCounts = { pass: 0, fail: 0, error: 0, skip: 0, waived: 0 }

function countByPolicy(results: readonly Result[], findings: readonly Finding[]): Map<string, VerdictCounts> {
  const faulty = resourcesByPolicy(results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error'))
  const open = resourcesByPolicy(findings.filter(isOpen))
  // A join's findings may stand at other resources than the judged one. What they are of, nobody has noted: as long as
  // one of them is open, no failure of the policy counts as waived.
  const elsewhere = new Set(
    [...open].flatMap(([policy, resources]) =>
      [...resources].every((r) => faulty.get(policy)?.has(r)) ? [] : [policy],
    ),
  )
  const counts = new Map<string, Record<keyof VerdictCounts, number>>()
  for (const { policy, resource, verdict } of results) {
    const count = counts.get(policy) ?? { ...none }
    counts.set(policy, count)
    const isWaived = verdict === 'fail' && !elsewhere.has(policy) && !open.get(policy)?.has(resource)
    count[isWaived ? 'waived' : verdict]++
  }
  return counts
}

function resourcesByPolicy(
  list: readonly { readonly policy: string; readonly resource: ResourceRef }[],
): Map<string, Set<ResourceRef>> {
  const byPolicy = new Map<string, Set<ResourceRef>>()
  for (const { policy, resource } of list) {
    const resources = byPolicy.get(policy)
    if (resources) resources.add(resource)
    else byPolicy.set(policy, new Set([resource]))
  }
  return byPolicy
}

function policySummary(
  policy: CompiledPolicy,
  counts: ReadonlyMap<string, VerdictCounts>,
  run: RunResult,
): PolicySummary {
  const idle = run.idle.get(policy.id)
  return {
    id: policy.id,
    file: policy.file,
    guidelines: policy.guidelines,
    severity: policy.severity,
    validations: policy.validations.map((validation) => validation.name),
    status: idle?.status ?? 'judged',
    ...(idle && { reason: idle.reason }),
    counts: counts.get(policy.id) ?? none,
  }
}

function guidelineSummary(
  guideline: ActiveGuideline,
  policies: readonly PolicySummary[],
  run: RunResult,
): GuidelineSummary {
  const enforcing = policies.filter((policy) => policy.guidelines.includes(guideline.id))
  const counts = enforcing.map((policy) => policy.counts).reduce(add, none)
  const attestation = latestAttestation(run.attestations, guideline.id)
  return {
    ...guideline,
    status:
      enforcing.length > 0
        ? judgedStatus(enforcing, counts, run.idle)
        : attestedStatus(guideline, attestation, run.now.toISOString().slice(0, 10)),
    counts,
    policies: enforcing.map((policy) => policy.id),
    ...(attestation && { attestation }),
  }
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
  if (reasons.length > 0) return 'partial'
  return counts.waived > 0 ? 'waived' : 'satisfied'
}

function attestedStatus(
  guideline: ActiveGuideline,
  attestation: Attestation | undefined,
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

const byPlace = by<Finding>(({ location, policy, validation, resource, pointer }) => [
  location.file,
  location.start.line,
  location.start.column,
  policy,
  validation,
  resource.type,
  resource.id,
  pointer,
])

/** Compares by keys with `<`, never by locale. */
function by<T>(keys: (value: T) => readonly (string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    const left = keys(a)
    const right = keys(b)
    for (const [index, key] of left.entries()) {
      const other = right[index] as string | number
      if (key < other) return -1
      if (key > other) return 1
    }
    return 0
  }
}
