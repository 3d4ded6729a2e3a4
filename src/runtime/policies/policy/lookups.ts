import { textArguments } from '../../cel/index.js'
import type { Expression } from './expression.js'

/** A type that an expression looks up by its name, and where the name stands in it. */
export interface Lookup<Of> {
  readonly type: string
  readonly expression: Of
  readonly start: number
  readonly end: number
}

const methods = ['list', 'get', 'where']

/** The types in `inventory.list("v1/Node")` and the like; one that is computed cannot be told. */
export function lookupsIn<Of extends Pick<Expression, 'source'>>(expressions: readonly Of[]): Lookup<Of>[] {
  // Most do not even name it, and need not be parsed for that.
  const naming = expressions.filter(({ source }) => source.includes('inventory'))
  return naming.flatMap((expression) =>
    textArguments(expression.source)
      .filter(({ receiver, method }) => receiver === 'inventory' && methods.includes(method))
      .map(({ text: type, start, end }) => ({ type, expression, start, end })),
  )
}
