import { type Group, groupBy } from '../../runtime/model/by-guideline.js'
import type { Finding, PolicySummary, Report, ResourceRef, Result, Stop } from '../../runtime/model/index.js'
import { resourceOf, ruleOf } from '../../wording/finding.js'
import { attestationOf, whyUndecided } from '../../wording/guideline.js'
import { nameOf } from '../../wording/printable.js'
import { aboutAttestation } from '../../wording/strict.js'
import { countTimes } from '../../wording/times.js'
import { type Outcome, outcomeOf, outcomeWithoutFinding, passed, skipped, stopOutcome } from './outcomes.js'

export interface TestCase {
  /** Unique in its suite and the same in every run: never made of a message. */
  readonly name: string
  readonly outcome: Outcome
}

/** Results and findings by policy: collected once for all guidelines that a policy enforces. */
export interface ByPolicy {
  readonly results: ReadonlyMap<string, readonly Result[]>
  readonly findings: ReadonlyMap<string, readonly Finding[]>
}

export function indexByPolicy({ results, findings }: Report): ByPolicy {
  return {
    results: groupBy(results, ({ policy }) => [policy]),
    findings: groupBy(findings, ({ policy }) => [policy]),
  }
}

/** A case for every validation on every resource; what had nothing to judge is a skipped case. */
export function casesOf(group: Group, index: ByPolicy, stops: readonly Stop[] = []): TestCase[] {
  const { guideline, policies } = group
  if (guideline.policies.length === 0) {
    const stop = stops.find((each) => aboutAttestation(each) && each.about === guideline.id)
    return [{ name: 'attestation', outcome: attestationOutcome(group, stop) }]
  }
  const summaries = new Map(policies.map((policy) => [policy.id, policy]))
  return uniquelyNamed(
    guideline.policies.flatMap((id) =>
      policyCases(id, summaries.get(id), index.results.get(id) ?? [], index.findings.get(id) ?? []),
    ),
  )
}

/** Numbers all but the first of the cases that have one name: readers take only the first of duplicates. */
export function uniquelyNamed(cases: readonly TestCase[]): TestCase[] {
  const timesOf = countTimes()
  return cases.map(({ name, outcome }) => {
    const times = timesOf(name)
    return { name: times === 1 ? name : `${name} #${times}`, outcome }
  })
}

/** A person's word; where there is none, or it no longer holds, what a strict run says of that. */
function attestationOutcome(group: Group, stop: Stop | undefined): Outcome {
  const { status } = group.guideline
  if (status === 'attested') return passed
  const findings = [...group.open, ...group.waived]
  if (findings.length > 0) return outcomeOf(findings)
  if (stop) return stopOutcome(stop)
  return skipped(`${status}: ${attestationOf(group.guideline) ?? whyUndecided(group) ?? status}`)
}

function policyCases(
  policy: string,
  summary: PolicySummary | undefined,
  results: readonly Result[],
  findings: readonly Finding[],
): TestCase[] {
  return [...judgedCases(policy, summary, results, findings), ...unseenCases(policy, summary)]
}

/** What a policy may not have seen: a skipped case for each input that is not all there. */
function unseenCases(policy: string, summary: PolicySummary | undefined): TestCase[] {
  return (summary?.incomplete ?? []).map((message) => ({
    name: `${nameOf(policy)} › incomplete input`,
    outcome: skipped(message),
  }))
}

function judgedCases(
  policy: string,
  summary: PolicySummary | undefined,
  results: readonly Result[],
  findings: readonly Finding[],
): TestCase[] {
  const validations = summary?.validations ?? []
  const name = (validation: string) => ruleOf({ policy, validation })
  if (results.length === 0 && findings.length === 0) {
    const why = `${summary?.status ?? 'no data'}: ${summary?.reason ?? 'nothing to judge'}`
    return validations.map((validation) => ({ name: name(validation), outcome: skipped(why) }))
  }
  const own = groupBy(findings, ({ resource }) => [keyOf(resource)])
  const judged = new Set(results.map(({ resource }) => keyOf(resource)))
  // The finding of a join, or of a policy on the whole inventory, names the resource at fault, not the judged one.
  const elsewhere = findings.filter(({ resource }) => !judged.has(keyOf(resource)))
  const unexplained = new Set(results.filter((result) => isBad(result) && !own.has(keyOf(result.resource))))
  const cases = results.flatMap((result) =>
    resourceCases(
      result,
      unexplained.has(result) ? elsewhere : (own.get(keyOf(result.resource)) ?? []),
      validations,
    ),
  )
  if (unexplained.size > 0) return cases
  const others = groupBy(elsewhere, (finding) => [caseName(finding, finding.resource)])
  return [...cases, ...[...others].map(([name, found]) => ({ name, outcome: outcomeOf(found) }))]
}

function resourceCases(
  result: Result,
  findings: readonly Finding[],
  validations: readonly string[],
): TestCase[] {
  const found = groupBy(findings, ({ validation }) => [validation])
  const others = [...found.keys()].filter((rule) => !validations.includes(rule))
  return [...validations, ...others].map((validation) => ({
    name: caseName({ policy: result.policy, validation }, result.resource),
    outcome: found.has(validation)
      ? outcomeOf(found.get(validation) ?? [])
      : outcomeWithoutFinding(result, findings),
  }))
}

function caseName(rule: Pick<Finding, 'policy' | 'validation'>, resource: ResourceRef): string {
  return `${ruleOf(rule)} › ${resourceOf(resource)}`
}

function isBad({ verdict }: Result): boolean {
  return verdict === 'fail' || verdict === 'error'
}

function keyOf({ type, id, file, subject }: ResourceRef): string {
  return JSON.stringify([type, id, file, Object.entries(subject)])
}
