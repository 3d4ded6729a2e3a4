import { type Budget, spend, workLimit } from './budget.js'
import { type Cell, cellsOf, type Question } from './cells.js'
import { type AddressSet, common, isEmpty, noAddress, unite, uniteAll, without } from './cidr-set.js'
import type { Origin, Rule, Ruleset, Stage } from './ruleset.js'

/** Addresses of which something is so in any case (`sure`), and all of which it may be so (`may`, the larger set). */
export interface Reach {
  readonly sure: AddressSet
  readonly may: AddressSet
}

/** What happens to the packets of one cell. */
export interface Outcome {
  readonly cell: Cell
  readonly allowed: Reach
}

/** What the rules do to all packets that a question asks about, sent by peers who belong to the given members. */
export interface Evaluation {
  readonly outcomes: readonly Outcome[]
  /** The places that let packets in, in their order, with the senders whom they let in. */
  readonly admissions: ReadonlyMap<Origin, Reach>
  /** What undecidable rules depend on, with the senders who came to them. */
  readonly doubts: ReadonlyMap<Rule['unknown'], AddressSet>
  /** The work was given up: everything may be allowed or denied. */
  readonly exhausted: boolean
}

interface Walk {
  readonly members: ReadonlySet<string>
  readonly admissions: Map<Origin, Reach>
  readonly doubts: Map<Rule['unknown'], AddressSet>
  readonly budget: Budget
}

/** Possible ends of the packets of one cell: both sets grow, and what is in both is undecided. */
interface Ends {
  readonly allowed: AddressSet[]
  readonly denied: AddressSet[]
}

/**
 * Sends all packets of a question through the rules, whole sets of senders at a time. `members` are the keys of the
 * groups and selectors that the senders belong to; who belongs to none is known by address alone.
 * Always ends: past {@link workLimit} the result says that it knows nothing.
 */
export function evaluate(ruleset: Ruleset, question: Question, members: ReadonlySet<string>): Evaluation {
  const budget: Budget = { left: workLimit }
  const walk: Walk = { members, admissions: new Map(), doubts: new Map(), budget }
  const outcomes: Outcome[] = []
  for (const cell of cellsOf(ruleset, question, budget))
    outcomes.push({ cell, allowed: throughStages(ruleset.kind, cell, walk) })
  return { outcomes, admissions: walk.admissions, doubts: walk.doubts, exhausted: budget.left < 0 }
}

function throughStages(kind: Ruleset['kind'], cell: Cell, walk: Walk): Reach {
  let entering: Reach = { sure: cell.peers, may: cell.peers }
  for (const [i, stage] of cell.stages.entries()) {
    // only the last stage lets packets in; the earlier ones only let them go on
    const last = i === cell.stages.length - 1
    entering = throughStage(kind, stage, entering, last ? walk : { ...walk, admissions: new Map() })
  }
  return entering
}

function throughStage(kind: Ruleset['kind'], stage: Stage, entering: Reach, walk: Walk): Reach {
  const ends: Ends = { allowed: [], denied: [] }
  const through = kind === 'additive' ? throughAll : throughChain
  const rest = through(stage.rules, entering, ends, walk)
  if (stage.otherwise === 'deny') ends.denied.push(rest.may)
  else if (!isEmpty(rest.may)) {
    ends.allowed.push(rest.may)
    admit(walk, stage.origin, rest)
  }
  const allowed = uniteAll(ends.allowed)
  return { sure: without(common(allowed, entering.sure), uniteAll(ends.denied)), may: allowed }
}

/** The first rule that matches decides. Returns the packets that no rule has decided. */
function throughChain(rules: readonly Rule[], entering: Reach, ends: Ends, walk: Walk): Reach {
  let open = entering
  let returned: Reach = { sure: noAddress, may: noAddress }
  for (const rule of rules) {
    if (isEmpty(open.may) || walk.budget.left < 0) break
    const hit = hitBy(rule, open, walk)
    if (isEmpty(hit.may)) continue
    let back: Reach | undefined
    if (rule.action === 'allow') {
      ends.allowed.push(hit.may)
      admit(walk, rule.origin, hit)
    } else if (rule.action === 'deny') {
      ends.denied.push(hit.may)
    } else if (rule.action === 'return') {
      returned = both(returned, hit)
    } else {
      back = throughChain(rule.chain ?? [], hit, ends, walk)
    }
    const passed = past(rule, open, hit)
    if (back && rule.action === 'goto') returned = both(returned, back)
    open = back && rule.action === 'jump' ? both(passed, back) : passed
  }
  return both(open, returned)
}

/** Every rule that matches lets its packets in, whatever the others do. Returns the packets that none surely lets in. */
function throughAll(rules: readonly Rule[], entering: Reach, ends: Ends, walk: Walk): Reach {
  let rest = entering
  for (const rule of rules) {
    if (walk.budget.left < 0) break
    const hit = hitBy(rule, entering, walk)
    if (rule.action !== 'allow' || isEmpty(hit.may)) continue
    ends.allowed.push(hit.may)
    admit(walk, rule.origin, hit)
    rest = past(rule, rest, hit)
  }
  return rest
}

function hitBy(rule: Rule, open: Reach, walk: Walk): Reach {
  const { members, addresses } = rule.peers
  const named = members.filter((m) => walk.members.has(m.key)).map((m) => m.addresses)
  const peers = named.length === 0 ? addresses : unite(addresses, ...named)
  const may = common(open.may, peers)
  spend(walk.budget, 20 + open.may.v4.length + open.may.v6.length + peers.v4.length + peers.v6.length)
  if (rule.unknown.length === 0) return { sure: common(open.sure, peers), may }
  if (!isEmpty(may)) walk.doubts.set(rule.unknown, unite(walk.doubts.get(rule.unknown) ?? noAddress, may))
  return { sure: noAddress, may }
}

/** What goes on to the next rule: an undecidable rule may have taken its packets or not. */
function past(rule: Rule, open: Reach, hit: Reach): Reach {
  return {
    sure: without(open.sure, hit.may),
    may: rule.unknown.length > 0 ? open.may : without(open.may, hit.may),
  }
}

function both(a: Reach, b: Reach): Reach {
  return { sure: unite(a.sure, b.sure), may: unite(a.may, b.may) }
}

function admit(walk: Walk, origin: Origin, hit: Reach): void {
  const before = walk.admissions.get(origin)
  walk.admissions.set(origin, before ? both(before, hit) : hit)
}
