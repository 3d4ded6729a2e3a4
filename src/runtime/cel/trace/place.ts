import type { Spot, World } from '../api.js'
import { type Binary, type Call, childrenOf, type Node } from '../syntax/ast.js'
import { macroOf } from '../syntax/macros.js'
import { Failure } from '../values/failure.js'
import { entriesOf, isMap, Optional } from '../values/values.js'
import { loopOf } from './steps.js'
import type { Element, Step, Steps, Trail, Turn } from './trail.js'

/**
 * The place of the value that decided a sub-expression, or of what it was made from. Where several decided, the first in
 * source order, or what stands inside it.
 */
export function placeOf<Place extends Spot>(trail: Trail, world: World<Place>): Place | undefined {
  return explorer(world).place(trail)
}

/** The place of the element of this index of a list; of the entry of this number of a map. */
export function placeOfElement<Place extends Spot>(
  trail: Trail,
  index: number,
  world: World<Place>,
): Place | undefined {
  return explorer(world).element(trail, index)
}

function explorer<Place extends Spot>(world: World<Place>) {
  const member = (operand: Trail, key: unknown): Place | undefined => {
    const value = present(gave(operand))
    if (isObject(value) && (typeof key === 'string' || typeof key === 'number')) {
      const found = world.find(value, key)
      if (found) return found
      if (Array.isArray(value) && typeof key === 'number') return element(operand, key)
    }
    return place(operand)
  }

  const place = (trail: Trail): Place | undefined => {
    const { node } = trail
    const step = stepOf(trail)
    const value = present(step?.value)
    const own = isObject(value) ? world.find(value) : undefined
    if (own) return own
    if (step === undefined || value instanceof Failure) {
      // What failed decided: the rest is not to blame, wherever it stands.
      const failed = failedParts(trail)
      if (failed.length > 0) return firstOf(failed)
    }
    switch (node.kind) {
      case 'literal':
        return undefined
      case 'ident': {
        const local = localOf(trail)
        return local && ('list' in local ? element(local.list, local.index) : place(local))
      }
      case 'select': {
        const variable = variableOf(trail, world)
        return variable ? place(variable) : member(inside(trail, node.operand), node.field)
      }
      case 'index':
        return member(inside(trail, node.operand), gave(inside(trail, node.index)))
      case 'and':
      case 'or':
        return logic(trail, node.kind === 'or', node.operands)
      case 'conditional': {
        const taken = takenBranch(trail)
        return (taken && place(taken)) ?? place(inside(trail, node.condition))
      }
      case 'binary':
        return binary(trail, node)
      case 'call':
        return call(trail, node)
      default:
        return first(trail, childrenOf(node))
    }
  }

  const firstOf = (trails: readonly Trail[]): Place | undefined => {
    for (const trail of trails) {
      const found = place(trail)
      if (found) return found
    }
    return undefined
  }
  const first = (trail: Trail, nodes: readonly Node[]): Place | undefined =>
    firstOf(nodes.map((node) => inside(trail, node)))

  const logic = (trail: Trail, deciding: boolean, operands: readonly Node[]): Place | undefined => {
    const chosen = operands.filter((operand) => gave(inside(trail, operand)) === deciding)
    if (stepOf(trail)?.value === deciding && chosen.length > 0) return first(trail, chosen)
    // In `!has(a.b) || a.b > 1` and `a.kind != "x" || a.b > 1` the first operand only says when the second matters.
    const isGuard = (operand: Node): boolean =>
      operand.kind === 'not' || (operand.kind === 'binary' && operand.operator === '!=')
    const claims = operands.filter((operand) => !isGuard(operand))
    const places = [...claims, ...operands.filter(isGuard)].flatMap((operand) => {
      const found = place(inside(trail, operand))
      return found ? [found] : []
    })
    return places.reduce<Place | undefined>(
      (best, other) => (best === undefined || isWithin(other, best) ? other : best),
      undefined,
    )
  }

  const binary = (trail: Trail, node: Binary): Place | undefined => {
    const [left, right] = [inside(trail, node.left), inside(trail, node.right)]
    if (node.operator === 'in') {
      const found = place(left)
      if (found || stepOf(trail)?.value !== true) return found ?? place(right)
      const [sought, among] = [gave(left), gave(right)]
      if (!Array.isArray(among)) return member(right, sought)
      const index = among.indexOf(sought)
      return index < 0 ? place(right) : element(right, index)
    }
    const list = soughtEmpty(trail, node)
    return (list && offender(list)) ?? place(left) ?? place(right)
  }

  /** What stands in a list that should be empty, when it is a list that the expression has put together. */
  const offender = (trail: Trail): Place | undefined => {
    const list = resolved(trail, world)
    const value = gave(list)
    if (!Array.isArray(value) || value.length === 0 || world.find(value)) return undefined
    if (loopOf(list.node).kind !== 'filter') return element(list, 0)
    const [turn] = turnsOf(list)
    return turn && inTurn(list, turn)
  }

  /** The place that decided a turn of a loop, when it is inside the element; otherwise the element. */
  const inTurn = (loop: Trail, turn: Turn): Place | undefined => {
    const { body } = loopOf(loop.node)
    const found = body[0] && place(bodyOf(loop, turn, body[0]))
    const around = element(rangeOf(loop), turn.index)
    return found && (!around || isWithin(found, around)) ? found : (around ?? found)
  }

  const call = (trail: Trail, node: Call): Place | undefined => {
    const body = bodyOfCall(trail)
    if (body) return place(body) ?? first(trail, node.args)
    const macro = macroOf(node)
    if (macro?.kind === 'has') {
      const [field] = node.args
      return field?.kind === 'select' ? member(inside(trail, field.operand), field.field) : undefined
    }
    if (macro?.kind === 'bind') return place(resolved(trail, world))
    if (macro?.kind === 'optMap' || macro?.kind === 'optFlatMap') {
      const body = optionalBody(trail, node)
      return (stepOf(body) && place(body)) ?? first(trail, [node.target as Node])
    }
    if (macro) return loop(trail, macro.kind)
    if (isFallback(node)) {
      const [target, other] = [inside(trail, node.target as Node), inside(trail, node.args[0] as Node)]
      return stepOf(other) ? (place(other) ?? place(target)) : place(target)
    }
    return picked(trail, node) ?? first(trail, node.target ? [node.target, ...node.args] : node.args)
  }

  const loop = (trail: Trail, kind: string): Place | undefined => {
    const value = gave(trail)
    const turns = turnsOf(trail)
    const last = turns.at(-1)
    if (stepOf(trail) === undefined) {
      const failed = turns.find((turn) => bodyFailed(trail, turn))
      const found = failed && inTurn(trail, failed)
      if (found) return found
    }
    const stopped = (kind === 'all' && value === false) || (kind === 'exists' && value === true)
    const found = stopped && last ? inTurn(trail, last) : undefined
    return found ?? place(rangeOf(trail)) ?? (last && inTurn(trail, last))
  }

  /** `max` of a list and its kin give one of its elements. */
  const picked = (trail: Trail, node: Call): Place | undefined => {
    const value = present(gave(trail))
    if (picking.has(node.name) && node.target) {
      const target = inside(trail, node.target)
      const list = gave(target)
      const index = Array.isArray(list) ? list.indexOf(value) : -1
      if (index >= 0) return element(target, index)
    }
    const args = node.args.map((arg) => inside(trail, arg))
    if (node.name === 'greatest' || node.name === 'least') {
      const chosen = args.find((arg) => gave(arg) === value)
      return chosen && place(chosen)
    }
    return undefined
  }

  const element = (of: Trail, index: number): Place | undefined => {
    const list = resolved(of, world)
    const value = present(gave(list))
    if (isObject(value)) {
      const key = Array.isArray(value) ? index : keysOf(value)[index]
      const found = typeof key === 'string' || typeof key === 'number' ? world.find(value, key) : undefined
      if (found) return found
    }
    const made = madeElement(list, index, world)
    if (made && 'list' in made) return element(made.list, made.index)
    if (made) return place(made)
    const { node } = list
    if (node.kind === 'call' && node.name === 'flatten' && node.target) {
      const depth = node.args[0] ? Number(gave(inside(list, node.args[0]))) : 1
      return flattened(inside(list, node.target), depth, index) ?? place(list)
    }
    return place(list)
  }

  const flattened = (of: Trail, depth: number, index: number): Place | undefined => {
    const list = gave(resolved(of, world))
    if (!Array.isArray(list)) return undefined
    let left = index
    for (const [i, value] of list.entries()) {
      const isList = Array.isArray(value) && depth > 0
      const size = isList ? flatSize(value, depth - 1) : 1
      if (left < size) {
        if (!isList) return element(of, i)
        return flattenedWithin(value, depth - 1, left) ?? deeper(of, i, depth - 1, left)
      }
      left -= size
    }
    return undefined
  }

  const deeper = (of: Trail, i: number, depth: number, left: number): Place | undefined => {
    const made = madeElement(resolved(of, world), i, world)
    if (!made) return element(of, i)
    return 'list' in made ? deeper(made.list, made.index, depth, left) : flattened(made, depth, left)
  }

  /** The same in a list of a document. */
  const flattenedWithin = (list: readonly unknown[], depth: number, index: number): Place | undefined => {
    let left = index
    for (const [i, value] of list.entries()) {
      const isList = Array.isArray(value) && depth > 0
      const size = isList ? flatSize(value, depth - 1) : 1
      if (left < size) return isList ? flattenedWithin(value, depth - 1, left) : world.find(list, i)
      left -= size
    }
    return undefined
  }

  return { place, element }
}

