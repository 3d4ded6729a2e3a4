import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Documents, documentsOf } from '../compliance/documents.js'
import { lintEverything } from '../config/lint-everything.js'
import type { JudgingOptions } from '../config/options.js'
import { changedSince } from '../programs/git/changed-since.js'
import { dataDocument } from '../runtime/documents/data-document.js'
import { readInputs } from '../runtime/exports/inputs.js'
import { sourcesOf } from '../runtime/exports/sources.js'
import { recommend } from '../runtime/fix/recommend.js'
import type { FiledReport } from '../runtime/history/index.js'
import { inputError } from '../runtime/input-error.js'
import { sensitiveParts } from '../runtime/judge/redaction.js'
import { type Attested, attest, type Word } from '../runtime/library/attest.js'
import { loadLibrary } from '../runtime/library/library.js'
import { type Catalog, listingOf } from '../runtime/library/listing.js'
import { overridden } from '../runtime/library/overrides.js'
import { policyNamed } from '../runtime/library/policy-named.js'
import type { CaseResult, Diagnostic, MutationReport, Report } from '../runtime/model/index.js'
import { type MutationProgress, mutate } from '../runtime/mutate/mutate.js'
import { readParams } from '../runtime/policies/index.js'
import { type RunOutcome, runWith } from '../runtime/run.js'
import { type Explained, explain } from '../runtime/scan/explanation.js'
import { didYouMean } from '../runtime/suggest.js'
import {
  type Collected,
  type CollectOptions,
  collectExports,
  type ExportCommands,
  type ExportOptions,
  exportCommands,
} from './collecting.js'
import { type Fixed, type FixOptions, fixedOf } from './fixing.js'
import { type Input, listOf, requestsOf } from './inputs.js'
import { type Judgement, judgeObjects } from './judge-objects.js'
import type { Loading } from './loading.js'
import { judgingThreads, mutationWorkers } from './threads.js'
import { type TimeOption, timeOf } from './time.js'

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

/** What compliance documents rest on. */
export interface DocsOptions extends TimeOption {
  /** The report of a run, as {@link readReport} gives it: the evidence. */
  readonly results?: FiledReport
  /** Pages in Markdown, or a component definition of NIST's OSCAL. Default: `markdown`. */
  readonly format?: 'markdown' | 'oscal'
  /** Where the pages will stand, relative to the root: they refer to the files of policies. Default: `compliance`. */
  readonly folder?: string
}

/** A person's word on a guideline. */
export interface AttestOptions extends TimeOption, Word {
  /** The file of attestations. Default: `attestations.yaml`. */
  readonly file?: string
}

/** What a run does. */
export interface RunOptions extends TimeOption {
  /** Exports to judge; without any only the tests are run. */
  readonly inputs?: Input | readonly Input[]
  /** Whether to run the test cases of the policies, or those whose policy or name contains the filter. */
  readonly tests?: boolean | { readonly filter?: string }
  /** The report of an earlier run whose findings are known. */
  readonly baseline?: FiledReport
  /** Judges one share of the exports: {@link mergeReports} makes one report of those of all shares. */
  readonly shard?: { readonly index: number; readonly of: number }
  /**
   * How many threads judge exports of 64 MB and more. Policies that a program defines are judged by this thread alone, unless
   * they are those of a configuration. Default: 1.
   */
  readonly jobs?: number
}

