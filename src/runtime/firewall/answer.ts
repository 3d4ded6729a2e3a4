import { append } from '../append.js'
import type { AddressSet, Member, Origin, Peers, Rule, Ruleset, Stage } from '../model/index.js'
import type { Question } from './cells.js'
import { anyAddress, common, isEmpty, noAddress, overlap, uniteAll } from './cidr-set.js'
import { type Evaluation, evaluate, type Reach } from './evaluation.js'
import { distinct, type Judgement, tooMuch, undecidedBy } from './judgement.js'

/** A ruleset's answer to one question; worked out on first use, for each kind of peer once. */
export interface Answer {
  readonly ruleset: Ruleset
  readonly question: Question
  /** What happens to packets of peers who belong to the members with these keys, and to no other. */
  readonly of: (...members: readonly string[]) => Evaluation
  /** Everyone whom its rules name. */
  readonly named: readonly Named[]
  /** The members whom a place lets in by name. */
  readonly membersAt: ReadonlyMap<Origin, readonly Member[]>
  /** Every rule, and what decides otherwise, in the order of the export. */
  readonly places: readonly Origin[]
  /** The places of each of them, by the object of the export. */
  readonly placesOf: ReadonlyMap<unknown, readonly Origin[]>
  /** What its evaluations have cost so far, in units of the work limit. */
  readonly spent: { work: number }
}

/** A group or selector with the places that let it in by name, and whether any rule turns it away. */
export interface Named {
  readonly member: Member
  readonly allowedAt: readonly Origin[]
  readonly turnedAway: boolean
}

/** Nobody. */
export const nowhere: Reach = { sure: noAddress, may: noAddress }

/** Asks who may open connections of one kind. */
export function ask(ruleset: Ruleset, question: Question): Answer {
  return askOutside(ruleset, question, new Set(), { work: 0 })
}

/** The same answer for those whose address does not make them one of these peers. */
export function forStrangers(answer: Answer, peers: Peers): Answer {
  const same = answer.named.filter(({ member }) => peers.members.some((asked) => isSame(asked, member)))
  const byAddress = same.filter(({ member }) => member.networks || member.doubts)
  if (byAddress.length === 0) return answer
  const outside = new Set(byAddress.map(({ member }) => member.key))
  return askOutside(answer.ruleset, answer.question, outside, answer.spent)
}

function askOutside(
  ruleset: Ruleset,
  question: Question,
  outside: ReadonlySet<string>,
  spent: Answer['spent'],
): Answer {
  const known = new Map<string, Evaluation>()
  const of = (...members: readonly string[]) => {
    const key = JSON.stringify(members)
    const before = known.get(key)
    if (before) return before
    const evaluation = evaluate(ruleset, question, new Set(members), outside)
    known.set(key, evaluation)
    spent.work += evaluation.work
    return evaluation
  }
  const stages = ruleset[question.direction]
  const [named, places] = [namedIn(stages), placesIn(stages)]
  const membersAt = groupBy(
    named.flatMap(({ member, allowedAt }) => allowedAt.map((origin) => [origin, member] as const)),
  )
  const placesOf = groupBy(places.map((origin) => [origin.item, origin] as const))
  return { ruleset, question, of, named, membersAt, places, placesOf, spent }
}

function groupBy<K, V>(pairs: Iterable<readonly [K, V]>): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

/** The addresses that may reach a port of the question; loopback, which no other host can have, among them. */
export function admitted(answer: Answer): Reach {
  const reaches = answer.of().outcomes.map((outcome) => outcome.allowed)
  return { sure: uniteAll(reaches.map((r) => r.sure)), may: uniteAll(reaches.map((r) => r.may)) }
}

/** The groups and selectors that a rule lets in by name, with the addresses from which it does. */
export function admittedMembers(
  answer: Answer,
): readonly { readonly member: Member; readonly reach: Reach }[] {
  return answer.named.flatMap(({ member, allowedAt }) => {
    const reaches = allowedAt.map((origin) => throughMember(answer, origin, member))
    const reach = { sure: uniteAll(reaches.map((r) => r.sure)), may: uniteAll(reaches.map((r) => r.may)) }
    return isEmpty(reach.may) ? [] : [{ member, reach }]
  })
}

