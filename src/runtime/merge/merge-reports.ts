import { remarkWarnings } from '../admission/remarks.js'
import { type FiledReport, markAgainst } from '../history/index.js'
import { InputError, inputError } from '../input-error.js'
import type { Diagnostic, OverrideSummary, PolicySummary, Report, SettingsFile } from '../model/index.js'
import { accept } from '../report/acceptances.js'
import type { ActivePolicy } from '../report/active-policy.js'
import { buildReport, type Findings } from '../report/build-report.js'
import { isAttestation } from '../report/failed-attestations.js'
import { type Strictness, strictly } from '../report/strict.js'
import { applyWaivers, unusedWaivers } from '../report/waivers.js'
import { mergeOutcomes, type Outcome } from '../scan/outcome.js'
import { joinInputs } from './file-parts.js'
import { mergeProblems } from './merge-problems.js'
import { outcomeOf } from './outcome-of.js'

/** What is asked of all reports together. */
export interface MergeOptions {
  readonly baseline?: FiledReport | undefined
  readonly strict?: Strictness | undefined
}

/**
 * The report that one run over everything would have given, made of those of its parts: byte for byte where the clock is
 * left out of it (SOURCE_DATE_EPOCH). Merged reports can be merged again.
 * @throws InputError where the reports are not parts of one run, or not all of them
 * @group Reports
 * @example
 * ```ts
 * import { loadPolicies, mergeReports } from 'policytest'
 *
 * const report = loadPolicies('policies').scan('exports', { now: '2027-01-01' })
 * const digest = { sha256: '0'.repeat(64), bytes: 0 }
 * console.log(mergeReports([{ file: 'part.json', report, ...digest }]).summary.resources) // 1
 * ```
 */
export function mergeReports(given: readonly FiledReport[], { baseline, strict }: MergeOptions = {}): Report {
  const problems = mergeProblems(given)
  if (problems.length > 0) throw new InputError(problems)
  const reports = given
    .map(({ report }) => report)
    .toSorted((a, b) => (a.shard?.index ?? 0) - (b.shard?.index ?? 0))
  const [first] = reports
  if (!first) throw inputError('usage', 'there is no report to merge')
  const times = reports.map(({ startedAt, durationMs }) => [Date.parse(startedAt), durationMs] as const)
  const startedAt = times.reduce((least, [start]) => Math.min(least, start), Number.POSITIVE_INFINITY)
  const endedAt = times.reduce((most, [start, took]) => Math.max(most, start + took), startedAt)
  const findings = findingsOf(first, reports, baseline)
  const built = buildReport(findings, {
    startedAt: new Date(startedAt),
    durationMs: endedAt - startedAt,
  })
  const { results, ...rest } = built
  const whole = reports.every((report) => report.results) ? built : rest
  const accepted = accept(whole, first.acceptances ?? [], findings.now)
  const report = baseline ? markAgainst(accepted, baseline) : accepted
  return strict ? strictly(report, strict) : report
}

