import type { BuiltIn } from '../functions/built-in.js'
import { parseType, type Type } from './type.js'

/** One signature of a function, read. */
export interface Overload {
  readonly of: BuiltIn
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
export function indexFunctions(table: readonly BuiltIn[]): FunctionIndex {
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

function parseSignature(of: BuiltIn, signature: string, call: Overload['call']): Overload {
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
