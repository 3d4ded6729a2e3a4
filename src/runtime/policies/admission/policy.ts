import { typesOf } from './built-in-kinds.js'
import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic, Severity } from '../../model/index.js'
import { severities } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { didYouMean } from '../../suggest.js'
import { type CrossCheck, checked } from '../mistakes/check.js'
import { textsAt, unique, valuesAt } from '../mistakes/cross-checks.js'
import { expressionAt, type NamedExpression } from '../policy/expression.js'
import {
  type ValidatingAdmissionPolicyDocument,
  validatingAdmissionPolicyFormat,
} from './format.js'
import { type MatchResources, matchResourcesOf } from './match-resources.js'
import { errorAt, placeOf } from '../mistakes/places.js'
import { namedExpressions, type Policy, type Validation } from '../policy/read.js'

/** What a policy of Kubernetes says beyond one of policytest's own. */
export interface AdmissionRules {
  readonly matchConstraints: MatchResources
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string }
  readonly failurePolicy: 'Fail' | 'Ignore'
  /** Each named by its key. */
  readonly auditAnnotations: readonly NamedExpression[]
}

/** What a policy of Kubernetes says to policytest alone. */
const annotations = ['title', 'description', 'severity', 'guidelines'].map((name) => `policytest.dev/${name}`)

const crossChecks: readonly CrossCheck[] = [
  unique('/spec/matchConditions/*/name', 'match condition'),
  unique('/spec/variables/*/name', 'variable'),
  unique('/spec/auditAnnotations/*/key', 'audit annotation'),
  rulesMissing,
  nothingToSay,
  annotationProblems,
]

/** The policy of a document; throws InputError with every mistake in it. */
export function readValidatingAdmissionPolicy(document: YamlDocument): Policy {
  const { metadata, spec } = checked(validatingAdmissionPolicyFormat, document, crossChecks)
  const place = placeOf(document, '/metadata/name')
  const about = (name: string) => metadata.annotations?.[`policytest.dev/${name}`]
  const title = about('title')
  const description = about('description')
  const severity = about('severity') as Severity | undefined
  const matchConstraints = matchResourcesOf(spec.matchConstraints)
  return {
    kind: 'ValidatingAdmissionPolicy',
    name: metadata.name,
    file: place.location.file,
    place,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(severity === undefined ? {} : { severity }),
    guidelines: guidelineIds(about('guidelines')).map((id) => ({
      id,
      place: placeOf(document, annotationAt('policytest.dev/guidelines')),
    })),
    scope: 'resource',
    types: typesOf(matchConstraints),
    requires: [],
    params: new Map(),
    matchConditions: namedExpressions(document, '/spec/matchConditions', spec.matchConditions),
    variables: namedExpressions(document, '/spec/variables', spec.variables),
    validations: (spec.validations ?? []).map((validation, i) => readValidation(document, validation, i)),
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

function readValidation(
  document: YamlDocument,
  written: NonNullable<ValidatingAdmissionPolicyDocument['spec']['validations']>[number],
  index: number,
): Validation {
  const pointer = `/spec/validations/${index}`
  const { expression, message, messageExpression, reason } = written
  return {
    name: `validation-${index + 1}`,
    location: document.locate(pointer),
    expression: expressionAt(document, `${pointer}/expression`, expression),
    ...(message === undefined ? {} : { message }),
    ...(messageExpression === undefined
      ? {}
      : { messageExpression: expressionAt(document, `${pointer}/messageExpression`, messageExpression) }),
    reason: reason ?? 'Invalid',
  }
}

function guidelineIds(written = ''): string[] {
  return written.split(/[\s,]+/).filter((id) => id !== '')
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

function annotationProblems(document: YamlDocument): Diagnostic[] {
  const written = valuesAt(document, '/metadata/annotations')[0]?.value
  if (typeof written !== 'object' || written === null) return []
  const unknown = Object.keys(written)
    .filter((key) => key.startsWith('policytest.dev/') && !annotations.includes(key))
    .map((key) =>
      errorAt(
        placeOf(document, annotationAt(key), 'key'),
        'unknown-key',
        `unknown annotation '${key}'`,
        didYouMean(key, annotations, 'known annotations'),
      ),
    )
  const severity = textsAt(document, '/metadata/annotations/policytest.dev~1severity')
    .filter(({ value }) => !(severities as readonly string[]).includes(value))
    .map(({ value }) =>
      errorAt(
        placeOf(document, annotationAt('policytest.dev/severity')),
        'invalid-value',
        `'${value}' is not a severity`,
        didYouMean(value, severities, 'severities'),
      ),
    )
  return [...unknown, ...severity]
}

function annotationAt(key: string): string {
  return formatPointer(['metadata', 'annotations', key])
}
