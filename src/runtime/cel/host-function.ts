import { frozen } from '../frozen.js'
import type { CelFunction } from '../model/index.js'
import { parseType, type Type } from './check/type.js'
import { failure, isCelError } from './values/failure.js'
import { aTypeName, typeName } from './values/type-name.js'
import { CelMap, Double, Duration, double, int, isInt, isMap, Timestamp, Uint } from './values/values.js'
import { typeMistake } from './written-types.js'

/** A function that a program adds to the language, before it is one of its tables. */
export interface HostFunction {
  /** `isOwner`, `myorg.isOwner`, or of a method the last part. */
  readonly name: string
  /** In the notation of the tables: `myorg.isOwner(string, string): bool`. */
  readonly signature: string
  readonly returns: string
  readonly call: (...args: readonly unknown[]) => unknown
}

const written = /^\s*([A-Za-z_][\w.<>, ]*?)\s*\((.*)\)\s*:?\s*(\S.*?)\s*$/

/**
 * Reads a signature as an author writes it: `myorg.isOwner(string, string) bool`, with or without a colon; of a method
 * `string.isOwned(): bool`. Undefined where nothing is wrong; else what is.
 */
export function readSignature(text: string): Omit<HostFunction, 'call'> | { readonly mistake: string } {
  const [, head = '', params = '', returns = ''] = written.exec(text) ?? []
  if (head === '')
    return { mistake: `'${text}' is no signature: write it as myorg.isOwner(string, string): bool` }
  const receiver = head.slice(0, Math.max(0, head.lastIndexOf('.')))
  const isMethod = receiver !== '' && typeMistake(receiver, []) === undefined
  const name = isMethod ? head.slice(receiver.length + 1) : head
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name))
    return { mistake: `'${name}' is no name of a function` }
  const types = [...split(params), returns]
  const [wrong] = types.flatMap((type) => typeMistake(type, []) ?? [])
  if (wrong) return { mistake: `${wrong.message} in '${text}'${wrong.hint ? `: ${wrong.hint}` : ''}` }
  return { name, returns, signature: `${head}(${split(params).join(', ')}): ${returns}` }
}

/** Types between commas, but for those inside `<…>`. */
function split(params: string): string[] {
  return params.trim() === '' ? [] : params.split(/,(?![^<]*>)/).map((param) => param.trim())
}

/**
 * The function as an entry of the tables: its arguments are plain values of JavaScript, its result is checked by its
 * signature. What it throws is an error of the evaluation.
 */
export function hostFunction(
  { name, signature, returns, call }: HostFunction,
  about: Pick<CelFunction, 'doc' | 'examples'>,
): CelFunction {
  const type = parseType(returns)
  const overload = (...args: readonly unknown[]) => {
    try {
      return resultOf(name, type, call(...args.map(plainValue)))
    } catch (error) {
      return failure('invalid-argument', `${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { name, overloads: { [signature]: overload }, since: 'policytest', ...about }
}

/** A value of CEL as programs know it: numbers, dates, milliseconds, plain data. */
function plainValue(value: unknown): unknown {
  if (value instanceof Double) return value.$double
  if (value instanceof Uint) return int(value.$uint)
  if (value instanceof Timestamp) return new Date(Number(value.$epochNanos / 1_000_000n))
  if (value instanceof Duration) return Number(value.$nanos / 1_000_000n)
  if (Array.isArray(value)) {
    const items = value.map(plainValue)
    return frozen(items.some((item, i) => item !== value[i]) ? items : value)
  }
  if (!(value instanceof CelMap)) return frozen(value)
  return frozen(
    Object.fromEntries(
      [...value.$entries.values()].map(([key, member]) => [String(key), plainValue(member)]),
    ),
  )
}

/** What a function gave, as a value of the type that its signature says; a failure for anything else. */
function resultOf(name: string, { name: type, args }: Type, given: unknown): unknown {
  const wrong = () =>
    failure(
      'invalid-argument',
      `${name} gave ${given === undefined ? 'nothing' : aTypeName(given)}, not ${type}`,
    )
  if (given === undefined || isCelError(given)) return wrong()
  switch (type) {
    case 'int':
      return isInt(given) ? given : wrong()
    case 'uint':
      return isInt(given) && given >= 0 ? new Uint(BigInt(given)) : wrong()
    case 'double':
      return typeof given === 'number' ? double(given) : wrong()
    case 'google.protobuf.Timestamp':
      return given instanceof Date && !Number.isNaN(given.getTime())
        ? new Timestamp(BigInt(given.getTime()) * 1_000_000n)
        : wrong()
    case 'google.protobuf.Duration':
      return Number.isSafeInteger(given) ? new Duration(BigInt(given as number) * 1_000_000n) : wrong()
    case 'list': {
      if (!Array.isArray(given)) return wrong()
      const items = given.map((item) => resultOf(name, args[0] ?? { name: 'dyn', args: [] }, item))
      return items.find(isCelError) ?? items
    }
    case 'map':
      return isMap(given) ? dataOr(given, wrong) : wrong()
    case 'dyn':
      return dataOr(given, wrong)
    default:
      return typeName(given) === type ? given : wrong()
  }
}

/** Data as JSON has it: what a function gives of no stated type. */
function dataOr(given: unknown, wrong: () => unknown): unknown {
  if (given === null || ['string', 'boolean', 'bigint'].includes(typeof given)) return given
  if (typeof given === 'number') return Number.isFinite(given) ? given : wrong()
  if (Array.isArray(given)) return given.every((item) => isData(item)) ? given : wrong()
  return isMap(given) && Object.values(given).every(isData) ? given : wrong()
}

function isData(value: unknown): boolean {
  return !isCelError(dataOr(value, () => failure('unknown', '')))
}
