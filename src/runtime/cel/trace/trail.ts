import type { Node } from '../syntax/ast.js'

/** The value that a sub-expression had, with the steps that led to it. */
export interface Step {
  readonly node: Node
  readonly value: unknown
  readonly parts: Steps
  /** Of a call of a defined function: how its body came to the value, and what the body calls its arguments. */
  readonly body?: () => Body
}

/** How the body of a called function came to its value. */
export interface Body {
  readonly trail: Trail | undefined
  /** What it calls its arguments. */
  readonly args: readonly string[]
  /** Whose it is, when not the caller's. */
  readonly home: string | undefined
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
  /** The turns of loops that have been asked for: a finding for each element of a list asks for them. */
  readonly turns: Map<Steps, Map<Node, readonly Turn[]>>
  /** Whose expression it is part of, when not the judging policy's: its variables are those of that home. */
  readonly home?: string | undefined
}

/** What the variables of macros stand for: an expression, or an element of a list or map. */
export type Locals = ReadonlyMap<string, Trail | Element>

/** The element of this index of a list, or the entry of this number of a map. */
export interface Element {
  readonly list: Trail
  readonly index: number
}
