/** The files that people write: text → checked values, every expression with its place. */
export { type GivenAttestation, parseAttestations } from './attestations.js'
export { type Config, type ConfigInput, type PathEntry, parseConfig } from './config/read.js'
export type { Expectation, ExpectedFinding, ExpectedMessage } from './tests/expectation.js'
export { celDiagnostic, type Expression, locationIn, type NamedExpression } from './policy/expression.js'
export { checkFirewallRules, firewallRulesType } from './firewall-rules.js'
export type { ExpectedVerdict } from './tests/format.js'
export type { InlineDocument } from './inline-documents.js'
export type { LoadedPolicies, LoadedPolicy, LoadedTest } from './reading/link.js'
export { loadPolicies } from './reading/load.js'
export { type Guideline, type Pack, type Profile, parsePack, type RequiredAttestation } from './pack/read.js'
export {
  layerProblems,
  type ParamDeclaration,
  type ParamDeclarations,
  type ParamLayer,
  type ParamSchema,
  type Params,
  parseParams,
  resolveParams,
} from './params/layers.js'
export { errorAt, inOrder, type Place } from './mistakes/places.js'
export type { GuidelineReference, Policy, Validation } from './policy/read.js'
export { parsePolicyFile } from './reading/policies-of-file.js'
export {
  type GivenInput,
  type PatchOperation,
  type PolicyTest,
  parsePolicyTest,
  type TestCase,
} from './tests/read.js'
export { parseSnapshot, type Snapshot, type SnapshotInput } from './snapshot.js'
export type { AdmissionRules } from './admission/policy.js'
export type { Binding } from './admission/binding.js'
export { parseWaivers, type Waiver } from './waivers.js'
