import { type Group, groupBy } from '../../runtime/model/by-guideline.js'
import type {
  Finding,
  PolicySummary,
  Report,
  ResourceRef,
  Result,
  Stop,
  VerdictCounts,
} from '../../runtime/model/index.js'
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

/** As many resources of one policy have cases of their own at most; one more case for each rule stands for the others. */
export const mostCases = 1000

/** The same of all policies together, about: GitLab takes files of up to 30 MB. */
const mostInAll = 20_000

/** The cases of every policy: made once for all guidelines that it enforces. */
export interface PolicyCases {
  readonly cases: readonly TestCase[]
  /** How many resources have no case of their own, and how many there are. */
  readonly others: number
  readonly resources: number
}

export function casesByPolicy({
  policies,
  results = [],
  findings,
}: Report): ReadonlyMap<string, PolicyCases> {
  const resultsOf = groupBy(results, ({ policy }) => [policy])
  const findingsOf = groupBy(findings, ({ policy }) => [policy])
  const judging = policies.filter(({ counts }) => totalOf(counts) > 0).length
  const most = Math.min(mostCases, Math.max(20, Math.floor(mostInAll / Math.max(1, judging))))
  return new Map(
    policies.map((summary) => {
      const { id } = summary
      const [own, found] = [resultsOf.get(id) ?? [], findingsOf.get(id) ?? []]
      const { cases, others } = judgedCases(summary, own, found, most)
      const resources = Math.max(totalOf(summary.counts), own.length)
      return [id, { cases: [...cases, ...unseenCases(summary)], others, resources }]
    }),
  )
}

function totalOf({ pass, fail, error, skip, waived }: VerdictCounts): number {
  return pass + fail + error + skip + waived
}

