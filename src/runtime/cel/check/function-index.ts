import { parseType, type Type } from './type.js'

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
  /** One or two sentences for docs/reference/functions.md. */
  readonly doc: string
  /** Kubernetes version that brought it, `base`, or `policytest` for our own. */
  readonly since: string
  /** Expression and its value as a CEL literal, or `error: …`; a test runs each. */
  readonly examples: readonly (readonly [expression: string, value: string])[]
  /**
   * Called once, when the expression is compiled, with the arguments that are literals (others undefined). May return
   * a faster implementation, or a failure: a mistake in a literal is a mistake in the policy.
   */
  readonly prepare?: (args: readonly unknown[]) => ((...args: never[]) => unknown) | undefined | object
  /** With literal arguments only, it is called at compile time, and its failure is a mistake in the policy. */
  readonly constant?: boolean
}

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

/** One signature of a function, read. */
export interface Overload {
  readonly of: CelFunction
  readonly signature: string
  readonly receiver?: Type
  /** Without the receiver. */
  readonly params: readonly Type[]
  readonly variadic: boolean
  readonly returns: Type
  readonly call: (...args: never[]) => unknown
}

/** The overloads of all functions, by name. */
export interface FunctionIndex {
  readonly methods: ReadonlyMap<string, readonly Overload[]>
  readonly functions: ReadonlyMap<string, readonly Overload[]>
}

/** Reads every signature of the table. Throws for a malformed one: those are ours, not the users'. */
export function indexFunctions(table: readonly CelFunction[]): FunctionIndex {
  const methods = new Map<string, Overload[]>()
  const functions = new Map<string, Overload[]>()
  for (const of of table) {
    for (const [signature, call] of Object.entries(of.overloads)) {
      const overload = parseSignature(of, signature, call)
      const map = overload.receiver ? methods : functions
      const known = map.get(of.name)
      if (known) known.push(overload)
      else map.set(of.name, [overload])
    }
  }
  return { methods, functions }
}

function parseSignature(of: CelFunction, signature: string, call: Overload['call']): Overload {
  const open = signature.indexOf('(')
  const close = signature.lastIndexOf('): ')
  const head = signature.slice(0, open)
  if (open < 0 || close < 0) throw new Error(`malformed signature '${signature}'`)
  const params = splitTypes(signature.slice(open + 1, close))
  const variadic = params.at(-1)?.endsWith('...') ?? false
  const read = {
    of,
    signature,
    params: params.map((param) => parseType(param.replace('...', ''))),
    variadic,
    returns: parseType(signature.slice(close + 3)),
    call,
  }
  if (head === of.name) return read
  if (!head.endsWith(`.${of.name}`)) throw new Error(`signature '${signature}' is not of '${of.name}'`)
  return { ...read, receiver: parseType(head.slice(0, -of.name.length - 1)) }
}

function splitTypes(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    const c = text[i]
    if (c === '<') depth++
    else if (c === '>') depth--
    else if ((c === ',' && depth === 0) || c === undefined) {
      const part = text.slice(from, i).trim()
      if (part) parts.push(part)
      from = i + 1
    }
  }
  return parts
}
