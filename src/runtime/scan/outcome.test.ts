import fc from 'fast-check'
import { expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { parse, readDocument } from '../../platforms/reading.fixture.js'
import { remarkWarnings } from '../admission/remarks.js'
import { compilePolicies } from '../compile/compile-policies.js'
import type { Diagnostic, Report, Resource } from '../model/index.js'
import { parsePolicyFile } from '../policies/index.js'
import { buildReport } from '../report/build-report.js'
import { applyWaivers } from '../report/waivers.js'
import { mergeOutcomes, noOutcome, type Outcome } from './outcome.js'
import { scan } from './scan.js'

const policies = compilePolicies(
  [
    ['labelled', 'match: {resources: [v1/Pod]}', 'has(object.metadata.labels)'],
    [
      'web-only',
      'match: {resources: [v1/Pod]}, matchConditions: [{name: web, expression: object.metadata.name == "web"}]',
      'object.spec.replicas > 1',
    ],
    ['joined', 'match: {resources: [v1/Service]}, requires: [v1/Node]', 'true'],
    ['absent', 'match: {resources: [v1/Secret]}', 'true'],
  ].flatMap(([name, match, expression]) =>
    parsePolicyFile(
      `${name}.yaml`,
      `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: ${name}}\nspec: {${match}, validations: [{name: rule, expression: ${JSON.stringify(expression)}}]}\n`,
    ).map((policy) => ({ policy, guidelines: [] })),
  ),
  platforms,
)
const kubernetes = parsePolicyFile(
  'small.yaml',
  `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: small}
spec:
  failurePolicy: Ignore
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: object.spec.replicas < 3}]
`,
).map((policy) => ({ policy, guidelines: [] }))
const all = [...policies, ...compilePolicies(kubernetes, platforms)]

const object = fc.record(
  {
    kind: fc.constantFrom('Pod', 'Pod', 'Service', 'Node'),
    name: fc.constantFrom('web', 'db', 'job'),
    replicas: fc.integer({ min: 0, max: 4 }),
    labels: fc.constantFrom({}, { app: 'a' }),
  },
  { requiredKeys: ['kind', 'name'] },
)

function resourcesOf(objects: readonly Record<string, unknown>[], file: string): readonly Resource[] {
  const items = objects.map(({ kind, name, replicas, labels }) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, ...(labels !== undefined && { labels }) },
    spec: replicas === undefined ? {} : { replicas },
  }))
  const [document] = parse(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  return document ? readDocument(document).resources : []
}

const waivers = [
  {
    policy: 'labelled',
    resource: { name: 'db' },
    reason: 'r',
    owner: 'o',
    expires: '2030-01-01',
    location: { file: 'w.yaml', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
  },
]

function reportOf(outcome: Outcome): Report {
  const now = new Date('2026-01-01')
  const warnings: Diagnostic[] = all.flatMap((policy) => {
    const remarks = outcome.admission.get(policy.id)
    return remarks ? remarkWarnings(policy, remarks) : []
  })
  return buildReport(
    {
      now,
      packs: [],
      guidelines: [],
      policies: all,
      attestations: [],
      inputs: [],
      outcome,
      waived: applyWaivers(outcome.faults, waivers, now),
      cases: [],
      warnings,
    },
    { startedAt: now, durationMs: 0 },
  )
}

test('outcomes of batches merge to the same report, in any order and however they are grouped', () => {
  const batches = fc.array(fc.array(object, { maxLength: 4 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(batches, fc.infiniteStream(fc.nat()), (given, numbers) => {
      const options = {
        paramsOf: () => ({}),
        now: new Date(0),
        sensitive: [],
        keepResults: Number.POSITIVE_INFINITY,
      }
      const outcomes = given.map((objects, i) => {
        const resources = resourcesOf(objects, `export-${i}.json`)
        return scan(all, [{ resources, coveredTypes: new Set(['v1/Pod']) }], options)
      })
      const inTurn = reportOf(mergeOutcomes(outcomes))
      const left = [...outcomes, noOutcome]
      while (left.length > 1) {
        const [a] = left.splice(numbers.next().value % left.length, 1) as [Outcome]
        const [b] = left.splice(numbers.next().value % left.length, 1) as [Outcome]
        left.push(mergeOutcomes([a, b]))
      }
      expect(reportOf(left[0] as Outcome)).toEqual(inTurn)
    }),
    { numRuns: 200 },
  )
})

test('the list of results is kept only where somebody asks for it; what the report counts stays the same', () => {
  const resources = resourcesOf(
    [
      { kind: 'Pod', name: 'db' },
      { kind: 'Pod', name: 'web', replicas: 2 },
    ],
    'e.json',
  )
  const reports = [Number.POSITIVE_INFINITY, 0].map((keepResults) => {
    const options = { paramsOf: () => ({}), now: new Date(0), sensitive: [], keepResults }
    return reportOf(scan(all, [{ resources, coveredTypes: new Set() }], options))
  })
  const [kept, counted] = reports as [Report, Report]
  expect(kept.results?.length).toBeGreaterThan(0)
  expect({ ...counted, results: kept.results }).toEqual(kept)
  expect(counted.results).toEqual([])
})