/** A case for every validation on every resource; what had nothing to judge is a skipped case. */
export function casesOf(
  group: Group,
  ofPolicies: ReadonlyMap<string, PolicyCases>,
  stops: readonly Stop[] = [],
): TestCase[] {
  const { guideline } = group
  if (guideline.policies.length === 0) {
    const stop = stops.find((each) => aboutAttestation(each) && each.about === guideline.id)
    return [{ name: 'attestation', outcome: attestationOutcome(group, stop) }]
  }
  return uniquelyNamed(guideline.policies.flatMap((id) => ofPolicies.get(id)?.cases ?? []))
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

/** What a policy may not have seen: a skipped case for each input that is not all there. */
function unseenCases({ id, incomplete = [] }: PolicySummary): TestCase[] {
  return incomplete.map((message) => ({
    name: `${nameOf(id)} › incomplete input`,
    outcome: skipped(message),
  }))
}

/** Cases, and how many resources have none of their own. */
interface Judged {
  readonly cases: readonly TestCase[]
  readonly others: number
}

function judgedCases(
  summary: PolicySummary,
  results: readonly Result[],
  findings: readonly Finding[],
  most: number,
): Judged {
  const { id: policy, validations, counts, status, reason = 'nothing to judge' } = summary
  const resources = Math.max(totalOf(counts), results.length)
  if (resources === 0 && findings.length === 0) {
    const outcome = skipped(`${status}: ${reason}`)
    return {
      cases: validations.map((validation) => ({ name: ruleOf({ policy, validation }), outcome })),
      others: 0,
    }
  }
  if (results.length < resources || resources > most) return someCases(summary, results, findings, most)
  const own = groupBy(findings, ({ resource }) => [keyOf(resource)])
  const judged = new Set(results.map(({ resource }) => keyOf(resource)))
  // The finding of a join, or of a policy on the whole inventory, names the resource at fault, not the judged one.
  const elsewhere = findings.filter(({ resource }) => !judged.has(keyOf(resource)))
  const unexplained = new Set(results.filter((result) => isBad(result) && !own.has(keyOf(result.resource))))
  const whereElsewhere = outcomesOf(elsewhere)
  const cases = results.flatMap((result) =>
    resourceCases(
      result,
      unexplained.has(result) ? whereElsewhere : outcomesOf(own.get(keyOf(result.resource)) ?? []),
      validations,
    ),
  )
  if (unexplained.size > 0) return { cases, others: 0 }
  const others = groupBy(elsewhere, (finding) => [caseName(finding, resourceOf(finding.resource))])
  return {
    cases: [...cases, ...[...others].map(([name, found]) => ({ name, outcome: outcomeOf(found) }))],
    others: 0,
  }
}

/** Cases for the first resources that have findings, then for the first of all others, and one of each rule for the rest. */
function someCases(
  { id: policy, validations, counts, reason = 'does not apply' }: PolicySummary,
  results: readonly Result[],
  findings: readonly Finding[],
  most: number,
): Judged {
  const own = new Map<string, Finding[]>()
  const rest: Finding[] = []
  for (const finding of findings) {
    const key = keyOf(finding.resource)
    const known = own.get(key)
    if (known) known.push(finding)
    else if (own.size < most) own.set(key, [finding])
    else rest.push(finding)
  }
  const cases: TestCase[] = []
  for (const found of own.values()) {
    const [{ resource, verdict }] = found as [Finding]
    for (const each of resourceCases({ policy, resource, verdict }, outcomesOf(found), validations))
      cases.push(each)
  }
  let shown = own.size
  for (const result of results) {
    if (shown >= most) break
    if (isBad(result) || own.has(keyOf(result.resource))) continue
    for (const each of resourceCases(result, noOutcomes, validations)) cases.push(each)
    shown++
  }
  const others = Math.max(0, totalOf(counts) - shown)
  if (others === 0 && rest.length === 0) return { cases, others }
  const { byRule } = outcomesOf(rest)
  const { pass, fail, error, waived } = counts
  const isUnexplained = fail + error + waived > 0 && findings.length === 0
  const unsaid: Outcome = isUnexplained
    ? outcomeWithoutFinding({ policy, verdict: error > 0 ? 'error' : 'fail' }, [])
    : pass + fail + error + waived === 0
      ? skipped(reason)
      : passed
  const rules = new Set([...validations, ...byRule.keys()])
  return {
    cases: [
      ...cases,
      ...[...rules].map((validation) => ({
        name: `${ruleOf({ policy, validation })} › all other resources`,
        outcome: byRule.get(validation) ?? unsaid,
      })),
    ],
    others,
  }
}

/** What findings say, by validation: the same for all resources that they stand for. */
interface Outcomes {
  readonly findings: readonly Finding[]
  readonly byRule: ReadonlyMap<string, Outcome>
}

const noOutcomes: Outcomes = { findings: [], byRule: new Map() }

function outcomesOf(findings: readonly Finding[]): Outcomes {
  if (findings.length === 0) return noOutcomes
  const byRule = new Map<string, Outcome>()
  for (const [rule, own] of groupBy(findings, ({ validation }) => [validation]))
    byRule.set(rule, outcomeOf(own))
  return { findings, byRule }
}

function resourceCases(
  result: Result,
  { findings, byRule }: Outcomes,
  validations: readonly string[],
): TestCase[] {
  const others = [...byRule.keys()].filter((rule) => !validations.includes(rule))
  const resource = resourceOf(result.resource)
  return [...validations, ...others].map((validation) => ({
    name: caseName({ policy: result.policy, validation }, resource),
    outcome: byRule.get(validation) ?? outcomeWithoutFinding(result, findings),
  }))
}

function caseName(rule: Pick<Finding, 'policy' | 'validation'>, resource: string): string {
  return `${ruleOf(rule)} › ${resource}`
}

function isBad({ verdict }: Result): boolean {
  return verdict === 'fail' || verdict === 'error'
}

function keyOf({ type, id, file, subject }: ResourceRef): string {
  const about = Object.keys(subject).length === 0 ? '' : JSON.stringify(subject)
  return `${type.length} ${id.length} ${type}${id}${file}${about}`
}