const picking = new Set(['first', 'last', 'min', 'max'])

function flatSize(list: readonly unknown[], depth: number): number {
  return depth > 0 ? list.flat(depth).length : list.length
}

/** The list that a comparison asks to be empty, or not. */
function soughtEmpty(trail: Trail, { operator, left, right }: Binary): Trail | undefined {
  if (!['==', '!=', '<', '<=', '>', '>='].includes(operator)) return undefined
  if (right.kind === 'list' && right.elements.length === 0) return inside(trail, left)
  const limit = right.kind === 'literal' ? right.value : undefined
  if (limit !== 0 && !(limit === 1 && (operator === '<' || operator === '>='))) return undefined
  if (left.kind !== 'call' || left.name !== 'size') return undefined
  const counted = left.target ?? left.args[0]
  return counted && inside(inside(trail, left), counted)
}

/** `optional.orValue(…)` and `optional.or(…)`: the argument is evaluated when the optional is absent. */
function isFallback(node: Call): boolean {
  return (
    (node.name === 'orValue' || node.name === 'or') && node.target !== undefined && node.args.length === 1
  )
}

/** The step of a sub-expression; undefined when it failed, or was not evaluated. */
function stepOf({ node, steps }: Trail): Step | undefined {
  for (const step of steps) if ('node' in step && step.node === node) return step
  return undefined
}

