import { type Group, groupBy, groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { CaseResult, Diagnostic, InputSummary, Report, Stop } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { placeOf } from '../../wording/finding.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { aboutAttestation } from '../../wording/strict.js'
import { type Markup, markup as xml } from '../markup.js'
import type { RenderedInParts } from '../rendered.js'
import { casesByPolicy, casesOf, type PolicyCases, type TestCase, uniquelyNamed } from './cases.js'
import { type Outcome, skipped, stopOutcome } from './outcomes.js'

/** A suite, and its cases. */
export interface TestSuite {
  readonly name: string
  readonly classname: string
  readonly properties: readonly (readonly [name: string, value: string])[]
  readonly cases: readonly TestCase[]
}

/**
 * JUnit XML: a suite per guideline with a case per validation and resource, then a suite per tested policy, one for the
 * inputs that are not all there, and one for what a strict run does not let pass.
 * Keeps to what all readers have in common (testdata/reports/junit.xsd), so there are empty elements that only
 * some of them ask for.
 */
export function junitInParts(report: Report): Required<RenderedInParts> {
  const ofPolicies = casesByPolicy(report)
  return { parts: suitesXml(suitesOf(report, ofPolicies), report.startedAt), notes: notesOf(ofPolicies) }
}

/** The text of it alone. */
export function junit(report: Report): string {
  return [...junitInParts(report).parts].join('')
}

function* suitesOf(report: Report, ofPolicies: ReadonlyMap<string, PolicyCases>): Generator<TestSuite> {
  if (report.problems) yield problemSuite(report.problems, report.couldNotRun)
  for (const group of groupByGuideline(report)) {
    yield guidelineSuite(group, casesOf(group, ofPolicies, report.strict), ofPolicies)
  }
  for (const [policy, cases] of groupBy(report.cases, (each) => [each.policy])) {
    yield policySuite(policy, cases)
  }
  yield* inputSuite(report.inputs)
  yield* strictSuite(report.strict)
}

/** The file of these suites, in parts. */
export function* suitesXml(suites: Iterable<TestSuite>, startedAt: string): Generator<string> {
  const timestamp = startedAt.slice(0, 19)
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>'
  let id = 0
  for (const suite of suites) yield* suiteXml(suite, id++, timestamp)
  yield '\n</testsuites>\n'
}

/** Which policies judged more than has cases of its own. */
function notesOf(ofPolicies: ReadonlyMap<string, PolicyCases>): string[] {
  const left = [...ofPolicies.values()].map(({ others }) => others).filter((others) => others > 0)
  if (left.length === 0) return []
  const all = left.reduce((sum, others) => sum + others, 0)
  const of = `${count(all, 'verdict')} of ${count(left.length, 'policy', 'policies')}`
  return [`junit: ${of} have no test case of their own, and are counted in one for each rule`]
}

function guidelineSuite(
  { guideline }: Group,
  cases: readonly TestCase[],
  ofPolicies: ReadonlyMap<string, PolicyCases>,
): TestSuite {
  const { id, title, severity, kind, status } = guideline
  return {
    name: oneLine(id),
    classname: classOf(id),
    properties: [
      ['title', title],
      ['severity', severity],
      ['kind', kind],
      ['status', status],
      ...guideline.policies.flatMap((policy): [string, string][] => {
        const { others = 0, resources = 0 } = ofPolicies.get(policy) ?? {}
        return others === 0 ? [] : [['without a case', `${policy}: ${others} of ${resources} resources`]]
      }),
    ],
    cases,
  }
}

function policySuite(policy: string, cases: readonly CaseResult[]): TestSuite {
  return {
    name: oneLine(`test ${policy}`),
    classname: classOf(`test/${policy}`),
    properties: [],
    cases: uniquelyNamed(
      cases.map((result) => ({ name: oneLine(result.name), outcome: caseOutcome(result) })),
    ),
  }
}

/** Inputs that say themselves that they are not all there is: what they leave out was judged by nobody. */
function inputSuite(inputs: readonly InputSummary[]): TestSuite[] {
  const cases = inputs.flatMap(({ file, gaps = [] }) =>
    gaps.map(({ message, hint, location }) => ({
      name: oneLine(file),
      outcome: skipped(`${placeOf(location)}: ${message}; ${hint}`),
    })),
  )
  if (cases.length === 0) return []
  return [{ name: 'inputs', classname: 'policytest.inputs', properties: [], cases: uniquelyNamed(cases) }]
}

/** What no case above says. */
function strictSuite(all: readonly Stop[] = []): TestSuite[] {
  const stops = all.filter((stop) => !aboutAttestation(stop))
  if (stops.length === 0) return []
  const cases = stops.map((stop) => ({
    name: oneLine(stop.about === undefined ? stop.code : `${stop.code} › ${stop.about}`),
    outcome: stopOutcome(stop),
  }))
  return [{ name: 'strict', classname: 'policytest.strict', properties: [], cases: uniquelyNamed(cases) }]
}

function caseOutcome({ status, name, location, details = [] }: CaseResult): Outcome {
  if (status === 'passed') return { status }
  return {
    status: 'failure',
    type: 'failed-case',
    message: oneLine(details.slice(0, 2).join(', ') || name),
    text: () => [`${placeOf(location)}: ${oneLine(name)}`, ...details.map(nameOf)].join('\n'),
  }
}

/** Problems with the policies themselves: errors where they kept the run from judging, failures where lint found them. */
function problemSuite(problems: readonly Diagnostic[], couldNotRun: true | undefined): TestSuite {
  const cases = problems.map((problem): TestCase => {
    const { code, message, location } = problem
    const name = oneLine(`${location ? `${placeOf(location)}: ` : ''}${message}`)
    const status = couldNotRun ? 'error' : 'failure'
    return {
      name,
      outcome: { status, type: code, message: oneLine(message), text: () => formatDiagnostic(problem) },
    }
  })
  const none: TestCase = { name: 'no problems', outcome: { status: 'passed' } }
  return {
    name: 'policies',
    classname: classOf('policies'),
    properties: [],
    cases: cases.length > 0 ? uniquelyNamed(cases) : [none],
  }
}

/** Readers build a tree from the dots of a class name, so a dot inside a name becomes an underscore. */
export function classOf(id: string): string {
  return `policytest.${oneLine(id).replaceAll('.', '_').replaceAll('/', '.')}`
}

function* suiteXml(
  { name, classname, properties, cases }: TestSuite,
  id: number,
  timestamp: string,
): Generator<string> {
  const number = (status: Outcome['status']) =>
    cases.filter(({ outcome }) => outcome.status === status).length
  yield xml`
  <testsuite name="${name}" id="${id}" package="policytest" hostname="localhost" timestamp="${timestamp}" tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="0">
    <properties>${properties.map(
      ([key, value]) => xml`
      <property name="${key}" value="${oneLine(value)}"/>`,
    )}
    </properties>`.markup
  const ofSuite = xml`${classname}`
  for (const testCase of cases) yield caseXml(testCase, ofSuite).markup
  yield `
    <system-out/>
    <system-err/>
  </testsuite>`
}

function caseXml({ name, outcome }: TestCase, classname: Markup): Markup {
  if (outcome.status === 'passed') {
    return xml`
    <testcase classname="${classname}" name="${name}" time="0"/>`
  }
  return xml`
    <testcase classname="${classname}" name="${name}" time="0">
      ${outcomeXml(outcome)}
    </testcase>`
}

function outcomeXml(outcome: Exclude<Outcome, { status: 'passed' }>): Markup {
  if (outcome.status === 'skipped') return xml`<skipped message="${outcome.message}"/>`
  const { type, message, text } = outcome
  return outcome.status === 'error'
    ? xml`<error type="${type}" message="${message}">${text()}</error>`
    : xml`<failure type="${type}" message="${message}">${text()}</failure>`
}
