import type { Location } from '../model/index.js'
import {
  type Expression,
  locationIn,
  type NamedExpression,
  type Pack,
  type Policy,
} from '../policies/index.js'

/** An expression of a policy or pack that decides something, and how to put another in its place. */
export interface Part<Of> {
  /** `validations.no-latest-tag`, `variables.workers`. */
  readonly path: string
  readonly expression: Expression
  /** Whether it answers yes or no. */
  readonly isCondition: boolean
  /** How many of the variables stand above it; of what sees all of them, all. */
  readonly variablesAbove: number
  replace(of: Of, expression: Expression): Of
}

/** A condition or validation that can be left out as a whole. */
export interface Droppable<Of> {
  readonly path: string
  readonly operator: 'condition dropped' | 'validation dropped'
  readonly location: Location
  readonly expression: Expression
  drop(of: Of): Of
}

/** The variables of a list, each with what is not among `wanted` left out. */
export function variableParts<Of extends { readonly variables: readonly NamedExpression[] }>(
  { variables }: Of,
  isWanted: (name: string) => boolean,
  above = 0,
): Part<Of>[] {
  return variables.flatMap(({ name, expression }, i) =>
    isWanted(name)
      ? [
          {
            path: `variables.${name}`,
            expression,
            isCondition: false,
            variablesAbove: above + i,
            replace: (of: Of, other: Expression) => ({ ...of, variables: replaced(of.variables, i, other) }),
          },
        ]
      : [],
  )
}

/** The functions of a pack; they see all its variables. */
export function functionParts(
  { functions, variables }: Pack,
  isWanted: (name: string) => boolean,
): Part<Pack>[] {
  return functions.flatMap(({ name, result, expression }, i): Part<Pack>[] => {
    if (!isWanted(name)) return []
    return [
      {
        path: `functions.${name}`,
        expression,
        isCondition: result?.type === 'bool',
        variablesAbove: variables.length,
        replace: (of, other) => ({
          ...of,
          functions: of.functions.map((each, n) => (n === i ? { ...each, expression: other } : each)),
        }),
      },
    ]
  })
}

/** What decides in a policy: conditions, validations, places; messages do not. */
export function partsOf(
  policy: Policy,
  isWanted: (variable: string) => boolean,
  above: number,
): Part<Policy>[] {
  const all = above + policy.variables.length
  const conditions = policy.matchConditions.map(
    ({ name, expression }, i): Part<Policy> => ({
      path: `matchConditions.${name}`,
      expression,
      isCondition: true,
      variablesAbove: policy.admission ? 0 : all,
      replace: (of, other) => ({ ...of, matchConditions: replaced(of.matchConditions, i, other) }),
    }),
  )
  const validations = policy.validations.flatMap((validation, i) =>
    validationKeys.flatMap((key): Part<Policy>[] => {
      const expression = validation[key]
      if (!expression) return []
      return [
        {
          path: `validations.${validation.name}${key === 'expression' ? '' : `.${key}`}`,
          expression,
          isCondition: key === 'expression',
          variablesAbove: all,
          replace: (of, other) => ({
            ...of,
            validations: of.validations.with(i, { ...(of.validations[i] ?? validation), [key]: other }),
          }),
        },
      ]
    }),
  )
  return [
    ...conditions,
    ...variableParts(policy, isWanted, above),
    ...validations,
    ...annotationParts(policy, all),
  ]
}

const validationKeys = ['forEach', 'expression', 'at'] as const

function annotationParts(policy: Policy, all: number): Part<Policy>[] {
  return (policy.admission?.auditAnnotations ?? []).map(({ name, expression }, i) => ({
    path: `auditAnnotations.${name}`,
    expression,
    isCondition: false,
    variablesAbove: all,
    replace: (of, other) =>
      of.admission
        ? {
            ...of,
            admission: {
              ...of.admission,
              auditAnnotations: replaced(of.admission.auditAnnotations, i, other),
            },
          }
        : of,
  }))
}

/** Conditions and validations; without its only validation a policy says nothing, which a test should notice. */
export function droppablesOf({ matchConditions, validations }: Policy): Droppable<Policy>[] {
  return [
    ...matchConditions.map(
      ({ name, place, expression }, i): Droppable<Policy> => ({
        path: `matchConditions.${name}`,
        operator: 'condition dropped',
        location: place.location,
        expression,
        drop: (of) => ({ ...of, matchConditions: of.matchConditions.toSpliced(i, 1) }),
      }),
    ),
    ...validations.map(
      ({ name, expression }, i): Droppable<Policy> => ({
        path: `validations.${name}`,
        operator: 'validation dropped',
        location: locationIn(expression, 0, expression.source.trimEnd().length),
        expression,
        drop: (of) => ({ ...of, validations: of.validations.toSpliced(i, 1) }),
      }),
    ),
  ]
}

function replaced(
  list: readonly NamedExpression[],
  index: number,
  expression: Expression,
): NamedExpression[] {
  return list.map((each, i) => (i === index ? { ...each, expression } : each))
}
