import type { SubExpressionValue } from '../../model/index.js'
import type { Program, Scope } from '../api.js'
import type { Checked, Meaning } from '../check/inspection.js'
import { scopeOf } from '../evaluation/defined.js'
import { childrenOf, type Node } from '../syntax/ast.js'
import { macroOf } from '../syntax/macros.js'
import { Failure } from '../values/failure.js'
import { formatValue } from '../values/format-value.js'
import { isMap } from '../values/values.js'
import { perNode } from './per-node.js'
import { placeOf, placeOfElement } from './place.js'
import { recordSteps, type Tell } from './steps.js'
import type { Step } from './trail.js'

type Traced = (scope: Scope, budget: undefined, args: readonly unknown[], trace: Tell) => unknown

/** The values of sub-expressions by id, and which of them are calls of defined functions. */
type Values = ReadonlyMap<number, unknown> & { readonly called: ReadonlySet<number> }

/**
 * The program that records the value of every sub-expression: it shows the smallest set that tells why the result is what it
 * is, like a power assertion, and where that stands. Built on first use, because only failures need it.
 */
export function tracer(
  source: string,
  root: Node,
  { meanings }: Checked,
  build: () => Traced | undefined,
): Program['trace'] {
  let run: Traced | undefined
  return (scope, given = []) => {
    run ??= build()
    const values = Object.assign(new Map<number, unknown>(), { called: new Set<number>() })
    const recording = recordSteps(root, (call, args) => bodyOf(meanings[call.id], scope, args))
    const value = run?.(scope, undefined, given, (id, value, args) => {
      if (id >= 0) values.set(id, value)
      if (args) values.called.add(id)
      recording.tell(id, value, args)
    })
    const steps = recording.steps()
    const trail = steps && { node: root, steps, locals: new Map() }
    return {
      value,
      explain: ({ all = false } = {}) => shown(source, root, values, all),
      errors: () => (value instanceof Failure ? errorsOf(root, values, value) : []),
      place: (world) => trail && placeOf(trail, world),
      placeOf: (index, world) => trail && placeOfElement(trail, index, world),
      trail,
    }
  }
}

/** How a defined function comes to its value: traced when somebody asks. */
function bodyOf(meaning: Meaning | undefined, scope: Scope, args: readonly unknown[]): Step['body'] {
  const defined = meaning?.kind === 'call' ? meaning.overloads[0]?.defines : undefined
  if (!defined) return undefined
  let body: ReturnType<NonNullable<Step['body']>> | undefined
  return () => {
    body ??= {
      trail: defined.program?.trace(scopeOf(scope, defined.home), args).trail,
      home: defined.home,
      args: defined.args.map(({ name }) => name),
    }
    return body
  }
}

function shown(source: string, root: Node, values: Values, all: boolean): readonly SubExpressionValue[] {
  const text = (node: Node) => source.slice(node.start, node.end)
  const found = new Map<string, SubExpressionValue>()
  for (const node of all ? everything(root, values) : decisive(root, values)) {
    const element = all ? undefined : decidingElement(node, values)
    const expression = element ? element.name : text(node)
    const value = element ? `${text(element.list)}[${element.index}]` : shownValue(values.get(node.id))
    if (!found.has(expression)) found.set(expression, { expression, offset: node.start, value })
  }
  return [...found.values()]
}

function shownValue(value: unknown): string {
  return value instanceof Failure ? `error: ${value.message}` : formatValue(value)
}

/** The errors of all operands, where a chain of `&&` or `||` failed because more than one did; otherwise the error itself. */
function errorsOf(root: Node, values: Values, error: Failure): readonly Failure[] {
  const errors = failuresIn(root, values)
  return errors.length > 1 ? errors : [error]
}

function failuresIn(node: Node, values: Values): readonly Failure[] {
  const value = values.get(node.id)
  if (value !== undefined && !(value instanceof Failure)) return []
  if (node.kind !== 'and' && node.kind !== 'or')
    return childrenOf(node).flatMap((child) => failuresIn(child, values))
  return node.operands.flatMap((operand) => {
    const own = values.get(operand.id)
    const inside = failuresIn(operand, values)
    return inside.length > 0 || !(own instanceof Failure) ? inside : [own]
  })
}

/** The operands of a chain that failed, when several did. */
function failedOperands(node: Node & { kind: 'and' | 'or' }, values: Values): readonly Node[] {
  const result = values.get(node.id)
  if (result !== undefined && !(result instanceof Failure)) return []
  const failed = node.operands.filter((operand) => values.get(operand.id) instanceof Failure)
  return failed.length > 1 ? failed : []
}

/** Every sub-expression that has a value, an expression before its parts; a bare `object` says nothing. */
function everything(node: Node, values: Values): readonly Node[] {
  const parts = childrenOf(node).flatMap((child) => everything(child, values))
  const isShown = node.kind !== 'literal' && values.has(node.id)
  return isShown && !(node.kind === 'ident' && isMap(values.get(node.id))) ? [node, ...parts] : parts
}

