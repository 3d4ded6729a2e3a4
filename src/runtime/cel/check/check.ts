import type { CelProblem } from '../api.js'
import { suggest } from '../suggest.js'
import type { Binary, Call, Ident, Node, Select } from '../syntax/ast.js'
import { type Macro, macroNames, macroOf } from '../syntax/macros.js'
import type { FunctionIndex, Overload } from './function-index.js'
import {
  assignable,
  type Bindings,
  formatType,
  join,
  known,
  listOf,
  mapOf,
  optionalOf,
  parseType,
  substitute,
  type Type,
  typeOf,
  types,
} from './type.js'

/** What a name or a call means. */
export type Meaning =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'type'; readonly name: string }
  /** Nothing that is known: compiled only in lenient mode, where it is an error when evaluated. */
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'macro'; readonly macro: Macro }
  /** `method`: the target is the first argument; otherwise the target is a namespace (`math`). */
  | { readonly kind: 'call'; readonly overloads: readonly Overload[]; readonly method: boolean }

export interface Checked {
  readonly problems: readonly CelProblem[]
  /** By node id. */
  readonly types: readonly (Type | undefined)[]
  readonly meanings: readonly (Meaning | undefined)[]
  readonly references: { readonly roots: ReadonlySet<string>; readonly fields: ReadonlySet<string> }
}

/** Names of types that are values: `type(x) == int`. */
const typeNames: ReadonlyMap<string, string> = new Map(
  [
    'bool',
    'int',
    'uint',
    'double',
    'string',
    'bytes',
    'list',
    'map',
    'null_type',
    'type',
    'optional_type',
    'google.protobuf.Timestamp',
    'google.protobuf.Duration',
    'net.IP',
    'net.CIDR',
    'kubernetes.Quantity',
    'kubernetes.URL',
    'kubernetes.Semver',
  ].map((name) => [name, name]),
)

type Scope = ReadonlyMap<string, Type>

/**
 * Types of all sub-expressions and meanings of all names. Collects every problem that it can find; after one, the
 * sub-expression counts as `dyn` so that it is not reported twice.
 *
 * The library's own checker is not used: it stops at the first problem, and it does not know two-variable macros,
 * variadic functions or `has({…}.a)`.
 */
