/**
 * The shared vocabulary: plain readonly data, a file for each idea.
 * Everything that leaves the reading stage is final: paths are relative with forward slashes, positions are 1-based.
 */

export type { AdmissionSummary, DoubtfulField, IgnoredError, IgnoredErrors } from './admission-summary.js'
export { apiVersion } from './api-version.js'
export type { CelFunction, Extension, OpaqueType, PreparedCall, Since } from './cel-function.js'
export type { Diagnostic } from './diagnostic.js'
export {
  type Change,
  type ChangedFinding,
  type ChangedGuideline,
  type ChangedPack,
  type ChangedParam,
  type ChangedPolicy,
  type ChangedSettings,
  type ComparedReport,
  type FindingAspect,
  type FindingChange,
  findingAspects,
  findingChanges,
  type ReportDiff,
} from './diff.js'
export type { Cut, Document, Subject } from './document.js'
export type {
  Digest,
  ImportedPack,
  Judged,
  Members,
  PackFiles,
  ParamInForce,
  PolicyTests,
  Population,
  Provenance,
  Revision,
  SettingsFile,
  Skipped,
} from './evidence.js'
export { type FailOn, type FailOnName, failOnNames, failOnOf } from './fail-on.js'
export type {
  AdmissionAnswer,
  Approval,
  BaselineStatus,
  Explanation,
  Finding,
  SubExpressionValue,
  WaiverRef,
  WaiverScope,
} from './finding.js'
export { isOpen } from './finding.js'
export type {
  Acceptance,
  Attestation,
  GivenAcceptance,
  GuidelineKind,
  GuidelineStatus,
  GuidelineSummary,
} from './guideline.js'
export {
  type KubernetesVersion,
  kubernetesVersions,
  minorOf,
  newestKubernetes,
} from './kubernetes-version.js'
export type { Location, Position } from './location.js'
export type {
  EquivalentMutant,
  Mutant,
  MutatedPolicy,
  MutationCounts,
  MutationReport,
} from './mutation.js'
export type { ParserPackage, Parsers } from './parsers.js'
export type {
  CountedList,
  ExportCommand,
  Listing,
  Platform,
  Reading,
  RulesetReader,
  SensitivePart,
  Source,
} from './platform.js'
export type {
  Baseline,
  CaseResult,
  FilePart,
  Gap,
  InputSummary,
  OverrideSummary,
  PackSummary,
  PolicySummary,
  Report,
  Result,
  Shard,
  Summary,
  WaiverSummary,
} from './report.js'
export type { LinkTarget, Reporter, ReporterOptions } from './reporter.js'
export type { Resource, ResourceRef } from './resource.js'
export type {
  AddressSet,
  Direction,
  Endpoint,
  InterfaceMatch,
  LabelSet,
  Labels,
  Member,
  NamedPort,
  Origin,
  Peers,
  Ports,
  Protocols,
  Rule,
  Ruleset,
  Span,
  Spans,
  Stage,
} from './ruleset.js'
export { type Stop, type StrictName, strictNames, type UndecidedName, undecidedNames } from './strict.js'
export type { Severity, Verdict, VerdictCounts } from './verdict.js'
export { severities } from './verdict.js'
