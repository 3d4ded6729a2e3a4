import type { AddressSet, Member, Origin, Rule, Ruleset, Stage } from '../model/index.js'
import { type Budget, spend, workLimit } from './budget.js'
import { type Cell, cellsOf, type Question } from './cells.js'
import { anyAddress, common, isEmpty, noAddress, unite, uniteAll, without } from './cidr-set.js'

/** Addresses of which something is so in any case (`sure`), and all of which it may be so (`may`, the larger set). */
export interface Reach {
  readonly sure: AddressSet
  readonly may: AddressSet
}

/** What happens to the packets of one cell. */
export interface Outcome {
  readonly cell: Cell
  readonly allowed: Reach
  /** The places that let them in, with the senders whom each lets in. */
  readonly admissions: readonly { readonly origin: Origin; readonly reach: Reach }[]
}

/** What the rules do to all packets that a question asks about, sent by peers who belong to the given members. */
export interface Evaluation {
  readonly outcomes: readonly Outcome[]
  /** The places that let packets in, in their order, with the senders whom they let in. */
  readonly admissions: ReadonlyMap<Origin, Reach>
  /** What undecidable rules depend on, with the senders who came to them. */
  readonly doubts: ReadonlyMap<readonly string[], AddressSet>
  /** The work was given up: everything may be allowed or denied. */
  readonly exhausted: boolean
  /** What it has cost. */
  readonly work: number
}

/** Packets that one place lets in. */
interface Admission {
  readonly origin: Origin
  readonly hit: Reach
  /** Whom the place surely matches, even where it is not decided whether their packets come to it. */
  readonly matched: AddressSet
}

interface Walk {
  readonly members: ReadonlySet<string>
  /** Members to whom no address belongs by itself. */
  readonly outside: ReadonlySet<string>
  /** Of the cell and stage at hand. */
  readonly admissions: Admission[]
  /** Of the cell at hand: places from which packets went where this view does not follow. */
  readonly leaving: Admission[]
  readonly doubts: Map<readonly string[], AddressSet>
  readonly budget: Budget
}

/** Packets on their way: `may` are those that connection tracking sees; `sure` tells of both. */
interface Flow extends Reach {
  /** Those that it may not see. */
  readonly untracked: AddressSet
}

/** Possible ends of the packets of one cell: all sets grow, and what is in several is undecided. */
interface Ends {
  readonly allowed: Flow[]
  readonly denied: AddressSet[]
}

/**
 * Sends all packets of a question through the rules, whole sets of senders at a time. `members` are the keys of the
 * groups and selectors that the senders belong to; who belongs to none is known by address alone, and by its address belongs
 * to what has `networks` or `doubts`, but for the keys in `outside`.
 * Always ends: past {@link workLimit} the result says that it knows nothing.
 */
export function evaluate(
  ruleset: Ruleset,
  question: Question,
  members: ReadonlySet<string>,
  outside: ReadonlySet<string> = new Set(),
): Evaluation {
  const budget: Budget = { left: workLimit }
  const doubts: Walk['doubts'] = new Map()
  const admissions = new Map<Origin, Reach>()
  const outcomes: Outcome[] = []
  for (const cell of cellsOf(ruleset, question, budget)) {
    const { allowed, admitted } = throughStages(ruleset.kind, cell, { members, outside, doubts, budget })
    const here = admitted.map(({ origin, hit, matched }) => {
      // whoever comes in for sure comes in here, if not somewhere before that is undecided
      const sure = unite(hit.sure, common(common(hit.may, matched), allowed.sure))
      return { origin, reach: { sure, may: hit.may } }
    })
    outcomes.push({ cell, allowed, admissions: here })
    for (const { origin, reach } of here)
      admissions.set(origin, joined(admissions.get(origin) ?? nobody, reach))
  }
  const work = workLimit - budget.left
  return { outcomes, admissions, doubts, exhausted: budget.left < 0, work }
}

function joined(a: Reach, b: Reach): Reach {
  return { sure: unite(a.sure, b.sure), may: unite(a.may, b.may) }
}

const nobody: Flow = { sure: noAddress, may: noAddress, untracked: noAddress }

function throughStages(kind: Ruleset['kind'], cell: Cell, walk: Omit<Walk, 'admissions' | 'leaving'>) {
  let flow: Flow = { sure: cell.peers, may: cell.peers, untracked: noAddress }
  let admitted: readonly Admission[] = []
  const leaving: Admission[] = []
  for (const stage of cell.stages) {
    const admissions: Admission[] = []
    flow = throughStage(kind, stage, flow, { ...walk, admissions, leaving })
    // only the last stage lets packets in; the earlier ones only let them go on
    admitted = admissions
  }
  const left = uniteAll(leaving.map(({ hit }) => hit.may))
  const allowed = { sure: without(flow.sure, left), may: unite(all(flow), left) }
  return { allowed, admitted: [...leaving, ...admitted] }
}

function throughStage(kind: Ruleset['kind'], stage: Stage, entering: Flow, walk: Walk): Flow {
  const ends: Ends = { allowed: [], denied: [] }
  const through = kind === 'additive' ? throughAll : throughChain
  const rest = through(stage.rules, entering, ends, walk)
  if (stage.otherwise === 'deny') ends.denied.push(all(rest))
  else if (!isGone(rest)) {
    ends.allowed.push(rest)
    admit(walk, stage.origin, rest, anyAddress)
  }
  const may = uniteAll(ends.allowed.map((flow) => flow.may))
  const untracked = uniteAll(ends.allowed.map((flow) => flow.untracked))
  const allowed = all({ may, untracked })
  return { sure: without(common(allowed, entering.sure), uniteAll(ends.denied)), may, untracked }
}

