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

/** The values of sub-expressions. */
interface Values {
  /** By the id of the node; undefined for what failed or was not evaluated. */
  readonly of: readonly unknown[]
  /** The ids of calls of defined functions. */
  readonly called: ReadonlySet<number>
}

const noneCalled: ReadonlySet<number> = new Set()

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
    const of: unknown[] = []
    let called: Set<number> | undefined
    const recording = recordSteps(root, (call, args) => bodyOf(meanings[call.id], scope, args))
    const value = run?.(scope, undefined, given, (id, value, args) => {
      if (id >= 0) of[id] = value
      if (args) called = (called ?? new Set()).add(id)
      recording.tell(id, value, args)
    })
    const values: Values = { of, called: called ?? noneCalled }
    const steps = recording.steps()
    const trail = steps && { node: root, steps, locals: new Map(), turns: new Map() }
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
  const nodes: Node[] = []
  if (all) everything(root, values, nodes)
  else decide(root, values, nodes)
  for (const node of nodes) {
    const element = all ? undefined : decidingElement(node, values)
    const expression = element ? element.name : text(node)
    const value = element ? `${text(element.list)}[${element.index}]` : shownValue(values.of[node.id])
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
  const value = values.of[node.id]
  if (value !== undefined && !(value instanceof Failure)) return []
  if (node.kind !== 'and' && node.kind !== 'or')
    return childrenOf(node).flatMap((child) => failuresIn(child, values))
  return node.operands.flatMap((operand) => {
    const own = values.of[operand.id]
    const inside = failuresIn(operand, values)
    return inside.length > 0 || !(own instanceof Failure) ? inside : [own]
  })
}

/** The operands of a chain that failed, when several did. */
function failedOperands(node: Node & { kind: 'and' | 'or' }, values: Values): readonly Node[] {
  const result = values.of[node.id]
  if (result !== undefined && !(result instanceof Failure)) return []
  const failed = node.operands.filter((operand) => values.of[operand.id] instanceof Failure)
  return failed.length > 1 ? failed : []
}

/** Every sub-expression that has a value, an expression before its parts; a bare `object` says nothing. */
function everything(node: Node, values: Values, into: Node[]): void {
  const value = values.of[node.id]
  const isShown = node.kind !== 'literal' && value !== undefined
  if (isShown && !(node.kind === 'ident' && isMap(value))) into.push(node)
  for (const child of childrenOf(node)) everything(child, values, into)
}

/** The sub-expressions that decided the value of a node, in source order. */
function decide(node: Node, values: Values, into: Node[]): void {
  switch (node.kind) {
    case 'literal':
      return
    case 'and':
    case 'or': {
      const failed = failedOperands(node, values)
      for (const operand of failed.length > 0 ? failed : decisiveOperands(node, values)) {
        if (failed.length > 0) into.push(operand)
        decide(operand, values, into)
      }
      return
    }
    case 'conditional': {
      const taken = [node.whenTrue, node.whenFalse].filter(
        (branch) => values.of[branch.id] !== undefined || branch.kind === 'literal',
      )
      decide(node.condition, values, into)
      if (taken.length === 1) decide(taken[0] as Node, values, into)
      return
    }
    case 'ident':
    case 'select':
    case 'index':
      path(node, values, into)
      return
    case 'call':
      if (macroOf(node)?.kind === 'has') {
        if (isRecorded(node, values)) into.push(node)
        return
      }
      if (decidingElement(node, values)) into.push(node)
      operation(node, values, into)
      return
    default:
      operation(node, values, into)
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
  if (stops === undefined || values.of[node.id] !== stops || node.args.length !== 2) return undefined
  const [variable] = node.args as [Node, Node]
  const list = values.of[node.target.id]
  if (variable.kind !== 'ident' || !Array.isArray(list)) return undefined
  const use = usesOfVariable(node).find(({ id }) => values.of[id] !== undefined)
  const element = use && values.of[use.id]
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
  const chosen = node.operands.filter((operand) => values.of[operand.id] === deciding)
  const result = values.of[node.id]
  return result === deciding && chosen.length > 0 ? chosen : node.operands
}

/** A comparison or call: its parts when they say enough, itself when it makes something of them, or has a name of its own. */
function operation(node: Node, values: Values, into: Node[]): void {
  const before = into.length
  for (const operand of operandsOf(node)) decide(operand, values, into)
  if (node.kind === 'list' || node.kind === 'map') return
  const isNamed = values.called.has(node.id)
  const says = isNamed || typeof values.of[node.id] !== 'boolean' || into.length === before
  if (says && isRecorded(node, values)) into.splice(before, 0, node)
}

/** The parts of a node; of a chain such as `a + b + c` all of its operands, not its halves. */
function operandsOf(node: Node): readonly Node[] {
  if (node.kind !== 'binary') return childrenOf(node)
  const { left, operator } = node
  if (left.kind !== 'binary' || left.operator !== operator) return [left, node.right]
  return [...operandsOf(left), node.right]
}

/** `object.rules[i].port`: the value at its end, and what its index was. */
function path(node: Node, values: Values, into: Node[]): void {
  if (isRecorded(node, values)) into.push(node)
  const indexes: Node[] = []
  let part: Node = node
  while (part.kind === 'select' || part.kind === 'index') {
    if (part.kind === 'index') indexes.push(part.index)
    part = part.operand
  }
  if (part.kind !== 'ident' && part.kind !== 'literal') decide(part, values, into)
  for (const index of indexes.reverse()) decide(index, values, into)
}

/** Large lists and maps say nothing at a glance, nor do values of the host program; what is looked up in them does. */
function isTelling(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= 12 && value.every((element) => typeof element !== 'object')
  return !isMap(value) && !(typeof value === 'object' && value !== null && formatValue(value).startsWith('<'))
}

function isRecorded(node: Node, values: Values): boolean {
  const value = values.of[node.id]
  return value !== undefined && !(value instanceof Failure) && isTelling(value)
}
