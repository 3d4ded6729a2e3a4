import { distance } from 'fastest-levenshtein'
import type { YamlDocument } from '../../documents/yaml.js'
import { field } from '../../member.js'
import { apiVersion, type Diagnostic } from '../../model/index.js'
import { admissionVersions } from '../admission/format.js'
import { isOurs, kindOf, ourKinds, wrongKind } from '../formats/kinds.js'
import { errorAt, placeOf } from '../mistakes/places.js'

/**
 * The mistakes of a file that means to hold a policy, a pack or a test, and does not for its first lines or its syntax:
 * it must not pass for somebody else's file. Undefined for a file that is somebody else's.
 */
export function misspelt(
  documents: readonly YamlDocument[],
  text: string,
): readonly Diagnostic[] | undefined {
  const errors = documents.flatMap((document) => document.errors)
  if (errors.length > 0) return namesOurs.test(text) ? errors : undefined
  const found = documents.flatMap((document) => misspeltKind(document) ?? [])
  return found.length > 0 ? found : undefined
}

/** Broken files have no data to look at. */
const namesOurs =
  /^[ \t{-]*["']?apiVersion["']?[ \t]*:[ \t]*["']?policytest|\bkind["']?[ \t]*:[ \t]*["']?ValidatingAdmissionPolicy/im

function misspeltKind(document: YamlDocument): Diagnostic | undefined {
  if (isOurs(document) || isNearlyOurs(document)) return wrongKind(document, ['Policy', 'Pack', 'PolicyTest'])
  return misspeltAdmission(document)
}

function isNearlyOurs(document: YamlDocument): boolean {
  const version = field(document.data, 'apiVersion')
  const kind = field(document.data, 'kind')
  const group = apiVersion.replace(/\/.*/, '')
  if (typeof version === 'string') return distance(version.replace(/\/.*/, '').toLowerCase(), group) <= 3
  if (version !== undefined) return false
  if (kind !== undefined) return ourKinds.some((known) => known === kind)
  return ['validations', 'cases', 'guidelines'].some((key) =>
    Array.isArray(field(document.data, 'spec', key)),
  )
}

const admissionKinds = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']

/** `ValidatingAdmisionPolicy`, or one of a version that is not there. */
function misspeltAdmission(document: YamlDocument): Diagnostic | undefined {
  const kind = field(document.data, 'kind')
  if (typeof kind !== 'string') return undefined
  const meant = admissionKinds.find((known) => distance(kind.toLowerCase(), known.toLowerCase()) <= 3)
  if (meant === undefined) return undefined
  const pointer = kind === meant ? '/apiVersion' : '/kind'
  const written = kind === meant ? kindOf(document) : kind
  return errorAt(
    placeOf(document, pointer),
    'wrong-kind',
    kind === meant && written === undefined
      ? `'apiVersion' of a ${meant} is missing`
      : `${written} is no kind of policy`,
    `did you mean ${admissionVersions.map((version) => `'${version}/${meant}'`)[0]}?`,
  )
}