function admit(walk: Walk, origin: Origin, flow: Flow, matched: AddressSet): void {
  walk.admissions.push({ origin, hit: { sure: flow.sure, may: all(flow) }, matched })
}

/** Packets, seen by connection tracking or not. */
function all({ may, untracked }: Omit<Flow, 'sure'>): AddressSet {
  return isEmpty(untracked) ? may : unite(may, untracked)
}

function isGone({ may, untracked }: Flow): boolean {
  return isEmpty(may) && isEmpty(untracked)
}

/** The first rule that matches decides. Returns the packets that no rule has decided. */
function throughChain(rules: readonly Rule[], entering: Flow, ends: Ends, walk: Walk): Flow {
  let open = entering
  let returned = nobody
  for (const rule of rules) {
    if (isGone(open) || walk.budget.left < 0) break
    const hit = hitBy(rule, open, walk)
    if (isGone(hit)) continue
    let back: Flow | undefined
    if (rule.action === 'allow') {
      ends.allowed.push(hit)
      admit(walk, rule.origin, hit, hit.matched)
    } else if (rule.action === 'deny') {
      ends.denied.push(all(hit))
    } else if (rule.action === 'leave') {
      const { beyond = [] } = rule
      walk.leaving.push({ origin: rule.origin, hit: { sure: noAddress, may: all(hit) }, matched: noAddress })
      doubt(walk, beyond, all(hit))
    } else if (rule.action === 'return') {
      returned = both(returned, hit)
    } else if (rule.action === 'untrack') {
      const untracked = unite(open.untracked, all(hit))
      open = { ...past(open, hit), sure: open.sure, untracked }
      continue
    } else {
      back = throughChain(rule.chain ?? [], hit, ends, walk)
    }
    const passed = past(open, hit)
    if (back && rule.action === 'goto') returned = both(returned, back)
    open = back && rule.action === 'jump' ? both(passed, back) : passed
  }
  return both(open, returned)
}

/** Every rule that matches lets its packets in, whatever the others do. Returns the packets that none surely lets in. */
function throughAll(rules: readonly Rule[], entering: Flow, ends: Ends, walk: Walk): Flow {
  let rest = entering
  for (const rule of rules) {
    if (walk.budget.left < 0) break
    const hit = hitBy(rule, entering, walk)
    if (rule.action !== 'allow' || isGone(hit)) continue
    ends.allowed.push(hit)
    admit(walk, rule.origin, hit, hit.matched)
    rest = past(rest, hit)
  }
  return rest
}

/** Packets that match a rule, with those whom it surely matches. */
interface Hit extends Flow {
  readonly matched: AddressSet
}

function hitBy(rule: Rule, open: Flow, walk: Walk): Hit {
  const peers = surelyOf(rule, walk)
  const perhaps = perhapsOf(rule, walk)
  const wide = perhaps.length > 0 ? unite(peers, ...perhaps.map(({ addresses }) => addresses)) : peers
  const may = rule.tracking === 'untracked' ? noAddress : common(open.may, wide)
  const untracked = rule.tracking === 'tracked' ? noAddress : common(open.untracked, wide)
  spend(walk.budget, 20 + open.may.v4.length + open.may.v6.length + wide.v4.length + wide.v6.length)
  for (const { addresses, doubts = [] } of perhaps)
    doubt(walk, doubts, common(without(all({ may, untracked }), peers), addresses))
  if (rule.unknown.length === 0) return { sure: surelyHit(rule, open, peers), may, untracked, matched: peers }
  const hit = { sure: noAddress, may, untracked, matched: noAddress }
  doubt(walk, rule.unknown, all(hit))
  return hit
}

/** The addresses that a rule names, and those of the members that the senders belong to. */
function surelyOf({ peers: { members, addresses } }: Rule, walk: Walk): AddressSet {
  const named = members.flatMap((member) => {
    if (walk.members.has(member.key)) return [member.addresses]
    return member.networks && !walk.outside.has(member.key) ? [member.networks] : []
  })
  return named.length === 0 ? addresses : unite(addresses, ...named)
}

/** The members to whom addresses may belong by themselves. */
function perhapsOf({ peers: { members } }: Rule, walk: Walk): readonly Member[] {
  return members.filter(({ key, doubts }) => doubts && !walk.members.has(key) && !walk.outside.has(key))
}

function surelyHit({ tracking }: Rule, open: Flow, peers: AddressSet): AddressSet {
  const sure = common(open.sure, peers)
  if (tracking === undefined) return sure
  return without(sure, tracking === 'tracked' ? open.untracked : open.may)
}

function doubt(walk: Walk, reasons: readonly string[], senders: AddressSet): void {
  if (!isEmpty(senders)) walk.doubts.set(reasons, unite(walk.doubts.get(reasons) ?? noAddress, senders))
}

/** What goes on to the next rule: an undecidable rule may have taken its packets or not. */
function past(open: Flow, hit: Hit): Flow {
  return {
    sure: without(open.sure, all(hit)),
    may: without(open.may, common(hit.may, hit.matched)),
    untracked: without(open.untracked, common(hit.untracked, hit.matched)),
  }
}

function both(a: Flow, b: Flow): Flow {
  return {
    sure: unite(a.sure, b.sure),
    may: unite(a.may, b.may),
    untracked: unite(a.untracked, b.untracked),
  }
}