export function check(
  root: Node,
  nodes: number,
  variables: ReadonlyMap<string, Type>,
  index: FunctionIndex,
): Checked {
  const problems: CelProblem[] = []
  const typed: (Type | undefined)[] = new Array(nodes)
  const meanings: (Meaning | undefined)[] = new Array(nodes)
  const roots = new Set<string>()
  const fields = new Set<string>()

  const report = (
    range: { start: number; end: number },
    message: string,
    more: { hint?: string } = {},
  ): Type => {
    problems.push({ code: 'cel-type', message, start: range.start, end: range.end, ...more })
    return broken
  }

  const visit = (node: Node, scope: Scope): Type => {
    const type = typeOfNode(node, scope)
    typed[node.id] = type
    return type
  }

  const typeOfNode = (node: Node, scope: Scope): Type => {
    switch (node.kind) {
      case 'literal':
        return literalType(node.value)
      case 'ident':
        return identType(node, scope)
      case 'select':
        return selectType(node, scope)
      case 'index':
        return indexType(visit(node.operand, scope), visit(node.index, scope), node)
      case 'call':
        return callType(node, scope)
      case 'list': {
        const elements = node.elements.map(({ value, optional }) => unwrap(visit(value, scope), optional))
        return listOf(joinAll(elements))
      }
      case 'map': {
        const keys = node.entries.map(({ key }) => {
          const type = visit(key, scope)
          if (!['dyn', 'int', 'uint', 'bool', 'string'].includes(type.name)) {
            report(key, `a map key cannot be of type ${formatType(type)}`, {
              hint: 'keys are of type int, uint, bool or string',
            })
          }
          return type
        })
        const values = node.entries.map(({ value, optional }) => unwrap(visit(value, scope), optional))
        return mapOf(joinAll(keys), joinAll(values))
      }
      case 'conditional': {
        expectBool(node.condition, scope, "the condition of '?:'")
        const then = visit(node.whenTrue, scope)
        const otherwise = visit(node.whenFalse, scope)
        return (
          join(then, otherwise) ??
          report(
            node,
            `the two branches of '?:' have different types: ${formatType(then)} and ${formatType(otherwise)}`,
            { hint: 'dyn(…) around one of them allows it' },
          )
        )
      }
      case 'and':
      case 'or':
        for (const operand of node.operands) {
          expectBool(operand, scope, `an operand of '${node.kind === 'and' ? '&&' : '||'}'`)
        }
        return types.bool
      case 'not':
        expectBool(node.operand, scope, "the operand of '!'")
        return types.bool
      case 'negate': {
        const type = visit(node.operand, scope)
        if (['int', 'double', 'dyn'].includes(type.name)) return type
        return report(node, `no operator '-' for ${formatType(type)}`)
      }
      case 'binary':
        return binaryType(node, visit(node.left, scope), visit(node.right, scope))
    }
  }

  const expectBool = (node: Node, scope: Scope, what: string): void => {
    const type = visit(node, scope)
    if (type.name !== 'bool' && type.name !== 'dyn') {
      report(node, `${what} must be a bool, not ${formatType(type)}`)
    }
  }

  const identType = (node: Ident, scope: Scope): Type => {
    const local = node.absolute ? undefined : scope.get(node.name)
    if (local) {
      meanings[node.id] = { kind: 'local', name: node.name }
      return local
    }
    const global = globalType(node, node.name)
    if (global) return global
    meanings[node.id] = { kind: 'unknown', message: `unknown variable '${node.name}'` }
    if (node.name === 'authorizer') return report(node, ...offline)
    return report(
      node,
      `unknown variable '${node.name}'`,
      suggest(node.name, [...scope.keys(), ...variables.keys(), ...typeNames.keys()]),
    )
  }

  const globalType = (node: Node, name: string): Type | undefined => {
    const declared = variables.get(name)
    if (declared) {
      roots.add(name)
      meanings[node.id] = { kind: 'variable', name }
      return declared
    }
    if (!typeNames.has(name)) return undefined
    meanings[node.id] = { kind: 'type', name }
    return typeOf(parseType(name))
  }

  const selectType = (node: Select, scope: Scope): Type => {
    const path = pathOf(node)
    if (path !== undefined && (path.absolute || !scope.has(path.root)) && !node.optional) {
      const global = globalType(node, path.text)
      if (global) return global
    }
    const operand = visit(node.operand, scope)
    if (node.operand.kind === 'ident' && meanings[node.operand.id]?.kind === 'variable') {
      fields.add(`${node.operand.name}.${node.field}`)
    }
    const type = fieldType(operand, node)
    return node.optional && type.name !== 'optional_type' ? optionalOf(type) : type
  }

  const fieldType = (operand: Type, node: Select): Type => {
    if (operand.name === 'optional_type') {
      const inner = fieldType(known(operand.args[0]), node)
      return inner.name === 'optional_type' ? inner : optionalOf(inner)
    }
    if (operand.fields) {
      return knownField(operand, node.field, node, { start: node.fieldStart, end: node.end })
    }
    if (operand.name === 'map') return known(operand.args[1])
    if (operand.name === 'dyn') return operand
    return report(node, `a value of type ${formatType(operand)} has no fields`)
  }

  const knownField = (
    record: Type,
    name: string,
    node: Node & { kind: 'select' | 'index' },
    range: { start: number; end: number },
  ): Type => {
    const type = record.fields?.get(name)
    if (type) return type
    const what = node.operand.kind === 'ident' ? rootNoun(node.operand.name) : 'field'
    return report(range, `unknown ${what} '${name}'`, suggest(name, record.fields?.keys() ?? []))
  }

  const indexType = (operand: Type, key: Type, node: Node & { kind: 'index' }): Type => {
    if (operand.name === 'optional_type') {
      const inner = indexType(known(operand.args[0]), key, node)
      return inner.name === 'optional_type' ? inner : optionalOf(inner)
    }
    const wrap = (type: Type): Type => (node.optional ? optionalOf(type) : type)
    if (operand.name === 'list') {
      if (['int', 'uint', 'double', 'dyn'].includes(key.name)) return wrap(known(operand.args[0]))
      return report(node.index, `a list is indexed by int, not by ${formatType(key)}`)
    }
    if (operand.name === 'map') {
      if (!operand.fields || node.index.kind !== 'literal') return wrap(known(operand.args[1]))
      return wrap(knownField(operand, String(node.index.value), node, node.index))
    }
    if (operand.name === 'dyn') return wrap(types.dyn)
    return report(node, `a value of type ${formatType(operand)} cannot be indexed`)
  }

  const callType = (node: Call, scope: Scope): Type => {
    const macro = macroOf(node)
    if (macro) {
      meanings[node.id] = { kind: 'macro', macro }
      return macroType(node, macro, scope)
    }
    const namespace = node.target && pathOf(node.target)
    if (namespace && (namespace.absolute || !scope.has(namespace.root)) && !variables.has(namespace.root)) {
      const qualified = `${namespace.text}.${node.name}`
      const overloads = index.functions.get(qualified)
      if (overloads) return overloadType(node, overloads, false, scope)
      if ([...index.functions.keys()].some((name) => name.startsWith(`${namespace.text}.`))) {
        for (const arg of node.args) visit(arg, scope)
        return unknownFunction(node, qualified, index.functions.keys())
      }
    }
    const overloads = (node.target ? index.methods : index.functions).get(node.name)
    if (overloads) return overloadType(node, overloads, node.target !== undefined, scope)
    const target = node.target && visit(node.target, scope)
    for (const arg of node.args) visit(arg, scope)
    meanings[node.id] = { kind: 'unknown', message: `unknown function '${node.name}'` }
    if (target === broken) return broken
    return unknownFunction(node, node.name, [
      ...(target ? methodsOf(target) : index.functions.keys()),
      ...macroNames,
    ])
  }

  const methodsOf = (receiver: Type): string[] =>
    [...index.methods.entries()].flatMap(([name, overloads]) =>
      overloads.some(({ receiver: of }) => of && assignable(of, receiver, new Map())) ? [name] : [],
    )

  const unknownFunction = (node: Call, name: string, known: Iterable<string>): Type => {
    const range = { start: node.target && name.includes('.') ? node.start : node.nameStart, end: 0 }
    range.end = node.nameStart + node.name.length
    meanings[node.id] = { kind: 'unknown', message: `unknown function '${name}'` }
    if (macroNames.includes(node.name)) {
      return report(node, `'${node.name}' is not called with ${count(node.args.length, 'argument')}`)
    }
    const kind = node.target ? 'method' : 'function'
    return report(range, `unknown ${name.includes('.') ? 'function' : kind} '${name}'`, suggest(name, known))
  }

  const overloadType = (node: Call, overloads: readonly Overload[], method: boolean, scope: Scope): Type => {
    const receiver = method && node.target ? visit(node.target, scope) : undefined
    const args = node.args.map((arg) => visit(arg, scope))
    const matching: Overload[] = []
    let result: Type | undefined
    for (const overload of overloads) {
      const bindings: Bindings = new Map()
      if (!accepts(overload, receiver, args, bindings)) continue
      matching.push(overload)
      const returns = substitute(overload.returns, bindings)
      result = result ? (join(result, returns) ?? types.dyn) : returns
    }
    meanings[node.id] = { kind: 'call', overloads: matching.length > 0 ? matching : overloads, method }
    if (result) return known(result)
    const shown = `${receiver ? `${formatType(receiver)}.` : ''}${overloads[0]?.of.name}(${args.map(formatType).join(', ')})`
    return report(node, `no such function: ${shown}`, {
      hint: `there is ${overloads.map((overload) => overload.signature).join(', ')}`,
    })
  }

  const macroType = (node: Call, macro: Macro, scope: Scope): Type => {
    if (macro.kind === 'has') {
      const arg = node.args[0] as Node
      visit(arg, scope)
      if (arg.kind !== 'select') report(arg, 'has() takes a field selection: has(object.field)')
      return types.bool
    }
    if (macro.kind === 'bind') {
      const [name, value, body] = node.args as [Node, Node, Node]
      const type = visit(value, scope)
      return visit(body, bindVariables([name], [type], scope))
    }
    const range = visit(node.target as Node, scope)
    const names = node.args.slice(0, macro.variables)
    const inner = bindVariables(names, elementTypes(range, macro, node), scope)
    const body = node.args.slice(macro.variables)
    const bool = (at: number): void => expectBool(body[at] as Node, inner, `the condition of ${node.name}()`)
    switch (macro.kind) {
      case 'all':
      case 'exists':
      case 'existsOne':
        bool(0)
        return types.bool
      case 'filter':
        bool(0)
        return listOf(range.name === 'list' ? known(range.args[0]) : known(range.args[0]))
      case 'map':
        if (body.length === 2) bool(0)
        return listOf(visit(body.at(-1) as Node, inner))
      case 'transformMap':
        if (body.length === 2) bool(0)
        return mapOf(
          range.name === 'map' ? known(range.args[0]) : range.name === 'list' ? types.int : types.dyn,
          visit(body.at(-1) as Node, inner),
        )
      case 'transformMapEntry': {
        if (body.length === 2) bool(0)
        const entry = visit(body.at(-1) as Node, inner)
        if (entry.name !== 'map' && entry.name !== 'dyn') {
          return report(body.at(-1) as Node, `transformMapEntry() makes a map, not ${formatType(entry)}`)
        }
        return entry
      }
      case 'sortBy':
        visit(body[0] as Node, inner)
        return listOf(known(range.args[0]))
      case 'optMap':
        return optionalOf(visit(body[0] as Node, inner))
      case 'optFlatMap': {
        const type = visit(body[0] as Node, inner)
        if (type.name !== 'optional_type' && type.name !== 'dyn') {
          return report(body[0] as Node, `optFlatMap() makes an optional, not ${formatType(type)}`)
        }
        return type
      }
    }
  }

  const elementTypes = (range: Type, macro: Macro, node: Call): Type[] => {
    if (macro.kind === 'optMap' || macro.kind === 'optFlatMap') {
      if (range.name === 'optional_type') return [known(range.args[0])]
      if (range.name !== 'dyn')
        report(node.target as Node, `${node.name}() is for optionals, not ${formatType(range)}`)
      return [types.dyn]
    }
    const two = 'variables' in macro && macro.variables === 2
    if (range.name === 'list') return two ? [types.int, known(range.args[0])] : [known(range.args[0])]
    if (range.name === 'map') return two ? range.args.map(known) : [known(range.args[0])]
    if (range.name !== 'dyn') {
      report(node.target as Node, `${node.name}() goes over a list or a map, not over ${formatType(range)}`)
    }
    return [types.dyn, types.dyn]
  }

  const bindVariables = (names: readonly Node[], of: readonly Type[], scope: Scope): Scope => {
    const inner = new Map(scope)
    for (const [i, name] of names.entries()) {
      if (name.kind === 'ident') inner.set(name.name, of[i] ?? types.dyn)
      else report(name, 'a macro variable must be a plain name')
    }
    const [first, second] = names
    if (first?.kind === 'ident' && second?.kind === 'ident' && first.name === second.name) {
      report(second, `the two variables must have different names`)
    }
    return inner
  }

  const unwrap = (type: Type, optional: boolean): Type =>
    optional && type.name === 'optional_type' ? known(type.args[0]) : type

  const binaryType = (node: Binary, left: Type, right: Type): Type =>
    operatorType(node.operator, left, right) ??
    report(node, `no operator '${node.operator}' for ${formatType(left)} and ${formatType(right)}`, {
      ...(node.operator === '==' || node.operator === '!='
        ? { hint: 'values of different types are never equal' }
        : {}),
    })

  visit(root, new Map())
  problems.sort((a, b) => a.start - b.start || a.end - b.end)
  return { problems, types: typed, meanings, references: { roots, fields } }
}

