import type { Expression } from './expression.js'

/** A type that an expression looks up by its name, and where the name stands in it. */
export interface Lookup {
  readonly type: string
  readonly expression: Expression
  readonly start: number
  readonly end: number
}

/** The types in `inventory.list("v1/Node")` and the like; one that is computed cannot be told. */
export function lookupsIn(expressions: readonly Expression[]): Lookup[] {
  const lookup = /\binventory\s*\.\s*(?:list|get|where)\(\s*(["'])([^"'\\\n]+)\1/g
  return expressions.flatMap((expression) =>
    [...expression.source.matchAll(lookup)].map((match) => {
      const type = match[2] as string
      const end = match.index + match[0].length - 1
      return { type, expression, start: end - type.length, end }
    }),
  )
}
