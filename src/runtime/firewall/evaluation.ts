import type { AddressSet, Origin, Rule, Ruleset, Stage } from '../model/index.js'
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
  readonly doubts: ReadonlyMap<Rule['unknown'], AddressSet>
  /** The work was given up: everything may be allowed or denied. */
  readonly exhausted: boolean
  /** What it has cost. */
  readonly work: number
}

/** Packets that one place lets in. */
interface Admission {
  readonly origin: Origin
  readonly hit: Hit
}

/** Packets that come to a rule and match it. */
interface Hit extends Reach {
  /** Whom the rule surely matches, even where it is not decided whether their packets come to it. */
  readonly matched: AddressSet
}

interface Walk {
  readonly members: ReadonlySet<string>
  /** Members to whom no address belongs by itself. */
  readonly outside: ReadonlySet<string>
  /** Of the cell and stage at hand. */
  readonly admissions: Admission[]
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
    const here = admitted.map(({ origin, hit }) => {
      // whoever comes in for sure comes in here, if not somewhere before that is undecided
      const sure = unite(hit.sure, common(common(hit.may, hit.matched), allowed.sure))
      return { origin, reach: { sure, may: hit.may } }
    })
    outcomes.push({ cell, allowed, admissions: here })
    for (const { origin, reach } of here)
      admissions.set(origin, both(admissions.get(origin) ?? nobody, reach))
  }
  const work = workLimit - budget.left
  return { outcomes, admissions, doubts, exhausted: budget.left < 0, work }
}

const nobody: Reach = { sure: noAddress, may: noAddress }

function throughStages(kind: Ruleset['kind'], cell: Cell, walk: Omit<Walk, 'admissions'>) {
  let allowed: Reach = { sure: cell.peers, may: cell.peers }
  let admitted: readonly Admission[] = []
  for (const stage of cell.stages) {
    const admissions: Admission[] = []
    allowed = throughStage(kind, stage, allowed, { ...walk, admissions })
    // only the last stage lets packets in; the earlier ones only let them go on
    admitted = admissions
  }
  return { allowed, admitted }
}

function throughStage(kind: Ruleset['kind'], stage: Stage, entering: Reach, walk: Walk): Reach {
  const ends: Ends = { allowed: [], denied: [] }
  const through = kind === 'additive' ? throughAll : throughChain
  const rest = through(stage.rules, entering, ends, walk)
  if (stage.otherwise === 'deny') ends.denied.push(rest.may)
  else if (!isEmpty(rest.may)) {
    ends.allowed.push(rest.may)
    walk.admissions.push({ origin: stage.origin, hit: { ...rest, matched: anyAddress } })
  }
  const allowed = uniteAll(ends.allowed)
  return { sure: without(common(allowed, entering.sure), uniteAll(ends.denied)), may: allowed }
}

/** The first rule that matches decides. Returns the packets that no rule has decided. */
function throughChain(rules: readonly Rule[], entering: Reach, ends: Ends, walk: Walk): Reach {
  let open = entering
  let returned = nobody
  for (const rule of rules) {
    if (isEmpty(open.may) || walk.budget.left < 0) break
    const hit = hitBy(rule, open, walk)
    if (isEmpty(hit.may)) continue
    let back: Reach | undefined
    if (rule.action === 'allow') {
      ends.allowed.push(hit.may)
      walk.admissions.push({ origin: rule.origin, hit })
    } else if (rule.action === 'deny') {
      ends.denied.push(hit.may)
    } else if (rule.action === 'return') {
      returned = both(returned, hit)
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
function throughAll(rules: readonly Rule[], entering: Reach, ends: Ends, walk: Walk): Reach {
  let rest = entering
  for (const rule of rules) {
    if (walk.budget.left < 0) break
    const hit = hitBy(rule, entering, walk)
    if (rule.action !== 'allow' || isEmpty(hit.may)) continue
    ends.allowed.push(hit.may)
    walk.admissions.push({ origin: rule.origin, hit })
    rest = past(rest, hit)
  }
  return rest
}

function hitBy(rule: Rule, open: Reach, walk: Walk): Hit {
  const peers = surelyOf(rule, walk)
  spend(walk.budget, 20 + open.may.v4.length + open.may.v6.length + peers.v4.length + peers.v6.length)
  const known = common(open.may, peers)
  const perhaps = perhapsOf(rule, without(open.may, peers), walk)
  const may = perhaps.length > 0 ? unite(known, ...perhaps) : known
  if (rule.unknown.length === 0) return { sure: common(open.sure, peers), may, matched: peers }
  doubt(walk, rule.unknown, may)
  return { sure: noAddress, may, matched: noAddress }
}

/** The addresses that a rule names, and those of the members that the senders belong to. */
function surelyOf({ peers: { members, addresses } }: Rule, walk: Walk): AddressSet {
  const named = members.flatMap((member) => {
    if (walk.members.has(member.key)) return [member.addresses]
    return member.networks && !walk.outside.has(member.key) ? [member.networks] : []
  })
  return named.length === 0 ? addresses : unite(addresses, ...named)
}

/** The addresses that may belong to members of a rule by themselves. */
function perhapsOf({ peers: { members } }: Rule, open: AddressSet, walk: Walk): readonly AddressSet[] {
  return members.flatMap(({ key, doubts, addresses }) => {
    if (!doubts || walk.members.has(key) || walk.outside.has(key)) return []
    const perhaps = common(open, addresses)
    doubt(walk, doubts, perhaps)
    return [perhaps]
  })
}

function doubt({ doubts }: Walk, reasons: readonly string[], senders: AddressSet): void {
  if (!isEmpty(senders)) doubts.set(reasons, unite(doubts.get(reasons) ?? noAddress, senders))
}

/** What goes on to the next rule: an undecidable rule may have taken its packets or not. */
function past(open: Reach, hit: Hit): Reach {
  return { sure: without(open.sure, hit.may), may: without(open.may, hit.matched) }
}

function both(a: Reach, b: Reach): Reach {
  return { sure: unite(a.sure, b.sure), may: unite(a.may, b.may) }
}
