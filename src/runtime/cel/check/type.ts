import type { Declaration, StaticType } from '../api.js'

export type Type = StaticType

const simple = (name: string): Type => ({ name, args: [] })

/** The types that the checker itself speaks of. */
export const types = {
  dyn: simple('dyn'),
  bool: simple('bool'),
  int: simple('int'),
  uint: simple('uint'),
  double: simple('double'),
  string: simple('string'),
  bytes: simple('bytes'),
  null: simple('null_type'),
  timestamp: simple('google.protobuf.Timestamp'),
  duration: simple('google.protobuf.Duration'),
} as const

/** `list<element>`. */
export const listOf = (element: Type): Type => ({ name: 'list', args: [element] })
/** `map<key, value>`. */
export const mapOf = (key: Type, value: Type): Type => ({ name: 'map', args: [key, value] })
/** `optional_type<value>`. */
export const optionalOf = (value: Type): Type => ({ name: 'optional_type', args: [value] })
/** `type<of>`. */
export const typeOf = (of: Type): Type => ({ name: 'type', args: [of] })

const aliases: Readonly<Record<string, string>> = {
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  optional: 'optional_type',
  null: 'null_type',
}

const arity: Readonly<Record<string, number>> = { list: 1, map: 2, optional_type: 1, type: 1 }

/** Reads CEL type notation: `map<string, list<int>>`. Throws for a malformed one: those are ours, not the users'. */
export function parseType(text: string): Type {
  const tokens = text.match(/[\w.]+|[<>,]/g) ?? []
  let next = 0
  const read = (): Type => {
    const word = tokens[next++]
    if (!word || !/^\w/.test(word)) throw new Error(`malformed type '${text}'`)
    const name = aliases[word] ?? word
    const args: Type[] = []
    if (tokens[next] === '<') {
      do {
        next++
        args.push(read())
      } while (tokens[next] === ',')
      if (tokens[next++] !== '>') throw new Error(`malformed type '${text}'`)
    }
    while (args.length < (arity[name] ?? 0)) args.push(types.dyn)
    return { name, args }
  }
  const type = read()
  if (next !== tokens.length) throw new Error(`malformed type '${text}'`)
  return type
}

/** The type of a declaration. */
export function declaredType(declaration: Declaration): Type {
  if (typeof declaration === 'string') return parseType(declaration)
  if ('args' in declaration) return declaration
  if ('elements' in declaration) return { name: 'list', args: [declaredType(declaration.elements)] }
  const fields = Object.entries(declaration.fields).map(([name, of]) => [name, declaredType(of)] as const)
  if (declaration.object !== undefined) return { name: declaration.object, args: [], fields: new Map(fields) }
  return { name: 'map', args: [types.string, types.dyn], fields: new Map(fields) }
}

/** CEL notation of a type. */
export function formatType(type: Type): string {
  if (isParameter(type)) return 'dyn'
  const shown = type.name === 'optional_type' ? 'optional' : type.name
  if (type.args.length === 0) return shown
  if (type.name === 'type' && type.args[0]?.name === 'dyn') return shown
  return `${shown}<${type.args.map(formatType).join(', ')}>`
}

/** The type with `dyn` for all that an empty literal left open. */
export function settled(type: Type): Type {
  if (isParameter(type)) return types.dyn
  return type.args.length === 0 ? type : { ...type, args: type.args.map(settled) }
}

/** The type itself; `dyn` for the unknown element of an empty literal. */
export function known(type: Type | undefined): Type {
  return type === undefined || isParameter(type) ? types.dyn : type
}

/** Type parameters bound so far. */
export type Bindings = Map<string, Type>

/** A parameter of a signature, or a variable: a type that is not known yet. */
const isParameter = (type: Type): boolean => /^(?:[A-Z]$|\?)/.test(type.name)

/** Whether a value of type `actual` may go where `wanted` is asked for; `dyn` goes with everything. Binds parameters. */
export function assignable(wanted: Type, actual: Type, bindings: Bindings): boolean {
  if (isParameter(wanted)) {
    const bound = bindings.get(wanted.name)
    const joined = bound ? join(bound, actual) : actual
    if (!joined) return false
    bindings.set(wanted.name, joined)
    return true
  }
  if (wanted.name === 'dyn' || actual.name === 'dyn' || isParameter(actual)) return true
  if (wanted.name !== actual.name) return false
  return wanted.args.every((arg, i) => assignable(arg, actual.args[i] ?? types.dyn, bindings))
}

/** The type with its parameters replaced; unbound ones stay and go with everything. */
export function substitute(type: Type, bindings: Bindings): Type {
  if (isParameter(type)) return bindings.get(type.name) ?? type
  if (type.args.length === 0) return type
  return { name: type.name, args: type.args.map((arg) => substitute(arg, bindings)) }
}

/** The type of a value that is one or the other; undefined when the two have nothing in common. */
export function join(a: Type, b: Type): Type | undefined {
  if (a === b) return a
  if (isUnknown(a)) return isUnknown(b) ? types.dyn : a.name === 'dyn' ? a : b
  if (isUnknown(b)) return b.name === 'dyn' ? b : a
  if (a.name !== b.name) return undefined
  const args: Type[] = []
  for (const [i, arg] of a.args.entries()) {
    const joined = join(arg, b.args[i] ?? types.dyn)
    if (!joined) return undefined
    args.push(joined)
  }
  return { name: a.name, args }
}

/** `dyn`, or the parameter that stands for the element of an empty literal. */
function isUnknown(type: Type): boolean {
  return type.name === 'dyn' || isParameter(type)
}
