import { dirname, resolve } from 'node:path'
import { isOldOf } from '../admission/request.js'
import type { Disk } from '../exports/files.js'
import { type Inputs, readInputs } from '../exports/inputs.js'
import { readDocument } from '../exports/sources.js'
import type { Context } from '../judge/evaluation.js'
import type { CompiledTest, Library } from '../library/library.js'
import type { CaseResult, Diagnostic, Resource } from '../model/index.js'
import { type GivenInput, inOrder, type TestCase } from '../policies/index.js'
import { judgeAll } from '../scan/scan.js'
import { actualOf, mismatch } from './compare.js'
import { patchResources } from './patch.js'

export interface TestOptions {
  readonly disk: Disk
  readonly now: Date
  readonly observe?: Context['observe']
}

/** What the cases showed, and what could not be done in them as the API server does it. */
export interface Tested {
  readonly cases: readonly CaseResult[]
  readonly warnings: readonly Diagnostic[]
}

/**
 * Runs the cases whose policy or name contains the filter.
 * @throws InputError when a fixture cannot be read
 */
export function runTests(
  library: Library,
  filter: { filter?: string | undefined },
  options: TestOptions,
): Tested {
  const fixtures = fixtureReader(options.disk)
  const wanted = filter.filter?.toLowerCase() ?? ''
  const warnings: Diagnostic[] = []
  const cases = library.tests.flatMap((test) =>
    test.cases
      .filter(({ name }) => `${test.policy.id} ${name}`.toLowerCase().includes(wanted))
      .map((testCase) => runCase(test, testCase, library, fixtures, options, warnings)),
  )
  return { cases, warnings: inOrder(warnings) }
}

function runCase(
  test: CompiledTest,
  testCase: TestCase,
  library: Library,
  fixtures: (file: string, input: GivenInput) => Inputs,
  options: TestOptions,
  warnings: Diagnostic[],
): CaseResult {
  const { policy } = test
  const given = testCase.given.flatMap((input) => fixtures(test.file, input).sets)
  const inline = testCase.resources.map(({ document, source }) => readDocument(document, source))
  const resources = patchResources(
    [...given, ...inline, ...(policy.admission ? [] : namespaceOf(testCase))].flatMap(
      (read): readonly Resource[] => read.resources,
    ),
    testCase.patch,
  )
  const base = { policy: policy.id, test: test.file, name: testCase.name, location: testCase.place.location }
  if ('problem' in resources) return { ...base, status: 'failed', details: [resources.problem] }
  const { oldObject } = testCase
  if (oldObject && !resources.some(({ data }) => isOldOf(oldObject, data))) {
    return { ...base, status: 'failed', details: ["'oldObject' is the old version of none of the resources"] }
  }
  const annotations = new Map<string, Set<string>>()
  const coveredTypes = new Set([...given, ...inline].flatMap((read) => [...read.coveredTypes]))
  const judged = judgeAll([policy], [{ resources, coveredTypes }], {
    paramsOf: () => library.paramsFor(policy, testCase.params),
    now: testCase.now === undefined ? options.now : new Date(testCase.now),
    ...(options.observe && { observe: options.observe }),
    request: testCase,
    audit: (key, value) => annotations.set(key, (annotations.get(key) ?? new Set()).add(value)),
  })
  // A case that expects the skip knows what failurePolicy Ignore lets pass.
  const isExpected = ({ code }: Diagnostic) =>
    code === 'admission-ignored' && testCase.expect.verdict === 'skip'
  warnings.push(...judged.warnings.filter((warning) => !isExpected(warning)))
  const actual = {
    ...actualOf(judged.results, judged.findings, judged.idle.get(policy.id)),
    auditAnnotations: new Map([...annotations].map(([key, values]) => [key, [...values].join(', ')])),
  }
  const details = mismatch(testCase.expect, actual)
  return details ? { ...base, status: 'failed', details } : { ...base, status: 'passed' }
}

/** The namespace that a case gives for its objects, as one more resource of the inventory. */
function namespaceOf({ namespaceObject, place }: TestCase) {
  if (!namespaceObject) return []
  const data = { ...namespaceObject, apiVersion: 'v1', kind: 'Namespace' }
  const { file } = place.location
  return [
    readDocument({ file, format: 'yaml', data, subject: {}, locate: () => place.location }, 'kubernetes'),
  ]
}

/** Reads each fixture once, however many cases use it; judging never changes it. */
function fixtureReader(disk: Disk): (file: string, input: GivenInput) => Inputs {
  const known = new Map<string, Inputs>()
  return (file, { path, source, subject, place }) => {
    const absolute = resolve(disk.root, dirname(file), path)
    const key = JSON.stringify([absolute, source, subject])
    const inputs =
      known.get(key) ?? readInputs([{ path: absolute, source, subject, place }], disk, 'fixtures')
    known.set(key, inputs)
    return inputs
  }
}
