import type { YamlDocument } from '../../documents/yaml.js'
import { InputError } from '../../input-error.js'
import { apiVersion } from '../../model/index.js'
import { type Binding, readBinding } from '../admission/binding.js'
import { admissionVersions } from '../admission/format.js'
import { readAdmissionPolicy } from '../admission/policy.js'
import type { Policy } from '../any-policy.js'
import { type Fix, readFix } from '../fix/read.js'
import { isOfKind, isOurs, kindOf, type OurKind, wrongKind } from '../formats/kinds.js'
import { allOf, emptyFile } from '../mistakes/check.js'
import { readPolicy } from '../policy/read.js'
import { type PolicyTest, readPolicyTest } from '../tests/read.js'
import { documentsOf } from './documents-of.js'

/** Every kind of policy that a policy file may hold: apiVersion/kind → its reader. */
const policyReaders: Readonly<Record<string, (document: YamlDocument) => Policy>> = {
  [`${apiVersion}/Policy`]: readPolicy,
  ...Object.fromEntries(
    admissionVersions.map((version) => [`${version}/ValidatingAdmissionPolicy`, readAdmissionPolicy]),
  ),
}

/** What a file of policies, tests and fixes holds. */
export interface PolicyFile {
  readonly policies: readonly Policy[]
  readonly tests: readonly PolicyTest[]
  readonly fixes: readonly Fix[]
  readonly bindings: readonly Binding[]
  /** Kubernetes objects beside a policy or binding of Kubernetes: its parameters, a CRD. */
  readonly objects: readonly YamlDocument[]
}

/** The policies of a file, one for each document; throws InputError with every mistake of the file. */
export function parsePolicyFile(file: string, text: string): Policy[] {
  const documents = documentsOf(file, text)
  if (documents.length === 0) throw emptyFile(file)
  return [...readPolicies(documents).policies]
}

/**
 * What the documents of a file say; throws InputError with every mistake of all of them.
 * @param expected what a document of no known kind should have been
 */
export function readPolicies(
  documents: readonly YamlDocument[],
  expected: readonly OurKind[] = ['Policy'],
): PolicyFile {
  const policies: Policy[] = []
  const tests: PolicyTest[] = []
  const fixes: Fix[] = []
  const bindings: Binding[] = []
  const objects: YamlDocument[] = []
  const besideKubernetes = documents.some(isAdmission)
  allOf(
    documents.map((document) => () => {
      if (document.errors.length > 0) throw new InputError(document.errors)
      const read = readerOf(document)
      if (read !== undefined) policies.push(read(document))
      else if (isOfKind(document, 'PolicyTest')) tests.push(readPolicyTest(document))
      else if (isOfKind(document, 'Fix')) fixes.push(readFix(document))
      else if (isBinding(document)) bindings.push(readBinding(document))
      else if (besideKubernetes && kindOf(document) !== undefined && !isOurs(document)) objects.push(document)
      else throw new InputError([wrongKind(document, expected)])
    }),
  )
  return { policies, tests, fixes, bindings, objects }
}

/** Whether a document is a binding of a policy of Kubernetes. */
export function isBinding(document: YamlDocument): boolean {
  return isOneOf(document, 'ValidatingAdmissionPolicyBinding')
}

function isAdmission(document: YamlDocument): boolean {
  return isOneOf(document, 'ValidatingAdmissionPolicy') || isBinding(document)
}

function isOneOf(document: YamlDocument, kind: string): boolean {
  return admissionVersions.some((version) => kindOf(document) === `${version}/${kind}`)
}

/** The reader of a document's kind, or undefined when it is no kind of policy. */
export function readerOf(document: YamlDocument): ((document: YamlDocument) => Policy) | undefined {
  const kind = kindOf(document)
  return kind !== undefined && Object.hasOwn(policyReaders, kind) ? policyReaders[kind] : undefined
}