/** The sub-expressions that decided the value of a node, in source order. */
function decisive(node: Node, values: Values): readonly Node[] {
  switch (node.kind) {
    case 'literal':
      return []
    case 'and':
    case 'or': {
      const failed = failedOperands(node, values)
      const operands = failed.length > 0 ? failed : decisiveOperands(node, values)
      return operands.flatMap((operand) => [
        ...(failed.length > 0 ? [operand] : []),
        ...decisive(operand, values),
      ])
    }
    case 'conditional': {
      const taken = [node.whenTrue, node.whenFalse].filter(
        (branch) => values.has(branch.id) || branch.kind === 'literal',
      )
      return [node.condition, ...(taken.length === 1 ? taken : [])].flatMap((part) => decisive(part, values))
    }
    case 'ident':
    case 'select':
    case 'index':
      return path(node, values)
    case 'call':
      if (macroOf(node)?.kind === 'has') return recorded(node, values)
      return decidingElement(node, values) ? [node, ...operation(node, values)] : operation(node, values)
    default:
      return operation(node, values)
  }
}

/** The element that decided `all` or `exists`, when it is an object of a list: the one that the macro stopped at. */
function decidingElement(
  node: Node,
  values: Values,
): { readonly name: string; readonly list: Node; readonly index: number } | undefined {
  if (node.kind !== 'call' || !node.target) return undefined
  const macro = macroOf(node)
  const stops = macro?.kind === 'all' ? false : macro?.kind === 'exists' ? true : undefined
  if (stops === undefined || values.get(node.id) !== stops || node.args.length !== 2) return undefined
  const [variable] = node.args as [Node, Node]
  const list = values.get(node.target.id)
  if (variable.kind !== 'ident' || !Array.isArray(list)) return undefined
  const use = usesOfVariable(node).find(({ id }) => values.has(id))
  const element = use && values.get(use.id)
  if (typeof element !== 'object' || element === null) return undefined
  const index = list.indexOf(element)
  return index < 0 ? undefined : { name: variable.name, list: node.target, index }
}

/** Where the variable of a loop is read in its body. */
const usesOfVariable = perNode((loop): readonly Node[] => {
  const [variable, body] = loop.kind === 'call' ? loop.args : []
  return variable?.kind === 'ident' && body ? uses(body, variable.name) : []
})

function uses(node: Node, name: string): readonly Node[] {
  if (node.kind === 'ident') return node.name === name ? [node] : []
  return childrenOf(node).flatMap((child) => uses(child, name))
}

/** What decided a chain: its true operands when `||` is true, its false ones when `&&` is false, else all. */
function decisiveOperands(node: Node & { kind: 'and' | 'or' }, values: Values): readonly Node[] {
  const deciding = node.kind === 'or'
  const chosen = node.operands.filter((operand) => values.get(operand.id) === deciding)
  const result = values.get(node.id)
  return result === deciding && chosen.length > 0 ? chosen : node.operands
}

/** A comparison or call: its parts when they say enough, itself when it makes something of them, or has a name of its own. */
function operation(node: Node, values: Values): readonly Node[] {
  const parts = operandsOf(node).flatMap((child) => decisive(child, values))
  if (node.kind === 'list' || node.kind === 'map') return parts
  const isNamed = values.called.has(node.id)
  const says = isNamed || typeof values.get(node.id) !== 'boolean' || parts.length === 0
  return says ? [...recorded(node, values), ...parts] : parts
}

/** The parts of a node; of a chain such as `a + b + c` all of its operands, not its halves. */
function operandsOf(node: Node): readonly Node[] {
  if (node.kind !== 'binary') return childrenOf(node)
  const { left, operator } = node
  const first = left.kind === 'binary' && left.operator === operator ? operandsOf(left) : [left]
  return [...first, node.right]
}

/** `object.rules[i].port`: the value at its end, and what its index was. */
function path(node: Node, values: Values): readonly Node[] {
  let indexes: Node[] = []
  let part: Node = node
  while (part.kind === 'select' || part.kind === 'index') {
    if (part.kind === 'index') indexes = [...decisive(part.index, values), ...indexes]
    part = part.operand
  }
  const base = part.kind === 'ident' || part.kind === 'literal' ? [] : decisive(part, values)
  return [...(isTelling(values.get(node.id)) ? recorded(node, values) : []), ...base, ...indexes]
}

/** Large lists and maps say nothing at a glance, nor do values of the host program; what is looked up in them does. */
function isTelling(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= 12 && value.every((element) => typeof element !== 'object')
  return !isMap(value) && !(typeof value === 'object' && value !== null && formatValue(value).startsWith('<'))
}

function recorded(node: Node, values: Values): readonly Node[] {
  const value = values.get(node.id)
  return value === undefined || value instanceof Failure || !isTelling(value) ? [] : [node]
}
