/**
 * Policies in a program: load them once, judge objects in memory, files and folders, run their tests, write reports.
 *
 * ```ts
 * import { loadPolicies, render } from 'policytest'
 *
 * const policies = loadPolicies('policies')
 * const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { team: 'ops' } } }
 * const { verdict, findings } = policies.judge(pod)
 * console.log(verdict, findings.map(({ policy, pointer, message }) => `${policy} ${pointer}: ${message}`)) // fail ["owned /metadata/labels/team: nobody owns it"]
 * console.log(render(policies.scan('exports'), 'json').length > 0) // true
 * ```
 *
 * @packageDocumentation
 */
export { type BaselineOptions, baselineWaivers } from './api/baseline-waivers.js'
export type { Collected, CollectOptions, ExportCommands, ExportOptions } from './api/collecting.js'
export type { Fixed, FixOptions } from './api/fixing.js'
export type { Input } from './api/inputs.js'
export type { Judgement } from './api/judge-objects.js'
export { loadConfig } from './api/load-config.js'
export type { ConfigOptions, LoadOptions, PolicySource } from './api/load-options.js'
export { loadPolicies } from './api/load-policies.js'
export type {
  AttestOptions,
  DocsOptions,
  JudgeOptions,
  MutateOptions,
  Policies,
  RunOptions,
} from './api/policies.js'
export { type RenderOptions, type ReporterName, render } from './api/render.js'
export type { TimeOption } from './api/time.js'
export type { Documents } from './compliance/documents.js'
export type { Page } from './compliance/page.js'
export { type ConfigDefinition, defineConfig } from './config/define-config.js'
export { type FunctionNotes, type FunctionOf, fn } from './config/fn.js'
export type {
  AcceptanceEntry,
  InputEntry,
  JudgingOptions,
  WaiverEntry,
} from './config/options.js'
export { type ReportPlace, readReport } from './config/read-report.js'
export { platforms } from './platforms/index.js'
export type { Collection } from './programs/collect/collect.js'
export type { CollectedExport } from './programs/collect/collected-export.js'
export type { Gathered } from './programs/collect/gather.js'
export { reporters } from './reporters/library.js'
export type { DiffReporterName, MutationReporterName } from './reporters/names.js'
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
export type { PlannedCommand } from './runtime/collect/index.js'
export type { InputRequest } from './runtime/exports/files.js'
export type { ObjectsRequest } from './runtime/exports/objects.js'
export { diffReports, type FiledReport, type WaiverFile } from './runtime/history/index.js'
export { InputError } from './runtime/input-error.js'
export type { Attested, Word } from './runtime/library/attest.js'
export type {
  Catalog,
  ListedGuideline,
  ListedPolicy,
  PackListing,
  PackOverview,
} from './runtime/library/listing.js'
export { listShippedPacks, type ShippedPack } from './runtime/library/shipped.js'
export { type MergeOptions, mergeReports } from './runtime/merge/merge-reports.js'
export type * from './runtime/model/index.js'
export { isOpen, severities, strictNames } from './runtime/model/index.js'
export type { MutationProgress } from './runtime/mutate/mutate.js'
export type {
  AnyData,
  CallSite,
  CelValidation,
  Check,
  CheckInput,
  CodeValidation,
  Complaint,
  DefinedPack,
  DefinedPolicy,
  GuidelineDefinition,
  JsonSchema,
  LookUp,
  ObjectSchema,
  OverrideEntry,
  PackDefinition,
  PolicyDefinition,
  SchemaIssue,
  SchemaResult,
} from './runtime/policies/index.js'
export { definePack, definePolicy } from './runtime/policies/index.js'
export { type Strictness, stopsOf } from './runtime/report/strict.js'
export type { Waiver } from './runtime/report/waivers.js'
export type { RunOutcome } from './runtime/run.js'
export type { Explained, PolicyExplanation, RuleExplanation } from './runtime/scan/explanation.js'
export { formatDiagnostic } from './wording/diagnostic.js'
