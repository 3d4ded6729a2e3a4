import type { Node } from '../syntax/ast.js'

/** The value that a sub-expression had, with the steps that led to it. */
export interface Step {
  readonly node: Node
  readonly value: unknown
  readonly parts: Steps
}

/** One turn of a loop, with the steps that it took. */
export interface Turn {
  readonly loop: Node
  readonly index: number
  readonly parts: Steps
}

/** Steps in the order in which they ended. What failed has none; what was evaluated for it stands in its place. */
export type Steps = readonly (Step | Turn)[]

/** A sub-expression with the steps among which its own is. */
export interface Trail {
  readonly node: Node
  readonly steps: Steps
  readonly locals: Locals
}

/** What the variables of macros stand for: an expression, or an element of a list or map. */
export type Locals = ReadonlyMap<string, Trail | Element>

/** The element of this index of a list, or the entry of this number of a map. */
export interface Element {
  readonly list: Trail
  readonly index: number
}
