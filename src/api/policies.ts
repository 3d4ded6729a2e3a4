import { wrongExamples } from '../config/function-examples.js'
import type { JudgingOptions } from '../config/options.js'
import { costlyExpressions } from '../runtime/cases/costs.js'
import { dataDocument } from '../runtime/documents/data-document.js'
import type { InputRequest } from '../runtime/exports/files.js'
import { readInputs } from '../runtime/exports/inputs.js'
import type { ObjectsRequest } from '../runtime/exports/objects.js'
import { sourcesOf } from '../runtime/exports/sources.js'
import type { FiledReport } from '../runtime/history/index.js'
import { inputError } from '../runtime/input-error.js'
import { sensitiveParts } from '../runtime/judge/redaction.js'
import { loadLibrary } from '../runtime/library/library.js'
import { lint } from '../runtime/library/lint.js'
import { overridden } from '../runtime/library/overrides.js'
import { policyNamed } from '../runtime/library/policy-named.js'
import type { CaseResult, Diagnostic, Platform, Report } from '../runtime/model/index.js'
import { readParams } from '../runtime/policies/index.js'
import { type RunOutcome, type RunRequest, runWith } from '../runtime/run.js'
import { explain, type PolicyExplanation } from '../runtime/scan/explanation.js'
import { didYouMean } from '../runtime/suggest.js'
import { type Judgement, judgeObjects } from './judge-objects.js'

/** The time that policies judge by. */
export interface TimeOption {
  /** `now` in expressions, and what expiry dates are compared with; a date, or ISO 8601. Default: the clock's time. */
  readonly now?: Date | string
}

/** How objects in memory are judged. */
export interface JudgeOptions extends TimeOption {
  /** Only these policies: full ids, or names that only one has. Default: all of the chosen profiles. */
  readonly policies?: string | readonly string[]
  /** What the objects are, where their shape does not tell: `example.com/Server`. */
  readonly type?: string
  /** The source that reads them, where their shape does not tell. */
  readonly source?: string
  /** What they do not say of themselves: cluster, node. */
  readonly subject?: Readonly<Record<string, string>>
  /** Values of parameters by pack, over those that the policies were loaded with. */
  readonly params?: JudgingOptions['params']
}

/** An export: a path, a path with what its shape does not tell, or objects in memory. */
export type Input = string | InputRequest | ObjectsRequest

/** What a run does. */
export interface RunOptions extends TimeOption {
  /** Exports to judge; without any only the tests are run. */
  readonly inputs?: Input | readonly Input[]
  /** Whether to run the test cases of the policies, or those whose policy or name contains the filter. */
  readonly tests?: boolean | { readonly filter?: string }
  /** The report of an earlier run whose findings are known. */
  readonly baseline?: FiledReport
}

/** Policies that are loaded and compiled, to judge again and again. */
export interface Policies {
  /** Full ids of those that the chosen profiles enforce. */
  readonly ids: readonly string[]
  /** Their test cases, in the order of the files. */
  readonly cases: readonly Pick<CaseResult, 'policy' | 'test' | 'name' | 'location'>[]
  /** What is to be said of them beside verdicts: a parameter that nothing uses, a file that was not read. */
  readonly warnings: readonly Diagnostic[]
  /**
   * Judges an object, or several together, in memory. The objects are copied, so that they may change afterwards.
   * @throws InputError for an object that no source recognises, for an unknown policy, and for unsuitable parameters
   */
  judge(objects: unknown, options?: JudgeOptions): Judgement
  /**
   * Judges exports: files, folders, globs, objects.
   * @throws InputError for an export that cannot be read
   */
  scan(inputs: Input | readonly Input[], options?: Omit<RunOptions, 'inputs' | 'tests'>): Report
  /**
   * Runs the test cases of the policies.
   * @throws InputError for a fixture that cannot be read
   */
  test(options?: TimeOption & { readonly filter?: string }): RunOutcome
  /** Tests and scans in one run and one report. Without options: the tests, and the exports of the configuration if there is one. */
  run(options?: RunOptions): RunOutcome
  /** What `policytest lint` finds. */
  lint(): readonly Diagnostic[]
  /** How one policy comes to its verdict on each resource: every expression with its value. */
  explain(
    policy: string,
    inputs: Input | readonly Input[],
    options?: TimeOption,
  ): readonly PolicyExplanation[]
}

