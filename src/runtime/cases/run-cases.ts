import { dirname, resolve } from 'node:path'
import { remarkWarnings } from '../admission/remarks.js'
import { isOldOf } from '../admission/request.js'
import { append } from '../append.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Disk } from '../exports/files.js'
import { type Inputs, readInputs } from '../exports/inputs.js'
import { type Sources, sourcesOf } from '../exports/sources.js'
import { globMatcher } from '../globs.js'
import type { Context } from '../judge/evaluation.js'
import type { CompiledTest, Library } from '../library/library.js'
import type { CaseResult, Diagnostic, Platform, Resource, SensitivePart } from '../model/index.js'
import { pathOf } from '../package-names.js'
import { type GivenInput, inOrder, type TestCase } from '../policies/index.js'
import { idleOf } from '../scan/idle.js'
import { scan } from '../scan/scan.js'
import { actualOf, mismatch } from './compare.js'
import { patchResources } from './patch.js'
import { runExamples } from './run-examples.js'

export interface TestOptions {
  readonly disk: Disk
  readonly platforms: readonly Platform[]
  readonly now: Date
  /** What is never quoted. */
  readonly sensitive: readonly SensitivePart[]
  readonly observe?: Context['observe']
  readonly costs?: Context['costs']
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
  const wanted = filter.filter?.toLowerCase() ?? ''
  const warnings: Diagnostic[] = []
  const isWanted = (name: string) => name.toLowerCase().includes(wanted)
  const prepare = caseReader(options, warnings)
  const cases = library.tests.flatMap((test) =>
    test.cases
      .filter(({ name }) => isWanted(`${test.policy.id} ${name}`))
      .map((testCase) => prepare(test, testCase)(test.policy, library)),
  )
  const examples = runExamples(library, options.now, isWanted)
  return { cases: [...cases, ...examples], warnings: inOrder(warnings) }
}

/** A case whose resources are read: judges them by its policy, or by another form of it, with these parameters. */
export type PreparedCase = (policy: CompiledPolicy, given: Pick<Library, 'paramsFor'>) => CaseResult

/**
 * What reads cases; each fixture is read once.
 * @param warnings where what could not be done as the API server does it is collected
 */
export function caseReader(
  options: TestOptions,
  warnings: Diagnostic[] = [],
): (test: CompiledTest, testCase: TestCase) => PreparedCase {
  const sources = sourcesOf(options.platforms, options.disk)
  // What a test names is not found in a folder by chance.
  const fixtures = fixtureReader({ ...options.disk, exclusion: undefined }, sources)
  return (test, testCase) => {
    const material = materialOf(test, testCase, { fixtures, sources })
    return (policy, given) =>
      runCase({ test: test.file, testCase, policy }, material, given, options, warnings)
  }
}

/** What reads the fixtures of a case, and what it gives inline. */
interface Readers {
  readonly fixtures: (file: string, input: GivenInput) => Inputs
  readonly sources: Sources
}

/** What a case judges. */
interface Material {
  readonly resources: readonly Resource[] | { readonly problem: string }
  readonly coveredTypes: ReadonlySet<string>
}

function materialOf(test: CompiledTest, testCase: TestCase, { fixtures, sources }: Readers): Material {
  const given = testCase.given.flatMap((input) => fixtures(test.file, input).sets)
  const inline = testCase.resources.map(({ document, source }) => sources.read(document, source))
  const resources = patchResources(
    [...given, ...inline, ...(test.policy.admission ? [] : namespaceOf(testCase, sources))].flatMap(
      (read): readonly Resource[] => read.resources,
    ),
    testCase.patch,
    globMatcher(test.policy.types),
  )
  return { resources, coveredTypes: new Set([...given, ...inline].flatMap((read) => [...read.coveredTypes])) }
}

function runCase(
  { test, testCase, policy }: { test: string; testCase: TestCase; policy: CompiledPolicy },
  { resources, coveredTypes }: Material,
  given: Pick<Library, 'paramsFor'>,
  options: TestOptions,
  warnings: Diagnostic[],
): CaseResult {
  const base = { policy: policy.id, test, name: testCase.name, location: testCase.place.location }
  if ('problem' in resources) return { ...base, status: 'failed', details: [resources.problem] }
  const { oldObject } = testCase
  if (oldObject && !resources.some(({ data }) => isOldOf(oldObject, data))) {
    return { ...base, status: 'failed', details: ["'oldObject' is the old version of none of the resources"] }
  }
  const annotations = new Map<string, Set<string>>()
  const outcome = scan([policy], [{ resources, coveredTypes }], {
    paramsOf: (_, home) => given.paramsFor(policy, testCase.params, home),
    now: testCase.now === undefined ? options.now : new Date(testCase.now),
    sensitive: options.sensitive,
    keepResults: Number.POSITIVE_INFINITY,
    ...(options.observe && { observe: options.observe }),
    ...(options.costs && { costs: options.costs }),
    request: testCase,
    audit: (key, value) => annotations.set(key, (annotations.get(key) ?? new Set()).add(value)),
  })
  // A case that expects the skip knows what failurePolicy Ignore lets pass.
  const isExpected = ({ code }: Diagnostic) =>
    code === 'admission-ignored' && testCase.expect.verdict === 'skip'
  const remarks = outcome.admission.get(policy.id)
  if (remarks)
    append(
      warnings,
      remarkWarnings(policy, remarks).filter((warning) => !isExpected(warning)),
    )
  const findings = outcome.faults.flatMap((fault) => fault.findings)
  const actual = {
    ...actualOf(outcome.results, findings, idleOf(policy, outcome.tallies.get(policy.id))),
    auditAnnotations: new Map([...annotations].map(([key, values]) => [key, [...values].join(', ')])),
  }
  const details = mismatch(testCase.expect, actual)
  return details ? { ...base, status: 'failed', details } : { ...base, status: 'passed' }
}

/** The namespace that a case gives for its objects, as one more resource of the inventory. */
function namespaceOf({ namespaceObject, place }: TestCase, sources: Sources) {
  if (!namespaceObject) return []
  const data = { ...namespaceObject, apiVersion: 'v1', kind: 'Namespace' }
  const { file } = place.location
  return [
    sources.read({ file, format: 'yaml', data, subject: {}, locate: () => place.location }, 'kubernetes'),
  ]
}

/** Reads each fixture once, however many cases use it; judging never changes it. */
function fixtureReader(disk: Disk, sources: Sources): Readers['fixtures'] {
  const known = new Map<string, Inputs>()
  return (file, { path, source, subject, place }) => {
    const absolute = resolve(dirname(pathOf(disk.root, file)), path)
    const key = JSON.stringify([absolute, source, subject])
    const inputs =
      known.get(key) ??
      readInputs([{ path: absolute, source, subject, place }], disk, sources, { kind: 'fixtures' })
    known.set(key, inputs)
    return inputs
  }
}
