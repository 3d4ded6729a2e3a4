import { type Type, types } from '../type.js'

/**
 * How types go together where API servers check. A type that is not known yet, that of the elements of `[]`, is a
 * variable: what it is used for binds it, and what binds nothing is `dyn` in the end.
 */
export interface Relation {
  /** A new variable. */
  fresh(): Type
  /** Whether values of the types can stand for one another, position by position; binds variables only if so. */
  relate(left: readonly Type[], right: readonly Type[]): boolean
  /** The type as far as it is known. */
  resolve(type: Type): Type
  /** The type in the end: nothing is left to be bound. */
  settle(type: Type): Type
  /** Copies of types with their parameters replaced by new variables, the same for the same name. */
  instantiate(parametric: readonly Type[]): Type[]
  /** The more general of two types that go together. */
  general(left: Type, right: Type): Type
}

/** A relation in which no variable is bound. */
export function startRelation(): Relation {
  const bindings = new Map<string, Type>()
  const undo: (() => void)[] = []
  let variables = 0
  const fresh = (): Type => ({ name: `${variablePrefix}${variables++}`, args: [] })

  const bind = (variable: string, type: Type): void => {
    const before = bindings.get(variable)
    undo.push(() => (before ? bindings.set(variable, before) : bindings.delete(variable)))
    bindings.set(variable, type)
  }

  function relates(left: Type, right: Type): boolean {
    if (isVariable(right)) {
      const { valid, bound } = substitutes(left, right)
      if (valid || bound) return valid
    }
    if (isVariable(left)) return substitutes(right, left).valid
    if (left.name === 'dyn' || right.name === 'dyn') return true
    if (left.name === 'null_type') return isNullable(right)
    if (right.name === 'null_type') return isNullable(left)
    if (left.name !== right.name) return false
    // All types are values of one type.
    return left.name === 'type' || relatesAll(left.args, right.args)
  }

  function relatesAll(left: readonly Type[], right: readonly Type[]): boolean {
    return left.length === right.length && left.every((type, i) => relates(type, right[i] as Type))
  }

  /** Whether the type can stand for the variable, which may be bound already. */
  function substitutes(type: Type, variable: Type): { valid: boolean; bound: boolean } {
    if (isSame(type, variable)) return { valid: true, bound: true }
    const known = bindings.get(variable.name)
    if (!known) {
      const valid = isOutside(variable, type)
      if (valid) bind(variable.name, type)
      return { valid, bound: false }
    }
    if (isSame(type, known)) return { valid: true, bound: true }
    if (!relates(type, known)) return { valid: false, bound: true }
    const wider = general(type, known)
    if (isOutside(variable, wider)) bind(variable.name, wider)
    return { valid: true, bound: true }
  }

  /** Whether a variable is no part of a type: it cannot be bound to what holds it. */
  function isOutside(variable: Type, within: Type): boolean {
    if (isSame(variable, within)) return false
    const known = isVariable(within) ? bindings.get(within.name) : undefined
    if (known) return isOutside(variable, known)
    return within.args.every((arg) => isOutside(variable, arg))
  }

  function resolve(type: Type): Type {
    const known = bindings.get(type.name)
    if (known) return resolve(known)
    return type.args.length === 0 ? type : { ...type, args: type.args.map(resolve) }
  }

  return {
    fresh,
    resolve,
    general,
    relate(left, right) {
      undo.length = 0
      if (relatesAll(left, right)) return true
      while (undo.length > 0) undo.pop()?.()
      return false
    },
    settle: (type) => withoutVariables(resolve(type)),
    instantiate(parametric) {
      const names = new Map<string, Type>()
      const copy = (type: Type): Type => {
        if (isParameter(type)) {
          const variable = names.get(type.name) ?? fresh()
          names.set(type.name, variable)
          return variable
        }
        return type.args.length === 0 ? type : { ...type, args: type.args.map(copy) }
      }
      return parametric.map(copy)
    },
  }
}

/** No type of the language has such a name. */
const variablePrefix = '?'

/** Whether it is not known yet which type it is. */
export function isVariable(type: Type): boolean {
  return type.name.startsWith(variablePrefix)
}

function isParameter(type: Type): boolean {
  return /^[A-Z]$/.test(type.name)
}

/** Whether two types are one and the same. */
export function isSame(left: Type, right: Type): boolean {
  return (
    left.name === right.name &&
    left.args.length === right.args.length &&
    left.args.every((arg, i) => isSame(arg, right.args[i] as Type))
  )
}

const neverNull = new Set(['bool', 'bytes', 'double', 'int', 'string', 'uint', 'list', 'map', 'type'])

/** Whether null goes with it: with optionals, times and all that is opaque. */
function isNullable(type: Type): boolean {
  return !neverNull.has(type.name)
}

function general(left: Type, right: Type): Type {
  return isWider(left, right) ? left : right
}

function isWider(left: Type, right: Type): boolean {
  if (left.name === 'dyn' || isVariable(left)) return true
  if (right.name === 'dyn' || isVariable(right)) return false
  if (left.name !== right.name || left.args.length !== right.args.length) return false
  return left.name === 'type' || left.args.every((arg, i) => isWider(arg, right.args[i] as Type))
}

function withoutVariables(type: Type): Type {
  if (isVariable(type)) return types.dyn
  return type.args.length === 0 ? type : { ...type, args: type.args.map(withoutVariables) }
}