function gave(trail: Trail): unknown {
  return stepOf(trail)?.value
}

/** A part of a sub-expression. */
function inside(trail: Trail, node: Node): Trail {
  const { locals, turns, home } = trail
  return { node, steps: stepOf(trail)?.parts ?? trail.steps, locals, turns, home }
}

/** The parts of a failed sub-expression that failed: one, or several operands of `&&` or `||`; none when it failed itself. */
function failedParts(trail: Trail): readonly Trail[] {
  const { node } = trail
  if (node.kind === 'conditional') {
    const condition = inside(trail, node.condition)
    const taken = hasFailed(condition) ? condition : takenBranch(trail)
    return taken ? [taken] : []
  }
  if (node.kind === 'call' && macroOf(node)) {
    const isPlain = node.target && macroOf(node)?.kind !== 'bind'
    return isPlain ? [inside(trail, node.target as Node)].filter(hasFailed) : []
  }
  // The name of a namespace, `math`, has no value.
  const parts = node.kind === 'call' && node.target?.kind === 'ident' ? node.args : childrenOf(node)
  const failed = parts.map((part) => inside(trail, part)).filter(hasFailed)
  return node.kind === 'and' || node.kind === 'or' ? failed : failed.slice(0, 1)
}

function hasFailed(trail: Trail): boolean {
  const value = gave(trail)
  return value === undefined || value instanceof Failure
}

