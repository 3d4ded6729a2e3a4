import type * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { field } from '../../member.js'
import type { Check } from '../defined/definition.js'
import type { requiredTypes } from '../formats/words.js'
import { type CrossCheck, checked } from '../mistakes/check.js'
import { textsAt, unique, valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import { declarationProblems, declaredParams } from '../params/declarations.js'
import type { ParamSchema } from '../params/schema.js'
import { type PolicyCore, readValidation } from './core.js'
import { readEquivalents } from './equivalents.js'
import { namedExpressions } from './expression.js'
import { definedPolicyFormat, policyFormat } from './format.js'

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
  const { metadata, spec } = checked(policyFormat(), document, crossChecks)
  return policyOf(document, metadata.name, spec)
}

/** The same of a policy that a program defines, with its rules in code by their names, and what its schema says. */
export function readDefinedPolicy(
  document: YamlDocument,
  checks: ReadonlyMap<string, Check>,
  fits: Check | undefined,
): OwnPolicy {
  const { metadata, spec } = checked(definedPolicyFormat(), document, [
    ...crossChecks,
    ruleOfOneKind,
    schemaOfObject,
  ])
  const { looksUp = [], object: _, validations, ...others } = spec
  const rules = validations.map((validation, i) => ({ validation, i }))
  const inCel = rules.flatMap(({ validation: { expression, check: _, ...rule }, i }) =>
    expression === undefined ? [] : [readValidation(document, { ...rule, expression }, i)],
  )
  const inCode = rules.flatMap(({ validation: { name = '', message }, i }) => {
    const check = checks.get(name)
    const location = document.locate(`/spec/validations/${i}/name`)
    return check ? [{ name, location, check, ...(message !== undefined && { message }) }] : []
  })
  const policy = policyOf(document, metadata.name, { ...others, validations: [] })
  return {
    ...policy,
    namedTypes: [...policy.namedTypes, ...namedTypes(document, '/spec/looksUp', looksUp)],
    validations: inCel,
    checks: inCode,
    ...(fits && {
      fits: {
        name: 'object',
        location: document.locate('/spec/object'),
        check: fits,
        message: 'does not fit the schema',
      },
    }),
    looksUp,
  }
}

function policyOf(
  document: YamlDocument,
  name: string,
  spec: z.infer<ReturnType<typeof policyFormat>>['spec'],
): OwnPolicy {
  const place = placeOf(document, '/metadata/name')
  return {
    name,
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

/** Each rule is an expression or code. */
function ruleOfOneKind(document: YamlDocument) {
  return valuesAt(document, '/spec/validations/*').flatMap(({ pointer, value }) => {
    const [hasCode, hasExpression] = [field(value, 'check'), field(value, 'expression')].map(isGiven)
    const place = placeOf(document, pointer)
    if (!hasCode)
      return hasExpression
        ? []
        : [errorAt(place, 'missing-key', "a rule has an 'expression', or a 'check' in code")]
    if (field(value, 'name') === undefined)
      return [errorAt(place, 'missing-key', "a rule in code needs a 'name'")]
    if (field(value, 'check') !== 'code')
      return [errorAt(placeOf(document, `${pointer}/check`), 'wrong-type', "'check' has to be a function")]
    const others = ['expression', 'forEach', 'messageExpression', 'at'].filter((key) =>
      isGiven(field(value, key)),
    )
    const hint = 'the function gives the places and the messages of what it finds'
    return others.map((key) => errorAt(place, 'invalid-value', `a rule in code has no '${key}'`, hint))
  })
}

/** A schema is one that can be asked, of a policy that has an object. */
function schemaOfObject(document: YamlDocument) {
  return valuesAt(document, '/spec/object').flatMap(({ pointer, value }) => {
    const place = placeOf(document, pointer, 'key')
    const hint = 'a schema of zod, valibot, arktype or another library of https://standardschema.dev'
    if (value !== 'schema')
      return [errorAt(place, 'wrong-type', "'object' has to be a schema that says what fits", hint)]
    return valuesAt(document, '/spec/match/scope').flatMap(({ value: scope }) =>
      scope === 'inventory'
        ? [errorAt(place, 'invalid-value', "a policy over the inventory has no 'object'")]
        : [],
    )
  })
}

const isGiven = (value: unknown) => value !== undefined

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
