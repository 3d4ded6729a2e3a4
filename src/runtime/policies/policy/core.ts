import type { YamlDocument } from '../../documents/yaml.js'
import type { Location, Severity } from '../../model/index.js'
import type { Check } from '../defined/definition.js'
import type { Place } from '../mistakes/places.js'
import type { ParamDeclarations } from '../params/declarations.js'
import type { EquivalentMark } from './equivalents.js'
import { type Expression, expressionAt, type NamedExpression } from './expression.js'

/** What every policy says, whichever format it is written in: checked, but not compiled. */
export interface PolicyCore {
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
  /** Type globs. */
  readonly types: readonly string[]
  /** Of each, one of the alternatives. */
  readonly requires: readonly Alternatives[]
  /** Of a policy without pack; others have those of their pack. */
  readonly params: ParamDeclarations
  readonly matchConditions: readonly NamedExpression[]
  readonly variables: readonly NamedExpression[]
  readonly validations: readonly Validation[]
  /** Rules in code, of a policy that a program defines. */
  readonly checks?: readonly CodeRule[]
  /** What the object has to be for any rule to see it. */
  readonly fits?: CodeRule
  /** Types that they look up, beside those that it requires. */
  readonly looksUp?: readonly string[]
  /** Changes that make no difference. */
  readonly equivalents: readonly EquivalentMark[]
}

/** Type globs of which one has to be there. */
export type Alternatives = readonly string[]

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
  /** The value at which its findings point. */
  readonly at?: Expression
  /** The reason that the API server gives for a refusal. */
  readonly reason?: string
}

/** A rule in code. */
export interface CodeRule {
  readonly name: string
  readonly location: Location
  readonly message?: string
  readonly check: Check
}

/** A validation as both formats write it, and what one of them has beyond. */
interface WrittenValidation {
  readonly name?: string
  readonly forEach?: string
  readonly expression: string
  readonly message?: string
  readonly messageExpression?: string
  readonly at?: string
}

/** The validation of this number in a checked policy. */
export function readValidation(
  document: YamlDocument,
  { name, forEach, expression, message, messageExpression, at }: WrittenValidation,
  index: number,
): Validation {
  const pointer = `/spec/validations/${index}`
  return {
    name: name ?? `validation-${index + 1}`,
    location: document.locate(pointer),
    ...(forEach === undefined ? {} : { forEach: expressionAt(document, `${pointer}/forEach`, forEach) }),
    expression: expressionAt(document, `${pointer}/expression`, expression),
    ...(message === undefined ? {} : { message }),
    ...(messageExpression === undefined
      ? {}
      : { messageExpression: expressionAt(document, `${pointer}/messageExpression`, messageExpression) }),
    ...(at === undefined ? {} : { at: expressionAt(document, `${pointer}/at`, at) }),
  }
}