/** The type of what was reported: like `dyn`, but nothing that is built on it is reported again. */
const broken: Type = { name: 'dyn', args: [] }

/** How a root's fields are called in messages: `params.x` is a parameter. */
function rootNoun(root: string): string {
  return root === 'params' ? 'parameter' : root === 'variables' ? 'variable' : 'field'
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

function accepts(
  overload: Overload,
  receiver: Type | undefined,
  args: readonly Type[],
  bindings: Bindings,
): boolean {
  const { params, variadic } = overload
  if (variadic ? args.length < params.length : args.length !== params.length) return false
  if (receiver && overload.receiver && !assignable(overload.receiver, receiver, bindings)) return false
  return args.every((arg, i) =>
    assignable(params[Math.min(i, params.length - 1)] ?? types.dyn, arg, bindings),
  )
}

function joinAll(all: readonly Type[]): Type {
  if (all.length === 0) return { name: 'T', args: [] }
  return all.reduce((a, b) => join(a, b) ?? types.dyn)
}

interface Path {
  readonly root: string
  readonly text: string
  /** Written with a leading dot. */
  readonly absolute: boolean
}

const offline = [
  'authorizer needs a live API server',
  { hint: 'policytest judges exports offline: leave such rules to the cluster' },
] as const

/** `a.b.c` as text with its root, when the node is nothing but names. */
function pathOf(node: Node): Path | undefined {
  if (node.kind === 'ident') return { root: node.name, text: node.name, absolute: node.absolute ?? false }
  if (node.kind !== 'select' || node.optional) return undefined
  const operand = pathOf(node.operand)
  return operand && { ...operand, text: `${operand.text}.${node.field}` }
}

function literalType(value: unknown): Type {
  if (value === null) return types.null
  switch (typeof value) {
    case 'string':
      return types.string
    case 'boolean':
      return types.bool
    case 'bigint':
      return types.int
    case 'number':
      return Number.isSafeInteger(value) ? types.int : types.double
  }
  if (value instanceof Uint8Array) return types.bytes
  return value && typeof value === 'object' && '$uint' in value ? types.uint : types.double
}

const numbers = ['int', 'uint', 'double']
const ordered = [...numbers, 'bool', 'string', 'bytes', types.timestamp.name, types.duration.name]

function operatorType(operator: Binary['operator'], left: Type, right: Type): Type | undefined {
  const dyn = left.name === 'dyn' || right.name === 'dyn'
  const [l, r] = [left.name, right.name]
  switch (operator) {
    case '==':
    case '!=':
      return join(left, right) || l === 'null_type' || r === 'null_type' ? types.bool : undefined
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const orderable = (type: Type): boolean => type.name === 'dyn' || ordered.includes(type.name)
      if (!orderable(left) || !orderable(right)) return undefined
      return dyn || l === r || (numbers.includes(l) && numbers.includes(r)) ? types.bool : undefined
    }
    case 'in': {
      if (r === 'dyn') return types.bool
      if (r !== 'list' && r !== 'map') return undefined
      const element = known(right.args[0])
      if (join(left, element)) return types.bool
      return numbers.includes(l) && numbers.includes(element.name) && r === 'map' ? types.bool : undefined
    }
    default:
      return arithmeticType(operator, left, right)
  }
}