function findingsOf(first: Report, reports: readonly Report[], baseline: FiledReport | undefined): Findings {
  const now = new Date(first.asOf ?? first.startedAt)
  const outcome = mergeOutcomes(reports.map(outcomeOf))
  const all = first.policies.map(({ disabled }, i) => {
    const summaries = reports.flatMap((report) => report.policies[i] ?? [])
    // one that overrides keep away from some files has looked at the resources there
    const by = summaries.some(({ population }) => population) ? undefined : disabled
    return { policy: activePolicy(summaries), by }
  })
  const policies = all.flatMap(({ policy, by }) => (by ? [] : [policy]))
  const waived = applyWaivers(eachWordOnce(outcome.faults), first.waivers, now)
  const { packs, importedPacks, params, settings, cases } = first
  return {
    now,
    packs,
    guidelines: first.guidelines.map(
      ({ status: _, counts: __, policies: ___, attestation: ____, accepted: _____, ...guideline }) =>
        guideline,
    ),
    policies,
    disabled: all.flatMap(({ policy, by }) => (by ? [{ policy, by }] : [])),
    overrides: overridesOf(first, reports),
    attestations: first.guidelines.flatMap(({ attestation, attestationPlace }) =>
      attestation ? [{ ...attestation, ...(attestationPlace && { location: attestationPlace }) }] : [],
    ),
    inputs: joinInputs(reports),
    outcome,
    waived,
    accepted: new Map(
      first.policies.map(({ id }, i) => [
        id,
        reports.reduce((sum, report) => sum + (report.policies[i]?.counts.waived ?? 0), 0),
      ]),
    ),
    cases,
    warnings: [
      ...commonWarnings(reports),
      ...policies.flatMap((policy) => {
        const remarks = outcome.admission.get(policy.id)
        return remarks ? remarkWarnings(policy, remarks) : []
      }),
      ...unusedWaivers(waived.waivers),
    ],
    evidence: {
      packs: new Map(),
      digests: new Map(
        first.policies.flatMap(({ file, sha256, bytes }) =>
          sha256 === undefined || bytes === undefined ? [] : [[file, { sha256, bytes }]],
        ),
      ),
      tests: new Map(first.policies.flatMap(({ id, tests }) => (tests ? [[id, tests]] : []))),
      ...(importedPacks && { importedPacks }),
      ...(params && { params }),
      ...((settings || baseline) && { settings: [...(settings ?? []), ...baselineFile(baseline)] }),
    },
  }
}

/** A baseline says how to judge. */
function baselineFile(baseline: FiledReport | undefined): readonly SettingsFile[] {
  if (!baseline) return []
  const { file, sha256, bytes } = baseline
  return [{ role: 'baseline', file, sha256, bytes }]
}

/** A policy as all reports have it. What its types are is told where there is none of them. */
function activePolicy(all: readonly PolicySummary[]): ActivePolicy {
  const [{ id, file, guidelines, severity, validations, inCode = [], joins, admission }] = all as [
    PolicySummary,
  ]
  return {
    id,
    file,
    guidelines,
    severity,
    validations: validations.filter((name) => !inCode.includes(name)).map((name) => ({ name })),
    checks: inCode.map((name) => ({ name })),
    types: all.find(({ status, missing }) => status === 'unmatched' && missing)?.missing ?? [],
    joins,
    ...(admission && { admission: { place: admission } }),
  }
}

/** An override is about something where it is in some part. */
function overridesOf(first: Report, reports: readonly Report[]): readonly OverrideSummary[] {
  return (first.overrides ?? []).map(
    (override, i) =>
      reports.flatMap(({ overrides }) => overrides?.[i] ?? []).find(({ status }) => status !== 'unused') ??
      override,
  )
}

/** What people say, every part of a run says. */
function eachWordOnce(faults: Outcome['faults']): Outcome['faults'] {
  const said = new Set<string>()
  return faults.filter(
    (fault) => !isAttestation(fault) || (!said.has(fault.policy) && said.add(fault.policy)),
  )
}

/** Warnings that are told anew of all parts together. */
const recomputed: readonly string[] = [
  'waiver-unused',
  'accept-unused',
  'accept-expired',
  'admission-approximate',
  'admission-ignored',
]

/** Of what has no effect: it has none where it has none in any part. */
const ofNoEffect: readonly string[] = ['exclude-unused', 'redact-unused', 'override-unused']

function commonWarnings(reports: readonly Report[]): Diagnostic[] {
  const each = reports.map(({ warnings }) => warnings.filter(({ code }) => !recomputed.includes(code)))
  const times = new Map<string, number>()
  for (const key of each.flat().map(keyOf)) times.set(key, (times.get(key) ?? 0) + 1)
  return each
    .flat()
    .filter((warning) => !ofNoEffect.includes(warning.code) || times.get(keyOf(warning)) === reports.length)
}

function keyOf({ code, message, location }: Diagnostic): string {
  return JSON.stringify([code, message, location])
}
