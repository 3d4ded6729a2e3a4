import type { CelFunction } from '../../model/index.js'

/**
 * A function of the language itself. Besides what every function has it may bring JavaScript for the program that an
 * expression is compiled to, which functions of the host program cannot.
 */
export interface BuiltIn extends CelFunction {
  /** API servers run one and the same for all its signatures, whichever the types speak for. */
  readonly oneForAll?: true
  /** The everyday case, for calls with as many arguments as a signature has. */
  readonly inline?: (args: readonly Argument[]) => Inline | undefined
  /**
   * Makes it a method of optionals whose argument is evaluated only where there is no value: the result where there
   * is one, from the optional. Such a call runs no implementation.
   */
  readonly present?: (optional: string) => string
}

/** An argument of a call, the receiver first: JavaScript without side effects, cheap to repeat. */
export interface Argument {
  readonly js: string
  readonly literal?: { readonly value: unknown }
}

/** A JavaScript operation in place of a call. */
export interface Inline {
  /** When it may be used; otherwise the implementation runs. */
  readonly condition: string
  readonly value: string
}
