import { hostFunction, readSignature } from '../runtime/cel/index.js'
import { inputError } from '../runtime/input-error.js'
import type { CelFunction } from '../runtime/model/index.js'

/** A type in CEL notation as programs know it; what is not known better is anything. */
type Value<T extends string> = T extends 'string'
  ? string
  : T extends 'bool'
    ? boolean
    : T extends 'int' | 'uint'
      ? number | bigint
      : T extends 'double' | 'duration'
        ? number
        : T extends 'timestamp'
          ? Date
          : T extends `list<${infer Item}>`
            ? readonly Value<Item>[]
            : // biome-ignore lint/suspicious/noExplicitAny: data of exports, which nobody knows
              any

type Values<Params extends string> = Params extends ''
  ? []
  : Params extends `${string}<${string},${string}`
    ? // biome-ignore lint/suspicious/noExplicitAny: a comma inside <…> is not read
      any[]
    : Params extends `${infer First},${infer Rest}`
      ? [Value<Trim<First>>, ...Values<Trim<Rest>>]
      : [Value<Trim<Params>>]

type Trim<T extends string> = T extends ` ${infer Rest}` | `${infer Rest} ` ? Trim<Rest> : T

/** What a method is called on comes first. */
type Receiver<Head extends string> = Head extends `${infer Type extends TypeName}.${string}`
  ? [Value<Type>]
  : []
type TypeName =
  | 'string'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'timestamp'
  | 'duration'
  | 'dyn'
  | `list<${string}>`

/** The function that a signature asks for: arguments and result in the types of JavaScript. */
export type FunctionOf<Signature extends string> =
  Signature extends `${infer Head}(${infer Params})${infer Result}`
    ? (
        ...args: [...Receiver<Trim<Head>>, ...Values<Trim<Params>>]
      ) => Value<Trim<Result extends `:${infer R}` ? R : Result>>
    : never

/** What authors of policies are told of a function. */
export interface FunctionNotes {
  /** One or two sentences. */
  readonly doc: string
  /** Expression and its value as a CEL literal, or `error: …`: `policytest lint` tries each. */
  readonly examples?: readonly (readonly [expression: string, value: string])[]
}

/**
 * A CEL function in TypeScript, for the `functions` of a platform. It is called with values of just the types that its
 * signature says: `int` is a number (a bigint beyond 2^53), `timestamp` a Date, `duration` milliseconds, everything else as
 * JSON has it, frozen. A result that does not fit the signature, and whatever it throws, is an error of the evaluation.
 * @param signature `myorg.isOwner(string, string): bool`; what comes before the dot is part of the name, unless it is a type,
 * as in `string.isOwned(): bool`, which is a method
 * @throws InputError for a signature that cannot be read
 */
export function fn<const Signature extends string>(
  signature: Signature,
  { doc, examples = [] }: FunctionNotes,
  implementation: FunctionOf<Signature>,
): CelFunction {
  const read = readSignature(signature)
  if ('mistake' in read) throw inputError('config-code', read.mistake)
  const call = implementation as (...args: readonly unknown[]) => unknown
  return hostFunction({ ...read, call }, { doc, examples })
}