function arithmeticType(operator: string, left: Type, right: Type): Type | undefined {
  const [l, r] = [left.name, right.name]
  const { timestamp, duration } = types
  if (l === 'dyn' && r === 'dyn') return types.dyn
  if (operator === '+' && (l === timestamp.name || r === timestamp.name)) {
    return [l, r].includes(duration.name) || [l, r].includes('dyn') ? timestamp : undefined
  }
  if (operator === '-' && l === timestamp.name) {
    if (r === timestamp.name) return duration
    return r === duration.name ? timestamp : r === 'dyn' ? types.dyn : undefined
  }
  if (l === 'dyn' || r === 'dyn') {
    const known = l === 'dyn' ? right : left
    if (known.name === duration.name) return operator === '+' || operator === '-' ? types.dyn : undefined
    if (known.name === timestamp.name) return operator === '-' ? types.duration : undefined
    if (known.name === 'list') return operator === '+' ? listOf(types.dyn) : undefined
    return operatorHas(operator, known.name) ? known : undefined
  }
  if (l !== r) return undefined
  if (l === duration.name) return operator === '+' || operator === '-' ? duration : undefined
  if (l === 'list')
    return operator === '+'
      ? listOf(join(left.args[0] as Type, right.args[0] as Type) ?? types.dyn)
      : undefined
  return operatorHas(operator, l) ? left : undefined
}

function operatorHas(operator: string, name: string): boolean {
  if (name === 'int' || name === 'uint') return true
  if (name === 'double') return operator !== '%'
  return operator === '+' && (name === 'string' || name === 'bytes' || name === 'list')
}
