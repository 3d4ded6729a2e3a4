import type { YamlDocument } from '../../documents/yaml.js'
import { type Place, placeOf } from '../mistakes/places.js'
import { type Expression, expressionAt, type NamedExpression } from '../policy/expression.js'
import type { PackDocument } from './format.js'

/** A function that a pack defines in CEL. */
export interface FunctionDefinition extends NamedExpression {
  readonly description?: string
  /** In order. */
  readonly args: readonly TypedName[]
  readonly result?: WrittenType
  /** Expressions that are true. */
  readonly examples: readonly Expression[]
}

/** A type in CEL notation, unchecked. */
export interface WrittenType {
  readonly type: string
  readonly place: Place
}

export interface TypedName extends WrittenType {
  readonly name: string
}

/** The functions that a pack defines under `/spec/functions`. */
export function functionDefinitions(
  document: YamlDocument,
  functions: PackDocument['spec']['functions'] = [],
): FunctionDefinition[] {
  return functions.map(({ name, description, args = {}, result, expression, examples = [] }, i) => {
    const pointer = `/spec/functions/${i}`
    return {
      name,
      place: placeOf(document, `${pointer}/name`),
      ...(description !== undefined && { description }),
      args: Object.entries(args).map(([arg, type]) => ({
        name: arg,
        type,
        place: placeOf(document, `${pointer}/args/${arg}`),
      })),
      ...(result !== undefined && {
        result: { type: result, place: placeOf(document, `${pointer}/result`) },
      }),
      expression: expressionAt(document, `${pointer}/expression`, expression),
      examples: examples.map((example, n) => expressionAt(document, `${pointer}/examples/${n}`, example)),
    }
  })
}
