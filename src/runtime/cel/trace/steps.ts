import { childrenOf, type Node } from '../syntax/ast.js'
import { macroOf } from '../syntax/macros.js'
import { Failure } from '../values/failure.js'
import { perNode } from './per-node.js'
import type { Step, Steps, Turn } from './trail.js'

/**
 * What a traced program tells: the value of a node, or by a negative number that a turn of a loop begins. With the value of a
 * call of a defined function come its arguments.
 */
export type Tell = (id: number, value: unknown, args?: readonly unknown[]) => void

/** How the body of a called function came to its value. */
export type BodyOf = (call: Node, args: readonly unknown[]) => Step['body']

/** What has more live steps than this is not kept: nothing is known of it. */
const mostSteps = 200_000

interface Open {
  readonly node: Node
  /** Of a turn its index. */
  readonly turn: number | undefined
  readonly value: unknown
  readonly body?: Step['body'] | undefined
  parts: Open[] | undefined
  /** How many steps there were when it began. */
  readonly before: number
  /** Of a turn: whether an earlier one has failed. */
  readonly failedBefore: boolean
}

/** The number by which a traced program tells that a turn of a loop begins. */
export function turnOf(loop: Node): number {
  return -1 - loop.id
}

/**
 * Puts the values that a traced program tells together to the tree of its evaluation. Of a loop it keeps only the turns that
 * say something: those that decided it, failed first, or put something into its result.
 */
export function recordSteps(root: Node, bodyOf: BodyOf): { readonly tell: Tell; steps(): Steps | undefined } {
  const { nodes, isInside } = indexed(root)
  const open: Open[] = []
  let live = 0
  let isLost = false

  const close = (at: number): Open[] => open.splice(at)
  const endTurn = (loop: Node): { failedBefore: boolean } => {
    let at = open.length - 1
    while (at >= 0 && isWithin(open[at] as Open, loop) && !isTurn(open[at] as Open, loop)) at--
    const last = open[at]
    if (!last || !isTurn(last, loop)) return { failedBefore: false }
    last.parts = close(at + 1)
    const { says, failed } = whatTurnSays(loop, last.parts)
    if (failed ? last.failedBefore : !says) {
      open.pop()
      live = last.before
    }
    return { failedBefore: last.failedBefore || failed }
  }
  const isWithin = (entry: Open, loop: Node): boolean => entry.node === loop || isInside(entry.node, loop)

  const tell: Tell = (id, value, args) => {
    if (isLost) return
    if (id < 0) {
      const node = nodes[-1 - id] as Node
      const { failedBefore } = endTurn(node)
      open.push({
        node,
        turn: value as number,
        value: undefined,
        parts: undefined,
        before: live,
        failedBefore,
      })
    } else {
      const node = nodes[id] as Node
      let at = open.length
      const belongs = (entry: Open): boolean =>
        isInside(entry.node, node) || (entry.turn !== undefined && entry.node === node)
      while (at > 0 && belongs(open[at - 1] as Open)) at--
      const parts = close(at)
      const body = args && bodyOf(node, args)
      open.push({ node, turn: undefined, value, body, parts, before: live, failedBefore: false })
    }
    if (++live > mostSteps) {
      isLost = true
      open.length = 0
    }
  }
  return { tell, steps: () => (isLost ? undefined : finished(open, isWithin)) }
}

function isTurn({ node, turn }: Open, loop: Node): boolean {
  return turn !== undefined && node === loop
}

/** The last turn of a loop has not been ended by another one. */
function finished(entries: readonly Open[], isWithin: (entry: Open, loop: Node) => boolean): Steps {
  const steps: (Step | Turn)[] = []
  for (let i = 0; i < entries.length; i++) {
    const { node, turn, value, body, parts } = entries[i] as Open
    if (turn === undefined) {
      steps.push({ node, value, ...(body && { body }), parts: finished(parts ?? [], isWithin) })
      continue
    }
    let end = i + 1
    if (!parts)
      while (
        end < entries.length &&
        isWithin(entries[end] as Open, node) &&
        !isTurn(entries[end] as Open, node)
      )
        end++
    steps.push({ loop: node, index: turn, parts: finished(parts ?? entries.slice(i + 1, end), isWithin) })
    i = end - 1
  }
  return steps
}

/** Whether a turn says something of its loop, and whether it failed. */
function whatTurnSays(loop: Node, parts: readonly Open[]): { says: boolean; failed: boolean } {
  const { kind, body } = loopOf(loop)
  const gave = (node: Node | undefined): unknown =>
    parts.find((entry) => entry.node === node && entry.turn === undefined)?.value
  const [condition] = body
  const first = gave(condition)
  if (first === undefined || first instanceof Failure) return { says: false, failed: true }
  if (kind === 'all' || kind === 'exists') return { says: false, failed: false }
  if (body.length === 2 || kind === 'filter' || kind === 'existsOne') {
    if (first === false) return { says: false, failed: false }
    return { says: true, failed: gave(body.at(-1)) === undefined }
  }
  return { says: true, failed: false }
}

/** What a loop is, and what it evaluates in each turn. */
export function loopOf(loop: Node): {
  readonly kind: string
  readonly names: number
  readonly body: readonly Node[]
} {
  const macro = loop.kind === 'call' ? macroOf(loop) : undefined
  if (loop.kind !== 'call' || !macro || !('variables' in macro)) return { kind: 'none', names: 0, body: [] }
  return { kind: macro.kind, names: macro.variables, body: loop.args.slice(macro.variables) }
}

/** All nodes by id, and whether one is inside another. */
const indexed = perNode((root) => {
  const nodes: Node[] = []
  const enter: number[] = []
  const leave: number[] = []
  let clock = 0
  const visit = (node: Node): void => {
    nodes[node.id] = node
    enter[node.id] = clock++
    for (const child of childrenOf(node)) visit(child)
    leave[node.id] = clock
  }
  visit(root)
  const at = (times: readonly number[], { id }: Node): number => times[id] as number
  const isInside = (node: Node, outer: Node): boolean =>
    at(enter, outer) < at(enter, node) && at(enter, node) < at(leave, outer)
  return { nodes, isInside }
})