/** The places that let someone in, or may do so: rules, and what decides where no rule does. In their order. */
export function admissions(answer: Answer): readonly Origin[] {
  const origins = new Set<Origin>()
  for (const [origin, reach] of answer.of().admissions) if (!isEmpty(reach.may)) origins.add(origin)
  for (const { member, allowedAt } of answer.named) {
    for (const origin of allowedAt)
      if (!isEmpty(throughMember(answer, origin, member).may)) origins.add(origin)
  }
  return answer.places.filter((place) => origins.has(place))
}

/** Everything that could not be decided on the way to the answer. */
export function doubtsOf(answer: Answer): readonly string[] {
  if (answer.of().exhausted) return tooMuch.reasons
  const worlds = [answer.of(), ...answer.named.map(({ member }) => worldOf(answer, member))]
  return distinct(worlds.flatMap((world) => reasonsFor(answer, world, anyAddress)))
}

/** Whether two names are of the same group or selector. */
export function isSame(asked: Member, member: Member): boolean {
  return asked.kind === member.kind && asked.names.some((name) => member.names.includes(name))
}

function placesIn(stages: readonly Stage[]): readonly Origin[] {
  const places = new Set<Origin>()
  const seen = new Set<readonly Rule[]>()
  const visit = (rules: readonly Rule[]): void => {
    if (seen.has(rules)) return
    seen.add(rules)
    for (const rule of rules) {
      if (rule.chain) visit(rule.chain)
      else places.add(rule.origin)
    }
  }
  for (const stage of stages) {
    visit(stage.rules)
    places.add(stage.origin)
  }
  return [...places]
}

function namedIn(stages: readonly Stage[]): readonly Named[] {
  const found = new Map<string, { member: Member; allowedAt: Set<Origin>; turnedAway: boolean }>()
  const seen = new Set<readonly Rule[]>()
  const pending = stages.map((stage) => stage.rules)
  for (let chain = pending.shift(); chain; chain = pending.shift()) {
    if (seen.has(chain)) continue
    seen.add(chain)
    for (const rule of chain) {
      if (rule.chain) pending.push(rule.chain)
      for (const member of rule.peers.members) {
        const named = found.get(member.key) ?? { member, allowedAt: new Set(), turnedAway: false }
        if (rule.action === 'allow') named.allowedAt.add(rule.origin)
        else named.turnedAway = true
        found.set(member.key, named)
      }
    }
  }
  return [...found.values()].map((named) => ({ ...named, allowedAt: [...named.allowedAt] }))
}

/** Whom a place lets in because they belong to a member. */
export function throughMember(answer: Answer, origin: Origin, member: Member): Reach {
  const reach = worldOf(answer, member).admissions.get(origin) ?? nowhere
  return { sure: common(reach.sure, member.addresses), may: common(reach.may, member.addresses) }
}

/**
 * What happens to packets of those who belong to a member and to nobody else. Where rules only add up nobody can take
 * away what another member is given: one evaluation serves all.
 */
export function worldOf(answer: Answer, member: Member | undefined): Evaluation {
  if (!member) return answer.of()
  const additive = answer.ruleset.kind === 'additive'
  return additive ? answer.of(...answer.named.map((named) => named.member.key)) : answer.of(member.key)
}

/** A name that several groups bear (names are unique within one network only) says nothing. */
export function ambiguity(answer: Answer, asked: Member): Judgement | undefined {
  const keys = answer.named.filter(({ member }) => isSame(asked, member))
  if (keys.length < 2) return undefined
  return undecidedBy([`${asked.label} is the name of ${keys.length} groups: ask by id`])
}

/** Undecided, for all that the packets of these addresses depend on. */
export function undecidedFor(answer: Answer, world: Evaluation, addresses: AddressSet): Judgement {
  return undecidedBy(reasonsFor(answer, world, addresses))
}

/** Where members are is never in an export of rules. */
export function unknownAddresses({ label }: Member): Judgement {
  return undecidedBy([`the addresses of ${label}, which are not in the export`])
}

function reasonsFor(answer: Answer, world: Evaluation, addresses: AddressSet): readonly string[] {
  const reasons: string[] = []
  answer.spent.work += world.doubts.size
  for (const [unknown, senders] of world.doubts) if (overlap(senders, addresses)) append(reasons, unknown)
  return distinct(reasons)
}
