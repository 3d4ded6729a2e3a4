/** The files that people write: text → checked values, every expression with its place. */
export { type GivenAttestation, parseAttestations } from './attestations.js'
export { type Config, type ConfigInput, type PathEntry, parseConfig } from './config.js'
export type { Expectation, ExpectedFinding, ExpectedMessage } from './expectation.js'
export { celDiagnostic, type Expression, locationIn, type NamedExpression } from './expression.js'
export { checkFirewallRules, firewallRulesType } from './firewall-rules.js'
export type { ExpectedVerdict } from './formats/policy-test.js'
export type { InlineDocument } from './inline-documents.js'
export type { LoadedPolicies, LoadedPolicy, LoadedTest } from './link.js'
export { loadPolicies } from './load.js'
export { type Guideline, type Pack, type Profile, parsePack, type RequiredAttestation } from './pack.js'
export {
  layerProblems,
  type ParamDeclaration,
  type ParamDeclarations,
  type ParamLayer,
  type ParamSchema,
  type Params,
  parseParams,
  resolveParams,
} from './params.js'
export { errorAt, inOrder, type Place } from './places.js'
export type { GuidelineReference, Policy, Validation } from './policy.js'
export { parsePolicyFile } from './policy-files.js'
export {
  type GivenInput,
  type PatchOperation,
  type PolicyTest,
  parsePolicyTest,
  type TestCase,
} from './policy-test.js'
export { parseSnapshot, type Snapshot, type SnapshotInput } from './snapshot.js'
export type { AdmissionRules } from './validating-admission-policy.js'
export type { Binding } from './validating-admission-policy-binding.js'
export { parseWaivers, type Waiver } from './waivers.js'
