/** The files that people write: text → checked values, every expression with its place. */
export type { Binding, ParamRef } from './admission/binding.js'
export {
  builtInKinds,
  builtInResource,
  guessPlural,
  type ResourceName,
  servedAs,
} from './admission/built-in-kinds.js'
export type { LabelSelector, MatchResources, ResourceRule } from './admission/match-resources.js'
export type { AdmissionPolicy, AdmissionRules } from './admission/policy.js'
export { expressionsOf, type Policy } from './any-policy.js'
export { type GivenAttestation, parseAttestations } from './attestations.js'
export type { ConfigDocument } from './config/format.js'
export { type Config, type ConfigInput, type PathEntry, parseConfig, readConfig } from './config/read.js'
export { definePack, definePolicy } from './defined/define.js'
export type * from './defined/definition.js'
export type { JsonSchema } from './defined/json-schema.js'
export { checkFirewallRules, firewallRulesType } from './firewall-rules.js'
export type { Fix } from './fix/read.js'
export { kindOfNoExport } from './formats/kinds.js'
export { isDay } from './formats/words.js'
export type { InlineDocument } from './inline-documents.js'
export { errorAt, inOrder, type Place, placeOf, shownLocation } from './mistakes/places.js'
export type { OverrideEntry } from './overrides.js'
export type { FunctionDefinition, WrittenType } from './pack/functions.js'
export { handedFor, handedOn, paramsSeenFrom } from './pack/handed-over.js'
export type { HandedParam, Import, ImportedName, ImportedPolicy } from './pack/imports.js'
export { importedPacks, sharedVariables, usedExpressions } from './pack/linked.js'
export { type Guideline, type Pack, type Profile, parsePack, type RequiredAttestation } from './pack/read.js'
export type { ParamDeclaration, ParamDeclarations } from './params/declarations.js'
export {
  layerProblems,
  type ParamLayer,
  type Params,
  parseParams,
  readParams,
  resolveParams,
} from './params/layers.js'
export type { ParamSchema } from './params/schema.js'
export { valueProblems } from './params/value-problems.js'
export type { CodeRule, GuidelineReference, Validation } from './policy/core.js'
export type { EquivalentMark } from './policy/equivalents.js'
export { celDiagnostic, type Expression, locationIn, type NamedExpression } from './policy/expression.js'
export { type Lookup, lookupsIn } from './policy/lookups.js'
export type { OwnPolicy } from './policy/read.js'
export { knownPart } from './reading/known-part.js'
export { loadPolicies, readablePolicies } from './reading/load.js'
export { parsePolicyFile } from './reading/policies-of-file.js'
export type { LoadedFix, LoadedPolicies, LoadedPolicy, LoadedTest } from './reading/policy-set.js'
export { parseSnapshot, type Snapshot, type SnapshotInput } from './snapshot.js'
export type { Expectation, ExpectedFinding, ExpectedMessage } from './tests/expectation.js'
export type { ExpectedVerdict } from './tests/format.js'
export {
  type GivenInput,
  type PatchOperation,
  type PolicyTest,
  parsePolicyTest,
  type TestCase,
} from './tests/read.js'
export { isWaiver, parseWaivers, type Waiver } from './waivers.js'
