import type { YamlDocument } from '../../documents/yaml.js'
import type { Location, Severity } from '../../model/index.js'
import { type CrossCheck, checked } from '../mistakes/check.js'
import { textsAt, unique } from '../mistakes/cross-checks.js'
import { type Expression, expressionAt, type NamedExpression } from './expression.js'
import { type PolicyDocument, policyFormat } from './format.js'
import { declarationProblems, declaredParams, type ParamDeclarations, type ParamSchema } from '../params/layers.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import type { AdmissionRules } from '../admission/policy.js'

/** A policy as its file says it: checked, but not compiled. */
export interface Policy {
  readonly kind: 'Policy' | 'ValidatingAdmissionPolicy'
  readonly name: string
  readonly file: string
  /** Place of its name. */
  readonly place: Place
  readonly title?: string
  readonly description?: string
  /** Ids within the pack, each with its place. */
  readonly guidelines: readonly GuidelineReference[]
  readonly severity?: Severity
  readonly scope: 'resource' | 'inventory'
  /** What `object` has, where the policy says it. */
  readonly schema?: ParamSchema
  /** Type globs. */
  readonly types: readonly string[]
  readonly requires: readonly string[]
  /** Of a policy without pack; others have those of their pack. */
  readonly params: ParamDeclarations
  readonly matchConditions: readonly NamedExpression[]
  readonly variables: readonly NamedExpression[]
  readonly validations: readonly Validation[]
  /** Of a policy of Kubernetes. */
  readonly admission?: AdmissionRules
}

export interface GuidelineReference {
  readonly id: string
  readonly place: Place
}

export interface Validation {
  readonly name: string
  readonly location: Location
  readonly forEach?: Expression
  readonly expression: Expression
  readonly message?: string
  readonly messageExpression?: Expression
  /** The reason that the API server gives for a refusal. */
  readonly reason?: string
}

const crossChecks: readonly CrossCheck[] = [
  unique('/spec/matchConditions/*/name', 'match condition'),
  unique('/spec/variables/*/name', 'variable'),
  unique('/spec/validations/*/name', 'validation'),
  unique('/spec/guidelines/*', 'guideline'),
  declarationProblems,
  severityOfItsOwn,
]

/** The policy of a document; throws InputError with every mistake in it. */
export function readPolicy(document: YamlDocument): Policy {
  const { metadata, spec } = checked(policyFormat, document, crossChecks)
  const place = placeOf(document, '/metadata/name')
  return {
    kind: 'Policy',
    name: metadata.name,
    file: place.location.file,
    place,
    ...(spec.title === undefined ? {} : { title: spec.title }),
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.severity === undefined ? {} : { severity: spec.severity }),
    guidelines: (spec.guidelines ?? []).map((id, i) => ({
      id,
      place: placeOf(document, `/spec/guidelines/${i}`),
    })),
    scope: spec.match.scope ?? 'resource',
    ...(spec.match.schema === undefined ? {} : { schema: spec.match.schema }),
    types: spec.match.resources,
    requires: spec.requires ?? [],
    params: declaredParams(document, spec.params),
    matchConditions: namedExpressions(document, '/spec/matchConditions', spec.matchConditions),
    variables: namedExpressions(document, '/spec/variables', spec.variables),
    validations: spec.validations.map((validation, i) => readValidation(document, validation, i)),
  }
}

/** The expressions of a list of name and expression. */
export function namedExpressions(
  document: YamlDocument,
  pointer: string,
  list: readonly { name: string; expression: string }[] = [],
): NamedExpression[] {
  return list.map(({ name, expression }, i) => ({
    name,
    place: placeOf(document, `${pointer}/${i}/name`),
    expression: expressionAt(document, `${pointer}/${i}/expression`, expression),
  }))
}

function readValidation(
  document: YamlDocument,
  validation: PolicyDocument['spec']['validations'][number],
  index: number,
): Validation {
  const pointer = `/spec/validations/${index}`
  const { name, forEach, expression, message, messageExpression } = validation
  return {
    name: name ?? `validation-${index + 1}`,
    location: document.locate(pointer),
    ...(forEach === undefined ? {} : { forEach: expressionAt(document, `${pointer}/forEach`, forEach) }),
    expression: expressionAt(document, `${pointer}/expression`, expression),
    ...(message === undefined ? {} : { message }),
    ...(messageExpression === undefined
      ? {}
      : { messageExpression: expressionAt(document, `${pointer}/messageExpression`, messageExpression) }),
  }
}

function severityOfItsOwn(document: YamlDocument) {
  if (textsAt(document, '/spec/guidelines/*').length === 0) return []
  return textsAt(document, '/spec/severity').map(({ pointer }) =>
    errorAt(
      placeOf(document, pointer, 'key'),
      'invalid-value',
      "'severity' is for policies without guidelines",
      'remove it: the guidelines in pack.yaml say how severe a finding is',
    ),
  )
}
