import type { Attestation, InputSummary } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { definitionLink } from '../../wording/oscal/definition-link.js'
import { some } from '../../wording/oscal/document.js'
import { identity } from '../../wording/oscal/identity.js'
import { trestleProperty } from '../../wording/oscal/property.js'
import { fileUuid } from '../../wording/oscal/resource.js'
import { named, prose } from '../../wording/oscal/text.js'
import { lastMomentOf, momentOf } from '../../wording/oscal/time.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { mostResults } from './judged.js'
import type { Observed, Run } from './run.js'
import { type Subject, subjectsByPolicy } from './subjects.js'

/** The UUID of what a policy observed in a run. */
export function observationUuid({ at }: Run, policy: string): string {
  return uuidOf('observation', at, policy)
}

/** The UUID of what a person said of a guideline. */
export function interviewUuid({ at }: Run, guideline: string): string {
  return uuidOf('interview', at, guideline)
}

export const byTool = { actors: [{ type: 'tool', 'actor-uuid': identity.tool }] } as const

/** One observation for each policy, also for those that had nothing to judge, and one for each attestation. */
export function observationsOf(run: Run) {
  const subjects = subjectsByPolicy(run)
  return [
    ...run.policies.map((policy) => testOf(run, policy, subjects.get(policy.id) ?? [])),
    ...run.groups.flatMap(({ guideline: { id, title, attestation, attestationRequired } }) =>
      attestation ? [interviewOf(run, { id, statement: attestationRequired ?? title }, attestation)] : [],
    ),
  ]
}

function testOf(run: Run, policy: Observed, subjects: readonly Subject[]) {
  const inputs = inputsOf(run, subjects)
  const remarks = remarksOn(policy)
  return {
    uuid: observationUuid(run, policy.id),
    title: `Policy ${named(policy.id)}`,
    description: countsOf(policy, subjects),
    props: [
      ...policy.guidelines.map((id) => trestleProperty('assessment-rule-id', id)),
      trestleProperty('assessment-check-id', policy.id),
    ],
    links: [definitionLink(identity.check(policy.id))],
    methods: ['TEST'],
    types: ['control-objective'],
    origins: [byTool],
    subjects: some(subjects.map(({ subject }) => subject)),
    'relevant-evidence': some([
      ...inputs.map(({ file }) => evidence(file, 'An export that was judged.')),
      ...(policy.file === undefined ? [] : [evidence(policy.file, 'The policy.')]),
    ]),
    collected: earliest(inputs) ?? run.at,
    remarks: remarks === '' ? undefined : remarks,
  }
}

/** The exports of the subjects; of an inventory, which stands in no export, all of them. */
function inputsOf({ report: { inputs } }: Run, subjects: readonly Subject[]): readonly InputSummary[] {
  const files = new Set(subjects.map(({ file }) => file))
  const known = new Set(inputs.map(({ file }) => file))
  return [...files].every((file) => known.has(file)) ? inputs.filter(({ file }) => files.has(file)) : inputs
}

function earliest(inputs: readonly InputSummary[]): string | undefined {
  const [first] = inputs.flatMap(({ taken }) => (taken && momentOf(taken.at)) ?? []).toSorted()
  return first
}

function evidence(file: string, description: string) {
  return { href: `#${fileUuid(file)}`, description }
}

function countsOf({ counts }: Observed, subjects: readonly Subject[]): string {
  if (!counts) return `${count(subjects.length, 'resource')} with findings.`
  const { pass, fail, error, skip, waived } = counts
  const parts = [
    [pass, 'passed'],
    [fail, 'failed'],
    [error, 'could not be evaluated'],
    [waived, 'failed with all findings waived'],
    [skip, 'not applicable'],
  ] as const
  const said = parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []))
  return said.length === 0 ? 'Nothing was judged.' : `Resources: ${said.join(', ')}.`
}

/** Why there is less than one might expect, what was left out, and what proves the policy. */
function remarksOn({ reason, incomplete = [], counts, population, tests }: Observed): string {
  const skipped = (population?.skipped ?? []).map(
    (one) => `${count(one.count, 'resource')} skipped by ${named(one.condition ?? one.reason ?? '')}`,
  )
  const lines = [
    ...(reason === undefined ? [] : [prose(reason)]),
    ...incomplete.map(prose),
    ...(counts && counts.pass > mostResults
      ? [`Of the resources that passed only the first ${mostResults} are named.`]
      : []),
    ...skipped,
    ...(tests
      ? [`${count(tests.cases, 'test case')} in ${tests.files.map(named).join(', ')}${lastPassed(tests)}`]
      : []),
  ]
  return lines.map((line) => `- ${line}`).join('\n')
}

function lastPassed({ lastPassed }: { readonly lastPassed?: string }): string {
  return lastPassed === undefined ? '' : `, all passed at ${prose(lastPassed)}`
}

function interviewOf(
  run: Run,
  guideline: { readonly id: string; readonly statement: string },
  { by, date, expires, statement, evidence: record }: Attestation,
) {
  const files = (role: string) => (run.report.settings ?? []).filter((each) => each.role === role)
  const sources = [files('attestations'), files('config')].find((each) => each.length > 0) ?? []
  return {
    uuid: interviewUuid(run, guideline.id),
    title: `Attestation of ${named(guideline.id)}`,
    description: prose(statement ?? guideline.statement),
    props: [trestleProperty('assessment-rule-id', guideline.id)],
    links: [definitionLink(identity.rule(guideline.id))],
    methods: [record === undefined ? 'INTERVIEW' : 'EXAMINE'],
    types: ['control-objective'],
    origins: [{ actors: [{ type: 'party', 'actor-uuid': identity.party(by), 'role-id': 'attester' }] }],
    'relevant-evidence': some([
      ...(record === undefined ? [] : [{ description: prose(record) }]),
      ...sources.map(({ file }) => evidence(file, 'The file that may hold it.')),
    ]),
    collected: momentOf(date) ?? run.at,
    expires: lastMomentOf(expires),
  }
}
