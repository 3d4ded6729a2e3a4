import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic } from '../../model/index.js'
import { type CrossCheck, checked } from '../mistakes/check.js'
import { unique, valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, placeOf } from '../mistakes/places.js'
import { type PolicyCore, readValidation } from '../policy/core.js'
import { expressionAt, type NamedExpression, namedExpressions } from '../policy/expression.js'
import { annotationProblems, equivalentsOf, readAnnotations } from './annotations.js'
import { asDecoded } from './decoded.js'
import { validatingAdmissionPolicyFormat } from './format.js'
import { type MatchResources, matchResourcesOf } from './match-resources.js'
import { typesOfRules } from './rule-types.js'

/** What a policy of Kubernetes says beyond one of policytest's own. */
export interface AdmissionRules {
  readonly matchConstraints: MatchResources
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string }
  readonly failurePolicy: 'Fail' | 'Ignore'
  /** Each named by its key. */
  readonly auditAnnotations: readonly NamedExpression[]
}

/** A ValidatingAdmissionPolicy. */
export interface AdmissionPolicy extends PolicyCore {
  readonly scope: 'resource'
  readonly admission: AdmissionRules
}

const crossChecks: readonly CrossCheck[] = [
  unique('/spec/matchConditions/*/name', 'match condition'),
  unique('/spec/auditAnnotations/*/key', 'audit annotation'),
  rulesMissing,
  nothingToSay,
  annotationProblems,
]

/** The policy of a document; throws InputError with every mistake in it. */
export function readAdmissionPolicy(written: YamlDocument): AdmissionPolicy {
  const format = validatingAdmissionPolicyFormat()
  const document = asDecoded(format, written)
  const { metadata, spec } = checked(format, document, crossChecks)
  const place = placeOf(document, '/metadata/name')
  const matchConstraints = matchResourcesOf(spec.matchConstraints)
  return {
    name: metadata.name,
    file: place.location.file,
    place,
    ...readAnnotations(document, metadata.annotations),
    scope: 'resource',
    types: typesOfRules(matchConstraints),
    requires: [],
    params: new Map(),
    matchConditions: namedExpressions(document, '/spec/matchConditions', spec.matchConditions),
    variables: namedExpressions(document, '/spec/variables', spec.variables),
    validations: (spec.validations ?? []).map((validation, i) => ({
      ...readValidation(document, withoutEmpty(validation), i),
      reason: validation.reason ?? 'Invalid',
    })),
    equivalents: equivalentsOf(document, metadata.annotations),
    admission: {
      matchConstraints,
      ...(spec.paramKind && { paramKind: spec.paramKind }),
      failurePolicy: spec.failurePolicy ?? 'Fail',
      auditAnnotations: (spec.auditAnnotations ?? []).map(({ key, valueExpression }, i) => ({
        name: key,
        place: placeOf(document, `/spec/auditAnnotations/${i}/key`),
        expression: expressionAt(document, `/spec/auditAnnotations/${i}/valueExpression`, valueExpression),
      })),
    },
  }
}

/** An empty message is none. */
function withoutEmpty<V extends { readonly message?: string; readonly messageExpression?: string }>({
  message,
  messageExpression,
  ...rest
}: V) {
  return { ...rest, ...(message && { message }), ...(messageExpression && { messageExpression }) }
}

/** The API server refuses a policy that says about no resource. */
function rulesMissing(document: YamlDocument): Diagnostic[] {
  const rules = valuesAt(document, '/spec/matchConstraints/resourceRules')[0]?.value
  if (valuesAt(document, '/spec/matchConstraints').length === 0) return []
  if (rules !== undefined && !(Array.isArray(rules) && rules.length === 0)) return []
  const place = placeOf(document, '/spec/matchConstraints', 'key')
  const hint = 'say which resources it is about: apiGroups, apiVersions, operations, resources'
  return [errorAt(place, 'missing-key', "'matchConstraints' needs 'resourceRules'", hint)]
}

function nothingToSay(document: YamlDocument): Diagnostic[] {
  const says = ['validations', 'auditAnnotations'].some(
    (list) => valuesAt(document, `/spec/${list}/*`).length > 0,
  )
  if (says || valuesAt(document, '/spec').length === 0) return []
  const place = placeOf(document, '/spec', 'key')
  return [errorAt(place, 'missing-key', "the policy needs 'validations' or 'auditAnnotations'")]
}
