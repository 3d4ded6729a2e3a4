/**
 * Policies in a program: load them once, judge objects in memory, files and folders, run their tests, write reports.
 *
 * ```ts
 * import { loadPolicies, render } from 'policytest'
 *
 * const policies = loadPolicies('policies')
 * const { verdict, findings } = policies.judge({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } })
 * console.log(verdict, findings.map(({ policy, pointer, message }) => `${policy} ${pointer}: ${message}`))
 *
 * console.log(render(policies.scan('exports'), 'markdown'))
 * ```
 *
 * @packageDocumentation
 */
export type { Judgement } from './api/judge-objects.js'
export { type ConfigOptions, loadConfig } from './api/load-config.js'
export { type LoadOptions, loadPolicies, type PolicySource } from './api/load-policies.js'
export type { Input, JudgeOptions, Policies, RunOptions, TimeOption } from './api/policies.js'
export { type ReporterName, render } from './api/render.js'
export { type ConfigDefinition, defineConfig } from './config/define-config.js'
export { type FunctionNotes, type FunctionOf, fn } from './config/fn.js'
export type {
  AcceptanceEntry,
  InputEntry,
  JudgingOptions,
  WaiverEntry,
} from './config/options.js'
export { platforms } from './platforms/index.js'
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
export type { InputRequest } from './runtime/exports/files.js'
export type { ObjectsRequest } from './runtime/exports/objects.js'
export { diffReports, type FiledReport } from './runtime/history/index.js'
export { InputError } from './runtime/input-error.js'
export { type MergeOptions, mergeReports } from './runtime/merge/merge-reports.js'
export type * from './runtime/model/index.js'
export { severities, strictNames } from './runtime/model/index.js'
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
  OverrideEntry,
  PackDefinition,
  PolicyDefinition,
} from './runtime/policies/index.js'
export { definePack, definePolicy } from './runtime/policies/index.js'
export { type Strictness, stopsOf } from './runtime/report/strict.js'
export type { Waiver } from './runtime/report/waivers.js'
export type { RunOutcome } from './runtime/run.js'
export type { PolicyExplanation, RuleExplanation } from './runtime/scan/explanation.js'
export { formatDiagnostic } from './wording/diagnostic.js'
