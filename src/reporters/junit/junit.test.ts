import { readFileSync } from 'node:fs'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { Finding, Report, Result } from '../../runtime/model/index.js'
import { junit, junitInParts } from './junit.js'

const folder = new URL('../../../testdata/reports/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const mixed: Report = { ...JSON.parse(read('mixed.json')), inputs: [], strict: [] }
const { results = [] } = mixed

interface Case {
  readonly '@name': string
  readonly '@classname': string
  readonly failure?: unknown
  readonly error?: unknown
  readonly skipped?: { readonly '@message': string }
}
interface Suite {
  readonly '@name': string
  readonly '@tests': string
  readonly '@failures': string
  readonly '@errors': string
  readonly '@skipped': string
  readonly testcase: readonly Case[]
}

function suitesOf(report: Report): readonly Suite[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  })
  return parser.parse(junit(report)).testsuites.testsuite
}

describe.each(['mixed', 'clean', 'empty'])('%s', (name) => {
  test('is valid by the schema', async () => {
    const xml = junit(JSON.parse(read(`${name}.json`)))
    const { errors } = await validateXML({ xml, schema: read('junit.xsd') })
    expect(errors).toEqual([])
  })
})

test('the counts of a suite add up', () => {
  for (const suite of suitesOf(mixed)) {
    const having = (outcome: 'failure' | 'error' | 'skipped') =>
      String(suite.testcase.filter((testCase) => testCase[outcome] !== undefined).length)
    expect({ ...suite, testcase: undefined }).toMatchObject({
      '@tests': String(suite.testcase.length),
      '@failures': having('failure'),
      '@errors': having('error'),
      '@skipped': having('skipped'),
    })
  }
})

test('class and name together are unique in the whole file', () => {
  const names = suitesOf(mixed).flatMap((suite) =>
    suite.testcase.map((testCase) => `${testCase['@classname']} ${testCase['@name']}`),
  )
  expect(names.length - new Set(names).size).toBe(0)
})

test('the names of a fixed finding and of one that is still there are the same', () => {
  const fixed: Report = {
    ...mixed,
    findings: [],
    results: results.map((result) => ({ ...result, verdict: 'pass' })),
  }
  const names = (report: Report) =>
    suitesOf(report)
      .flatMap((suite) => suite.testcase.map((testCase) => `${testCase['@classname']} ${testCase['@name']}`))
      .filter((name) => !name.includes('matchConditions'))
  expect(names(fixed)).toEqual(names(mixed))
})

const [anyFinding] = mixed.findings
const [anyResult] = results
const policy = mixed.policies.find(({ validations }) => validations.length === 2)

function countsOf(given: readonly Partial<Result>[]) {
  const number = (verdict: Result['verdict']) => given.filter((result) => result.verdict === verdict).length
  return { pass: number('pass'), fail: number('fail'), error: number('error'), skip: number('skip') }
}

/** A report of one policy with two validations. */
function reportOf(given: readonly Partial<Result>[], findings: readonly Partial<Finding>[]): Report {
  if (!anyFinding || !anyResult || !policy) throw new Error('the example has changed')
  const [guideline] = policy.guidelines
  return {
    ...mixed,
    cases: [],
    guidelines: mixed.guidelines
      .filter(({ id }) => id === guideline)
      .map((summary) => ({ ...summary, policies: [policy.id] })),
    policies: [{ ...policy, counts: { waived: 0, ...countsOf(given) } }],
    results: given.map((result) => ({ ...anyResult, policy: policy.id, ...result })),
    findings: findings.map((finding) => ({
      ...anyFinding,
      policy: policy.id,
      guidelines: policy.guidelines,
      ...finding,
    })),
  }
}

function outcomes(report: Report): Record<string, string> {
  return Object.fromEntries(
    suitesOf(report).flatMap((suite) =>
      suite.testcase.map((testCase) => [
        testCase['@name'].replace(`${policy?.id}/`, ''),
        testCase.error
          ? 'error'
          : testCase.failure
            ? 'failure'
            : (testCase.skipped?.['@message'] ?? 'passed'),
      ]),
    ),
  )
}

const pod = { type: 'v1/Pod', id: 'web', name: 'web', file: 'a.yaml', subject: {} }
const service = { ...pod, type: 'v1/Service', id: 'front', name: 'front' }

describe('a finding at another resource than the judged one', () => {
  test('fails the case of the resource whose verdict nothing else explains', () => {
    const report = reportOf(
      [{ resource: pod, verdict: 'fail' }],
      [{ resource: service, validation: 'no-host-network', verdict: 'fail' }],
    )
    expect(outcomes(report)).toEqual({
      'no-host-network › v1/Pod web': 'failure',
      'no-host-paths › v1/Pod web': 'passed',
    })
  })

  test('has a case of its own where every verdict is explained', () => {
    const report = reportOf(
      [{ resource: pod, verdict: 'fail' }],
      [
        { resource: pod, validation: 'no-host-network', verdict: 'fail' },
        { resource: service, validation: 'no-host-paths', verdict: 'fail' },
      ],
    )
    expect(outcomes(report)).toEqual({
      'no-host-network › v1/Pod web': 'failure',
      'no-host-paths › v1/Pod web': 'passed',
      'no-host-paths › v1/Service front': 'failure',
    })
  })
})