function takenBranch(trail: Trail): Trail | undefined {
  const { node } = trail
  if (node.kind !== 'conditional') return undefined
  const condition = gave(inside(trail, node.condition))
  if (typeof condition !== 'boolean') return undefined
  return inside(trail, condition ? node.whenTrue : node.whenFalse)
}

function localOf({ node, locals }: Trail): Trail | Element | undefined {
  return node.kind === 'ident' && !node.absolute ? locals.get(node.name) : undefined
}

function variableOf<Place extends Spot>(
  { node, locals, home }: Trail,
  world: World<Place>,
): Trail | undefined {
  if (node.kind !== 'select' || node.operand.kind !== 'ident') return undefined
  const { name } = node.operand
  return name === 'variables' && !locals.has(name) ? world.variable(node.field, home) : undefined
}

/** The sub-expression that gave the value, behind names, branches and fallbacks. */
function resolved<Place extends Spot>(trail: Trail, world: World<Place>): Trail {
  const { node } = trail
  const next = (): Trail | undefined => {
    const local = localOf(trail)
    if (local)
      return 'list' in local
        ? trailOf(madeElement(resolved(local.list, world), local.index, world), world)
        : local
    if (node.kind === 'conditional') return takenBranch(trail)
    if (node.kind !== 'call') return variableOf(trail, world)
    const body = bodyOfCall(trail)
    if (body) return body
    if (macroOf(node)?.kind === 'bind') {
      const [name, value, body] = node.args as [Node, Node, Node]
      if (name.kind !== 'ident') return undefined
      const locals = new Map(trail.locals).set(name.name, inside(trail, value))
      return { ...inside(trail, body), locals }
    }
    if (!isFallback(node)) return undefined
    const other = inside(trail, node.args[0] as Node)
    return stepOf(other) ? other : inside(trail, node.target as Node)
  }
  const behind = next()
  return behind ? resolved(behind, world) : trail
}

function trailOf<Place extends Spot>(
  made: Trail | Element | undefined,
  world: World<Place>,
): Trail | undefined {
  if (!made || !('list' in made)) return made
  return trailOf(madeElement(resolved(made.list, world), made.index, world), world)
}

/** What an element of a list that the expression put together was made from. */
function madeElement<Place extends Spot>(
  list: Trail,
  index: number,
  world: World<Place>,
): Trail | Element | undefined {
  const { node } = list
  const value = gave(list)
  if (node.kind === 'list') {
    const shown = node.elements.filter(
      ({ value, optional }) => !optional || present(gave(inside(list, value))) !== undefined,
    )
    const chosen = shown[index]
    return chosen && inside(list, chosen.value)
  }
  if (node.kind === 'binary' && node.operator === '+') {
    const [left, right] = [inside(list, node.left), inside(list, node.right)]
    const head = gave(left)
    if (!Array.isArray(head)) return undefined
    return index < head.length ? { list: left, index } : { list: right, index: index - head.length }
  }
  if (node.kind !== 'call' || !Array.isArray(value)) return undefined
  const { kind, body } = loopOf(node)
  if (kind === 'filter' || kind === 'map') {
    const turn = turnsOf(list)[index]
    if (!turn) return undefined
    return kind === 'filter'
      ? { list: rangeOf(list), index: turn.index }
      : bodyOf(list, turn, body.at(-1) as Node)
  }
  if (node.name === 'flatten') return undefined
  const source = [...(node.target ? [node.target] : []), ...(kind === 'none' ? node.args : [])]
    .map((part) => resolved(inside(list, part), world))
    .find((part) => Array.isArray(present(gave(part))))
  const from = source && (present(gave(source)) as readonly unknown[])
  const at = from ? sameElement(value, index, from) : -1
  return source && at >= 0 ? { list: source, index: at } : undefined
}

