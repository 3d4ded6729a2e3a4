/** What the rest of the program knows of the expression engine: types only. */
import type { Extension, SubExpressionValue } from '../model/index.js'
import type { Trail } from './trace/trail.js'

/** A range in an expression's source, UTF-16 offsets, `end` exclusive. */
export interface SourceRange {
  readonly start: number
  readonly end: number
}

/** A mistake in an expression, found when it is compiled. */
export interface CelProblem extends SourceRange {
  readonly code: 'cel-syntax' | 'cel-type' | 'cel-limit'
  readonly message: string
  /** `did you mean 'object'?` */
  readonly hint?: string
}

/** An evaluation that did not give a value. Programs return it; they never throw. */
export interface CelError {
  /** The key, index, overload, overflow… that was at fault: `no such key 'remote' in object.rules[2]`. */
  readonly message: string
  readonly code:
    | 'no-such-key'
    | 'index-out-of-range'
    | 'duplicate-key'
    | 'no-such-overload'
    | 'invalid-argument'
    | 'division-by-zero'
    | 'overflow'
    | 'budget'
    | 'no-such-namespace'
    | 'unknown'
  /** The sub-expression that failed; left out when it is nowhere in particular. */
  readonly range?: SourceRange
}

/** What one evaluation may cost; shared by all expressions of a policy and resource when given to `evaluate`. */
export interface Budget {
  /**
   * Units left: a loop step is one, an operation over n elements or 16·n characters is n. For a program of Kubernetes
   * they are the units of an API server, which lets the last expression end and then finds the budget overdrawn: negative.
   */
  left: number
  /** What the last program of Kubernetes cost without the variables that it read, in units of an API server. */
  spent?: number
}

/**
 * The values that an expression can see. Members may be lazy: getters that return a value or a CelError. So may be the
 * fields of `variables` and of every root that is declared with `fields`. Data may hold an `unknownValue` anywhere.
 */
export type Scope = Readonly<Record<string, unknown>>

/** A compiled expression. */
export interface Program {
  readonly source: string
  /** The checked type in CEL notation: `bool`, `list<dyn>`, `dyn`. */
  readonly type: string
  /** The same, with all that is known of it: what a name that stands for the value is declared by. */
  readonly resultType: StaticType
  /** What it refers to, for lint: root variables (`object`, `item`) and the first field of each (`params.pag`). */
  readonly references: {
    readonly roots: ReadonlySet<string>
    readonly fields: ReadonlySet<string>
    /** The defined functions that it calls itself. */
    readonly calls: ReadonlySet<string>
    /** Every name that may be the key of something: fields, and the words of its texts. */
    readonly keys: ReadonlySet<string>
  }
  /** A CEL value or a CelError. Lists and maps that come out of the scope are the scope's own objects, never copies. */
  evaluate(scope: Scope, budget?: Budget, args?: readonly unknown[]): unknown
  /** Evaluates once more, and tells how it came to its value. */
  trace(scope: Scope, args?: readonly unknown[]): Trace
}

/** A function that is defined in CEL, not in the tables. */
export interface DefinedFunction {
  readonly name: string
  readonly args: readonly { readonly name: string; readonly type: Declaration }[]
  /** Of what type its result is. */
  readonly result: Declaration
  /** Its body, compiled with `args`; left out when that has a mistake, so that calls of it are checked nevertheless. */
  readonly program?: Program
  /** Whose it is, when not the caller's: its body sees the scope that the caller's has as `@<home>`. */
  readonly home?: string
}

/** A place in a document. */
export interface Spot {
  /** What the document is of. */
  readonly resource: unknown
  /** RFC 6901. */
  readonly pointer: string
}

/** What a trace has to be told to know places. */
export interface World<Place extends Spot> {
  /**
   * Where an object or list stands, or its member of this key; the nearest thing around a member that is not there. Undefined
   * when it is no part of a document.
   */
  find(container: object, key?: string | number): Place | undefined
  /** How `variables.<name>` came to its value, in the scope `@<home>`. */
  variable(name: string, home?: string): Trail | undefined
}

/** How a program came to its value. */
export interface Trace {
  /** A CEL value or a CelError, as `evaluate` gives it. */
  readonly value: unknown
  /** The sub-expressions with their values: the smallest set that shows why the value is what it is, or all. */
  explain(options?: { readonly all?: boolean }): readonly SubExpressionValue[]
  /** All errors that are to blame for an error: more than one where both sides of `||` or `&&` failed. */
  errors(): readonly CelError[]
  /** Where the value stands that decided this one, or that it was made from. */
  place<Place extends Spot>(world: World<Place>): Place | undefined
  /** Where the element of this index of a list stands, or the entry of this number of a map. */
  placeOf<Place extends Spot>(index: number, world: World<Place>): Place | undefined
  /** The expression as a part of another one that reads it as a variable; undefined when it took too many steps. */
  readonly trail: Trail | undefined
}

/** A static type: `int`, `list<T>`; type parameters are single capital letters; records know their fields. */
export interface StaticType {
  readonly name: string
  readonly args: readonly StaticType[]
  /** Of a declared record (`params`): anything else is "did you mean". */
  readonly fields?: Pick<ReadonlyMap<string, StaticType>, 'get' | 'keys'>
}

/**
 * A variable's type: that of another expression, CEL notation, a record of the fields that it has (anything else is "did you mean"), or a list. A record
 * is a map, unless it is an object of a named type: that has fields and nothing else, no index, no size, no keys.
 */
export type Declaration =
  | string
  | StaticType
  | { readonly fields: Readonly<Record<string, Declaration>>; readonly object?: string }
  | { readonly elements: Declaration }

/**
 * The environment of an API server: exactly what Kubernetes 1.<minor> knows, takes and answers. A new policy is checked one
 * version back, so that it keeps working when a server is rolled back: the caller says the minor version to check by.
 */
export interface KubernetesEnvironment {
  readonly minor: number
}

export interface CompileOptions {
  /** Names in scope. `object: 'dyn'`, `params: {fields: {pag: 'string'}}`, `inventory: 'Inventory'`. */
  readonly declarations: Readonly<Record<string, Declaration>>
  /** Types that the result may have; `dyn` always may. A mismatch is a `cel-type` problem. */
  readonly result?: readonly string[]
  /** Functions and types of the host program. Pass the same array each time: it is indexed once. */
  readonly extensions?: readonly Extension[]
  /** Functions that are defined in CEL, by name. Environments of Kubernetes have none. */
  readonly functions?: ReadonlyMap<string, DefinedFunction>
  /** What the expression is given with each evaluation, when it is the body of a function: names before all others. */
  readonly args?: DefinedFunction['args']
  /** Kubernetes' environment instead of policytest's own, which is CEL's specification with Kubernetes' functions. */
  readonly kubernetes?: KubernetesEnvironment | undefined
  /** CEL's parse-only mode: what the checker finds is an error when it is evaluated. Policies never use it. */
  readonly lenient?: boolean
}

export type Compiled = { readonly program: Program } | { readonly problems: readonly CelProblem[] }

/** What `inventory` is to an expression: type `Inventory`, methods list, get and where. */
export interface Inventory {
  /** Data of all resources of a type (globs allowed: `apps/v1/*`). */
  list(type: string): readonly unknown[]
  /** Data of one resource, or undefined. */
  get(type: string, namespace: string, name: string): unknown
  /**
   * Data of the resources whose field at the path (`metadata.namespace`, `targets[].id`) equals the value; indexed. An
   * error where some field is an unknown value.
   */
  where(type: string, path: string, value: unknown): readonly unknown[] | CelError
}