/** What policies are made of: a request for a run without its exports, and what else a configuration says. */
export interface Loading extends Omit<RunRequest, 'inputs' | 'tests' | 'now' | 'startedAt' | 'elapsed'> {
  /** Exports of the configuration. */
  readonly configured: readonly InputRequest[]
  /** Platforms beside those that ship. */
  readonly ownPlatforms: readonly Platform[]
}

/** @throws InputError with every mistake of every file */
export function policiesOf({ configured, ownPlatforms, ...request }: Loading): Policies {
  const { disk, platforms, onBug } = request
  const sources = sourcesOf(platforms, disk)
  const library = loadLibrary(request)
  const sensitive = sensitiveParts(platforms, request)
  const run = (
    { inputs, tests, now, baseline }: RunOptions = { inputs: configured, tests: true },
  ): RunOutcome =>
    runWith(library, {
      ...request,
      inputs: inputs === undefined || listOf(inputs).length === 0 ? undefined : requestsOf(inputs),
      tests: tests === true ? {} : tests || undefined,
      ...(baseline && { baseline }),
      ...(now !== undefined && { now: timeOf(now) }),
    })
  return {
    ids: library.policies.map(({ id }) => id),
    cases: library.tests.flatMap(({ file, policy, cases }) =>
      cases.map(({ name, place }) => ({ policy: policy.id, test: file, name, location: place.location })),
    ),
    warnings: [...library.warnings, ...library.leftOut],
    judge: (objects, { now, policies: only, params, ...about } = {}) =>
      judgeObjects(
        {
          ...library,
          ...overridden(library, request.overrides ?? [], { now: timeOf(now), root: disk.root }),
        },
        { ...about, objects: Array.isArray(objects) ? objects : [objects] },
        {
          now: timeOf(now),
          sources,
          sensitive,
          onBug,
          policies: only === undefined ? undefined : [only].flat(),
          params: params && paramsFor(params, library.loaded),
        },
      ),
    scan: (inputs, options) => run({ ...options, inputs }).report,
    test: ({ now, ...filter } = {}) => run({ ...(now !== undefined && { now }), tests: filter }),
    run,
    lint: () => [
      ...library.warnings,
      ...lint(library),
      ...costlyExpressions(library, { disk, platforms, now: new Date(), sensitive: [] }),
      ...wrongExamples(ownPlatforms, platforms),
    ],
    explain: (name, inputs, { now } = {}) => {
      const { sets } = readInputs(requestsOf(inputs), disk, sources)
      const { paramsOf } = library
      return explain(policyNamed(name, library), sets, { paramsOf, now: timeOf(now), sensitive, onBug })
        .explanations
    },
  }
}

/** Values for one judgement; those of a pack that is not loaded are a mistake, for nothing would use them. */
function paramsFor(params: NonNullable<JudgingOptions['params']>, { packs, policies }: Loaded) {
  const known = [...packs.map(({ name }) => name), ...policies.flatMap(({ pack, id }) => (pack ? [] : [id]))]
  for (const name of Object.keys(params)) {
    if (known.includes(name)) continue
    const hint = didYouMean(name, known, 'packs, and policies without pack')
    throw inputError(
      'unknown-reference',
      `parameters for '${name}', which is not loaded`,
      hint ? { hint } : {},
    )
  }
  return readParams(dataDocument('<params>', params))
}

type Loaded = ReturnType<typeof loadLibrary>['loaded']

function requestsOf(inputs: Input | readonly Input[]): readonly (InputRequest | ObjectsRequest)[] {
  return listOf(inputs).map((input) => (typeof input === 'string' ? { path: input } : input))
}

function listOf<T>(given: T | readonly T[]): readonly T[] {
  return Array.isArray(given) ? given : [given as T]
}

/** @throws InputError for what is no time */
function timeOf(time: Date | string = new Date()): Date {
  const date = new Date(time)
  if (!Number.isNaN(date.getTime())) return date
  throw inputError('usage', `'${String(time)}' is not a time`, {
    hint: 'give a Date, or a text such as 2027-03-31T12:00:00Z',
  })
}