/** Where the element of a sorted, sliced or otherwise rearranged list stood: the n-th of its kind is the n-th of its kind. */
function sameElement(list: readonly unknown[], index: number, source: readonly unknown[]): number {
  const places = placesOfValues(source).byValue.get(list[index]) ?? []
  return places[placesOfValues(list).nth[index] as number] ?? places[0] ?? -1
}

interface ValuePlaces {
  /** The indexes at which each value stands. */
  readonly byValue: ReadonlyMap<unknown, readonly number[]>
  /** Of each element, how many of its kind stand before it. */
  readonly nth: readonly number[]
}

const valuePlaces = new WeakMap<object, ValuePlaces>()

/** Made once per list: a finding for each of its elements asks for it. */
function placesOfValues(list: readonly unknown[]): ValuePlaces {
  const known = valuePlaces.get(list)
  if (known) return known
  const byValue = new Map<unknown, number[]>()
  const nth = list.map((value, index) => {
    const places = byValue.get(value) ?? []
    byValue.set(value, places)
    return places.push(index) - 1
  })
  const made = { byValue, nth }
  valuePlaces.set(list, made)
  return made
}

/** The turns of a loop that put something into its result, or decided it. */
function turnsOf(loop: Trail): readonly Turn[] {
  const steps = stepOf(loop)?.parts ?? loop.steps
  const known = loop.turns.get(steps) ?? new Map<Node, readonly Turn[]>()
  loop.turns.set(steps, known)
  const turns = known.get(loop.node) ?? turnsAmong(loop, steps)
  known.set(loop.node, turns)
  return turns
}

function turnsAmong(loop: Trail, steps: Steps): readonly Turn[] {
  const { kind, body } = loopOf(loop.node)
  const turns = steps.filter((step): step is Turn => 'loop' in step && step.loop === loop.node)
  if (kind !== 'filter' && !(kind === 'map' && body.length === 2)) return turns
  return turns.filter((turn) => gave(bodyOf(loop, turn, body[0] as Node)) !== false)
}

function rangeOf(loop: Trail): Trail {
  const { target } = loop.node as Call
  return inside(loop, target as Node)
}

/** A sub-expression in a turn of a loop. */
function bodyOf(loop: Trail, { index, parts }: Turn, node: Node): Trail {
  const locals = new Map(loop.locals)
  for (const name of (loop.node as Call).args.slice(0, loopOf(loop.node).names))
    if (name.kind === 'ident') locals.set(name.name, { list: rangeOf(loop), index })
  return { ...loop, node, steps: parts, locals }
}

function bodyFailed(loop: Trail, turn: Turn): boolean {
  const { body } = loopOf(loop.node)
  return body.some((node, i) => {
    const value = gave(bodyOf(loop, turn, node))
    const isSkipped = i > 0 && gave(bodyOf(loop, turn, body[0] as Node)) === false
    return !isSkipped && (value === undefined || value instanceof Failure)
  })
}

/** The body of a called function that is defined in CEL; its arguments are parts of the call. */
function bodyOfCall(trail: Trail): Trail | undefined {
  const { node } = trail
  const { trail: body, args = [], home = trail.home } = stepOf(trail)?.body?.() ?? {}
  if (!body || node.kind !== 'call') return undefined
  const locals = new Map(args.map((name, i) => [name, inside(trail, node.args[i] as Node)]))
  return { ...body, locals, home }
}

function optionalBody(trail: Trail, node: Call): Trail {
  const [name, body] = node.args as [Node, Node]
  const locals = new Map(trail.locals)
  if (name.kind === 'ident') locals.set(name.name, inside(trail, node.target as Node))
  return { ...inside(trail, body), locals }
}

/** The value of an optional that has one. */
function present(value: unknown): unknown {
  return value instanceof Optional ? value.$some : value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function keysOf(map: object): readonly unknown[] {
  return isMap(map) ? [...entriesOf(map)].map(([key]) => key) : []
}

/** Whether a place is the other one, or in it. */
function isWithin(place: Spot, outer: Spot): boolean {
  const { pointer } = place
  return (
    place.resource === outer.resource &&
    (pointer === outer.pointer || pointer.startsWith(`${outer.pointer}/`))
  )
}
