/** Which API servers have a part of the language: `base` is all of them, `policytest` none, else since that version. */
export type Since = 'base' | `1.${number}` | 'policytest'

/** One function of the language: all that a policy's author, the checker and the evaluator need to know of it. */
export interface CelFunction {
  /** `startsWith`, `math.greatest`. */
  readonly name: string
  /**
   * Signature in CEL notation → implementation. `string.startsWith(string): bool` is a method, `size(string): int` a
   * function; `math.greatest(dyn...): dyn` takes any number. An implementation gets values of just these types and
   * returns a value or a failure; it never throws.
   */
  readonly overloads: Readonly<Record<string, (...args: never[]) => unknown>>
  /**
   * By signature, what API servers of Kubernetes run instead, where their answer is not the one of CEL's specification;
   * also by one of the signatures in `kubernetes`, for calls that are known to be of just that.
   */
  readonly inKubernetes?: Readonly<Record<string, (...args: never[]) => unknown>>
  /** One or two sentences for docs/reference/functions.md. */
  readonly doc: string
  /** For all overloads, or for each by its signature. */
  readonly since: Since | Readonly<Record<string, Since>>
  /** Signatures as API servers check them, by the overload that they stand for, where those are not the same. */
  readonly kubernetes?: Readonly<Record<string, readonly string[]>>
  /** Expression and its value as a CEL literal, or `error: …`; a test runs each. */
  readonly examples: readonly (readonly [expression: string, value: string])[]
  /**
   * Called once, when the expression is compiled, with the arguments that are literals (others undefined): what they
   * make possible. Undefined when they change nothing. `inKubernetes`: as API servers of Kubernetes answer.
   */
  readonly prepare?: (args: readonly unknown[], inKubernetes: boolean) => PreparedCall | undefined
  /** API servers, too, refuse an expression for a constant that it cannot take. Others make it an error when evaluated. */
  readonly strict?: true
  /** With literal arguments only, it is called at compile time, and its failure is a mistake in the policy. */
  readonly constant?: boolean
}

/** What the literal arguments of a call make possible before any evaluation. */
export type PreparedCall =
  /** A faster implementation of just this call. It gets all arguments, of any types. */
  | { readonly call: (...args: never[]) => unknown }
  /** What is wrong with a literal: a mistake in the policy. */
  | { readonly mistake: string }

/** A type of the host program that expressions can hold and call methods on, but not look into. */
export interface OpaqueType {
  readonly name: string
  /** Whether a value is of this type. */
  is(value: unknown): boolean
}

/** Functions and types added to the language. */
export interface Extension {
  readonly functions: readonly CelFunction[]
  readonly types: readonly OpaqueType[]
}
