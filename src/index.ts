/**
 * The library behind the command line: run policies on exports, and write reports.
 *
 * ```ts
 * import { reporters, run } from 'policytest'
 *
 * const now = new Date()
 * const { report } = run({
 *   disk: { root: process.cwd() },
 *   policies: ['policies'],
 *   inputs: [{ path: 'exports/security-groups.json' }],
 *   now,
 *   startedAt: now,
 *   elapsed: () => Date.now() - now.getTime(),
 * })
 * console.log(reporters.markdown(report, { color: false, quiet: false }))
 * ```
 *
 * @packageDocumentation
 */
import { platforms } from './platforms/index.js'
import { type RunRequest as PipelineRequest, run as pipeline, type RunOutcome } from './runtime/run.js'

export { reporters } from './reporters/library.js'
export type { RuleCoverage } from './runtime/cases/coverage.js'
export type {
  Budget,
  CelError,
  CelFunction,
  CelProblem,
  Compiled,
  CompileOptions,
  Declaration,
  DefinedFunction,
  Extension,
  FormatOptions,
  KubernetesEnvironment,
  OpaqueType,
  Program,
  Scope,
  SourceRange,
  Spot,
  StaticType,
  Trace,
  Trail,
  World,
} from './runtime/cel/index.js'
export { compile as compileExpression, formatValue, isCelError } from './runtime/cel/index.js'
export type { Exclusion } from './runtime/exclusion.js'
export type { Disk, InputRequest, TakenSnapshot } from './runtime/exports/files.js'
export type { ExportSet, Inputs } from './runtime/exports/inputs.js'
export { type ReadOptions, readInputs } from './runtime/exports/inputs.js'
export type { PieceJudge, PieceSizes } from './runtime/exports/read-by-pieces.js'
export { type ReadDocument, type Sources, sourcesOf } from './runtime/exports/sources.js'
export { diffReports, type FiledReport } from './runtime/history/index.js'
export { InputError } from './runtime/input-error.js'
export type { GivenAttestation } from './runtime/library/attestations.js'
export type { Revisions } from './runtime/library/evidence.js'
export type { LibraryRequest } from './runtime/library/library.js'
export type { ProfileRequest } from './runtime/library/profiles.js'
export { type MergeOptions, mergeReports } from './runtime/merge/merge-reports.js'
export type * from './runtime/model/index.js'
export { severities, strictNames } from './runtime/model/index.js'
export type { ParamLayer, Place } from './runtime/policies/index.js'
export { type Strictness, stopsOf } from './runtime/report/strict.js'
export type { Waiver } from './runtime/report/waivers.js'
export type { RunOutcome, RunRequest as PipelineRequest } from './runtime/run.js'
export { formatDiagnostic } from './wording/diagnostic.js'
export { platforms }

/** What to run; without a list of platforms, with those that ship with policytest. */
export type RunRequest = Omit<PipelineRequest, 'platforms'> & Partial<Pick<PipelineRequest, 'platforms'>>

/**
 * Tests policies, judges exports, and gives the report.
 * @throws InputError for every mistake in policies, tests and exports; never for what an export says
 */
export function run(request: RunRequest): RunOutcome {
  return pipeline({ platforms, ...request })
}
