import type * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import type { requiredTypes } from '../formats/words.js'
import { type CrossCheck, checked } from '../mistakes/check.js'
import { textsAt, unique } from '../mistakes/cross-checks.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import { declarationProblems, declaredParams } from '../params/declarations.js'
import type { ParamSchema } from '../params/schema.js'
import { type PolicyCore, readValidation } from './core.js'
import { readEquivalents } from './equivalents.js'
import { namedExpressions } from './expression.js'
import { policyFormat } from './format.js'

/** A policy of policytest's own. */
export interface OwnPolicy extends PolicyCore {
  /** What `object` has, where the policy says it. */
  readonly schema?: ParamSchema
  /** What it judges and requires, as written. */
  readonly namedTypes: readonly NamedType[]
  /** What makes a policy one of Kubernetes. */
  readonly admission?: never
}

/** A type of resources, or a glob over types, with its place. */
export interface NamedType {
  readonly type: string
  readonly place: Place
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
export function readPolicy(document: YamlDocument): OwnPolicy {
  const { metadata, spec } = checked(policyFormat, document, crossChecks)
  const place = placeOf(document, '/metadata/name')
  return {
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
    requires: alternativesOf(spec.requires),
    namedTypes: [
      ...namedTypes(document, '/spec/match/resources', spec.match.resources),
      ...requiredNames(document, '/spec/requires', spec.requires),
    ],
    params: declaredParams(document, spec.params),
    matchConditions: namedExpressions(document, '/spec/matchConditions', spec.matchConditions),
    variables: namedExpressions(document, '/spec/variables', spec.variables),
    validations: spec.validations.map((validation, i) => readValidation(document, validation, i)),
    equivalents: readEquivalents(document, '/spec/equivalentMutations', spec.equivalentMutations),
  }
}

/** What is required, as alternatives. */
export function alternativesOf(requires: RequiredTypes = []): readonly (readonly string[])[] {
  return requires.map((type) => (typeof type === 'string' ? [type] : type.anyOf))
}

/** The types that are required, as written at a pointer. */
export function requiredNames(
  document: YamlDocument,
  pointer: string,
  requires: RequiredTypes = [],
): NamedType[] {
  return requires.flatMap((type, i) =>
    typeof type === 'string'
      ? [{ type, place: placeOf(document, `${pointer}/${i}`) }]
      : namedTypes(document, `${pointer}/${i}/anyOf`, type.anyOf),
  )
}

type RequiredTypes = z.infer<typeof requiredTypes> | undefined

function namedTypes(document: YamlDocument, pointer: string, types: readonly string[] = []): NamedType[] {
  return types.map((type, i) => ({ type, place: placeOf(document, `${pointer}/${i}`) }))
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
