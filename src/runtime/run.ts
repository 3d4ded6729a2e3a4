import { type RuleCoverage, startCoverage } from './cases/coverage.js'
import { runTests } from './cases/run-cases.js'
import { conclude } from './conclude/conclude.js'
import { givenBy, inForce, nothingInForce, type Words } from './conclude/in-force.js'
import type { Clock, ConclusionRequest } from './conclude/ran.js'
import { type DigestTask, doDigest } from './documents/digest.js'
import { type Inputs, readInputs } from './exports/inputs.js'
import type { PieceSizes } from './exports/read-by-pieces.js'
import type { Share } from './exports/read-share.js'
import type { ShardRequest } from './exports/shard.js'
import { doShare, type ShareTask } from './exports/share-task.js'
import { sourcesOf } from './exports/sources.js'
import { globMatcher } from './globs.js'
import { type RedactionRequest, sensitiveParts, watchRedactions } from './judge/redaction.js'
import { type Library, type LibraryRequest, loadLibrary } from './library/library.js'
import type { Report } from './model/index.js'
import type { Progress } from './progress.js'
import { judgesAlone, needsOf, type ScanOptions } from './scan/scan.js'
import { startScan } from './scan/while-reading.js'
import type { Threads } from './threads/threads.js'

/** One run: which policies, what they judge, and what is already known about the findings. */
export interface RunRequest extends LibraryRequest, RedactionRequest, Words, ConclusionRequest {
  /**
   * How many results (policy × resource) of each policy and verdict the report lists at least, as `json-full`, `junit` and
   * `sarif-full` need them. Default: all.
   */
  readonly keepResults?: number | undefined
  /** Whether the report has digests of the exports: to compute them takes as long as to read an export once more. Default: yes. */
  readonly digests?: boolean | undefined
  /** The run's time: `now` in expressions, and what expiry dates are compared with. Default: when it started. */
  readonly now?: Date
  /** Default: the clock's time. */
  readonly startedAt?: Date
  /** Gives the duration in milliseconds when the run is over. */
  readonly elapsed?: () => number
  /** Told what was thrown where nothing ever should be: a verdict `error`, and the run goes on. */
  readonly onBug?: ((error: unknown) => void) | undefined
  /** Which exports are judged while they are read, and in which pieces. Default: those of a megabyte and more, by the megabyte. */
  readonly pieces?: PieceSizes | undefined
  /** Judges one share of the exports: the reports of all shards are to be merged. */
  readonly shard?: Pick<ShardRequest, 'index' | 'of'> | undefined
  /** Threads beside this one that help with large exports; each calls {@link helpRun} with the same request. */
  readonly threads?: Threads<ThreadTask> | undefined
  /** Told what it does and how far it is, for a progress line. */
  readonly progress?: (progress: Progress) => void
  /** Told how many milliseconds a policy has taken for some candidates of this run's exports. */
  readonly timed?: ScanOptions['timed']
}

export interface RunOutcome {
  readonly report: Report
  /** Which outcomes the test cases have shown, of every rule. */
  readonly coverage: readonly RuleCoverage[]
}

/**
 * The pipeline, top to bottom. What it is handed or hands out has rooms of its own: vendors in src/platforms/index.ts,
 * reporters in src/reporters/index.ts; expressions are compiled by cel/index.ts, firewalls read by firewall/ruleset-of.ts.
 * docs/architecture.md follows one resource through it.
 * @throws InputError for every mistake in policies, tests and exports; never for what an export says
 */
export function run(request: RunRequest): RunOutcome {
  request.progress?.({ doing: 'reading policies' })
  const clock = clockOf(request)
  return runWith(loadLibrary(request), request, clock)
}

/** The same by policies that are loaded already, for those who run them again and again. */
export function runWith(library: Library, request: RunRequest, clock = clockOf(request)): RunOutcome {
  const { now } = clock
  const { disk, platforms, inputs: requested = [], pieces, threads, shard, progress } = request
  const sensitive = sensitiveParts(platforms, request)
  const coverage = startCoverage(library.policies.filter(({ home }) => home === undefined))
  if (request.tests) progress?.({ doing: 'running tests' })
  const tested = request.tests
    ? runTests(library, request.tests, { disk, platforms, now, sensitive, observe: coverage.observe })
    : { cases: [], warnings: [] }

  const doing = 'reading exports'
  progress?.({ doing })
  const heeded = request.inputs ? inForce(library, request, clock) : nothingInForce
  const { policies } = heeded.given
  const redactions = watchRedactions(request.redact ?? [])
  // Large exports are judged while they are read, and not kept.
  const judge = startScan(policies, scanOptions(library, request, now), redactions)
  const asksFor = globMatcher(policies.flatMap(needsOf))
  const inputs = readInputs(requested, disk, sourcesOf(platforms, disk, asksFor), {
    judge,
    digests: request.digests,
    pieces: { sizes: pieces, threads },
    shard: shard && { ...shard, joining: policies.filter((policy) => !judgesAlone(policy)) },
    progress: progress && ((bytes) => progress({ doing, bytes, findings: judge.findings() })),
  })
  progress?.({
    doing: `judging ${countResources(inputs)} resources by ${library.policies.length} policies`,
  })
  for (const { resources } of inputs.sets) redactions.see(resources)
  const outcome = judge.finish(inputs.sets)
  progress?.({ doing: 'making the report' })
  const ran = { inForce: heeded, tested, inputs, outcome, redactions }
  return { report: conclude(library, request, ran, clock), coverage: coverage.rules() }
}

/**
 * Helps a run, in a thread beside it, with what it has asked for; the policies are loaded anew, for programs cannot be handed over.
 * @param request the same as that of the run
 * @param beat told from time to time that it goes on
 */
export function helpRun(task: ThreadTask, request: () => RunRequest, beat: () => void): Iterable<unknown> {
  if (task.kind === 'digest') return [doDigest(task, beat)]
  const asked = request()
  return helpWith(loadLibrary(asked), task, asked, beat)
}

/** The same by policies that are loaded already. */
export function helpWith(
  library: Library,
  task: ShareTask,
  request: RunRequest,
  beat: () => void,
): Iterable<Share> {
  const { now } = clockOf(request)
  const { policies } = givenBy(library, request, now)
  const judge = startScan(policies, scanOptions(library, request, now), watchRedactions(request.redact ?? []))
  return doShare(task, sourcesOf(request.platforms, request.disk), judge, beat)
}

/** What a run may ask of a thread: plain data. */
export type ThreadTask = DigestTask | ShareTask

function scanOptions({ paramsOf }: Library, request: RunRequest, now: Date): ScanOptions {
  const { platforms, onBug, timed, keepResults = Number.POSITIVE_INFINITY } = request
  return { paramsOf, now, sensitive: sensitiveParts(platforms, request), keepResults, onBug, timed }
}

function clockOf({ startedAt = new Date(), now = startedAt, elapsed }: RunRequest): Clock {
  const start = performance.now()
  return { startedAt, now, elapsed: elapsed ?? (() => Math.round(performance.now() - start)) }
}

function countResources({ inputs }: Inputs): number {
  return inputs.reduce((sum, { resources }) => sum + resources, 0)
}