test('a bad verdict is never passed on as a good one, even when no finding explains it', () => {
  expect(outcomes(reportOf([{ resource: pod, verdict: 'error' }], []))).toEqual({
    'no-host-network › v1/Pod web': 'error',
    'no-host-paths › v1/Pod web': 'error',
  })
})

test('where it could not be decided whether a policy applies, its validations are not passed', () => {
  const report = reportOf(
    [{ resource: pod, verdict: 'error' }],
    [{ resource: pod, validation: 'matchConditions.is-web', verdict: 'error' }],
  )
  const skipped = 'not evaluated: it could not be decided whether the policy applies'
  expect(outcomes(report)).toEqual({
    'no-host-network › v1/Pod web': skipped,
    'no-host-paths › v1/Pod web': skipped,
    'matchConditions.is-web › v1/Pod web': 'error',
  })
})

test('one resource in two exports gives two cases', () => {
  const report = reportOf(
    [
      { resource: pod, verdict: 'pass' },
      { resource: { ...pod, file: 'b.yaml' }, verdict: 'fail' },
    ],
    [{ resource: { ...pod, file: 'b.yaml' }, validation: 'no-host-paths', verdict: 'fail' }],
  )
  expect(outcomes(report)).toEqual({
    'no-host-network › v1/Pod web': 'passed',
    'no-host-paths › v1/Pod web': 'passed',
    'no-host-network › v1/Pod web #2': 'passed',
    'no-host-paths › v1/Pod web #2': 'failure',
  })
})

test.each([50, 500])('%i resources that fail for as many others are told in a few lines each', (n) => {
  const named = (of: typeof pod, i: number) => ({ ...of, id: `r${i}`, name: `r${i}` })
  const numbers = Array.from({ length: n }, (_, i) => i)
  const report = reportOf(
    numbers.map((i) => ({ resource: named(pod, i), verdict: 'fail' })),
    numbers.map((i) => ({ resource: named(service, i), validation: 'no-host-network', verdict: 'fail' })),
  )
  const xml = junit(report)
  expect(xml.match(new RegExp(`and ${n - 20} more findings: other reports have them all`, 'g'))?.length).toBe(
    n,
  )
  expect(xml.length / n).toBeLessThan(10_000)
})

describe('more resources than have cases of their own', () => {
  const named = (i: number) => ({ ...pod, id: `r${i}`, name: `r${i}` })
  const verdictOf = (i: number) => (i % 3 === 0 ? ('fail' as const) : ('pass' as const))
  const numbers = Array.from({ length: 6000 }, (_, i) => i)
  const all = numbers.map((i) => ({ resource: named(i), verdict: verdictOf(i) }))
  const findings = numbers
    .filter((i) => verdictOf(i) === 'fail')
    .map((i) => ({ resource: named(i), validation: 'no-host-network', verdict: 'fail' as const }))
  const whole = reportOf(all, findings)

  test('those with findings come first, and one case for each rule stands for the others', () => {
    const told = outcomes(whole)
    const names = Object.keys(told)
    expect(names.length).toBe(2 * 1000 + 2)
    expect(names.slice(-2)).toEqual([
      'no-host-network › all other resources',
      'no-host-paths › all other resources',
    ])
    expect(names.filter((name) => told[name] === 'failure').length).toBe(1000 + 1)
    expect(junitInParts(whole).notes).toEqual([
      'junit: 5000 verdicts of 1 policy have no test case of their own, and are counted in one for each rule',
    ])
    expect(junit(whole)).toContain(`value="${policy?.id}: 5000 of 6000 resources"`)
  })

  test('it is the same whether all results are listed, or the first of each verdict', () => {
    const first = ['pass', 'fail'].flatMap((verdict) =>
      (whole.results ?? []).filter((result) => result.verdict === verdict).slice(0, 1000),
    )
    expect(junit({ ...whole, results: first })).toBe(junit(whole))
  })

  test('a report that lists no results has cases for findings, and for what has none', () => {
    const { results: _, ...unlisted } = reportOf(all.slice(0, 6), findings.slice(0, 2))
    expect(outcomes(unlisted)).toEqual({
      'no-host-network › v1/Pod r0': 'failure',
      'no-host-paths › v1/Pod r0': 'passed',
      'no-host-network › v1/Pod r3': 'failure',
      'no-host-paths › v1/Pod r3': 'passed',
      'no-host-network › all other resources': 'passed',
      'no-host-paths › all other resources': 'passed',
    })
  })
})