/** Which mutants are tried, and how. */
export interface MutateOptions extends TimeOption {
  /** Only of policies whose id contains this text. */
  readonly filter?: string
  /** Only of policies whose files differ from this commit, branch or tag, as git says. */
  readonly since?: string
  /** How many are tried at the same time; whatever it is, the report is the same. Default: one for each core. */
  readonly jobs?: number
  /** Told how far it is. */
  readonly progress?: (progress: MutationProgress) => void
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
  /** Packs with their guidelines, profiles and policies, and the policies of no pack. */
  list(): Catalog
  /**
   * What `policytest lint` finds.
   * @throws InputError for unsuitable parameters
   */
  lint(): readonly Diagnostic[]
  /** How one policy comes to its verdict on each resource: every expression with its value. */
  explain(policy: string, inputs: Input | readonly Input[], options?: TimeOption): Explained
  /**
   * What the documents of a pack recommend, as files made of exports. Nothing is written.
   * @throws InputError for an unknown pack or fix, for exports that cannot be read or are not of one snapshot, and for what
   * cannot be made
   */
  fix(pack: string, options?: FixOptions): Fixed
  /**
   * The commands that export what the policies need. Nothing is run.
   * @throws InputError for an unknown pack, value or file
   */
  exportCommands(options?: ExportOptions): ExportCommands
  /**
   * Runs these commands into a snapshot, which {@link Policies.scan} judges. Nothing that they print is executed, and no shell
   * is started.
   * @throws InputError where values are missing that cannot be listed, or the folder is there already; never for what a
   * program does
   */
  collect(options?: CollectOptions): Promise<Collected>
  /**
   * Which changes to the policies does no test notice? {@link render} writes the report.
   * @throws InputError where a test case fails before anything is changed
   */
  mutate(options?: MutateOptions): Promise<MutationReport>
  /**
   * Compliance documents: pages in Markdown, or a component definition of OSCAL. Nothing is written.
   * @throws InputError where there is nothing to document, or the results are of other policies
   */
  docs(options?: DocsOptions): Documents
  /**
   * A person's word on a guideline, and the file of attestations with it. Nothing is written.
   * @throws InputError for a guideline that is not there or needs nobody's word, and for a word that says nothing
   */
  attest(guideline: string, word: AttestOptions): Attested
}

/** @throws InputError with every mistake of every file */
export function policiesOf(loading: Loading): Policies {
  const { configured, ownPlatforms, seed, ...request } = loading
  const { disk, platforms, onBug } = request
  const sources = sourcesOf(platforms, disk)
  const library = loadLibrary(request)
  const sensitive = sensitiveParts(platforms, request)
  const run = (
    { inputs, tests, now, baseline, shard, jobs = 1 }: RunOptions = { inputs: configured, tests: true },
  ): RunOutcome => {
    const startedAt = new Date()
    const time = { startedAt, now: now === undefined ? startedAt : timeOf(now) }
    return runWith(library, {
      ...request,
      ...time,
      inputs: inputs === undefined || listOf(inputs).length === 0 ? undefined : requestsOf(inputs),
      tests: tests === true ? {} : tests || undefined,
      ...(baseline && { baseline }),
      shard,
      threads: judgingThreads(seed, jobs, time),
    })
  }
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
    list: () => listingOf(library.loaded),
    lint: () => lintEverything(library, { disk, platforms, ownPlatforms, now: new Date() }),
    explain: (name, inputs, { now } = {}) => {
      const { sets } = readInputs(requestsOf(inputs), disk, sources)
      const { paramsOf } = library
      return explain(policyNamed(name, library), sets, { paramsOf, now: timeOf(now), sensitive, onBug })
    },
    fix: (pack, { only, inputs = configured, now } = {}) =>
      fixedOf(recommend(pack, { only, inputs: requestsOf(inputs), now: timeOf(now) }, library, request)),
    exportCommands: (options = {}) => exportCommands(options, library, loading),
    collect: (options = {}) => collectExports(options, library, loading),
    mutate: async ({ filter, since, jobs = availableParallelism(), progress, now: at } = {}) => {
      const startedAt = new Date()
      const now = at === undefined ? startedAt : timeOf(at)
      const choice = { filter, changed: since === undefined ? undefined : changedSince(since, disk.root) }
      const workers = mutationWorkers(seed, jobs, { choice, now })
      const elapsed = () => Date.now() - startedAt.getTime()
      return mutate(library, { ...request, choice, workers, now, startedAt, elapsed, progress })
    },
    docs: ({ now, folder = 'compliance', ...options } = {}) => {
      const time = timeOf(now)
      return documentsOf({
        ...request,
        ...options,
        library,
        folder,
        root: disk.root,
        now: time,
        modified: time,
      })
    },
    attest: (guideline, { now, file = 'attestations.yaml', ...word }) =>
      attest(guideline, word, { library, root: disk.root, file: resolve(disk.root, file), now: timeOf(now) }),
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
