import type { Question } from './cells.js'
import {
  type AddressSet,
  anyAddress,
  common,
  contains,
  isEmpty,
  loopback,
  noAddress,
  overlap,
  unite,
  uniteAll,
  without,
} from './cidr-set.js'
import { type Evaluation, evaluate, type Outcome, type Reach } from './evaluation.js'
import type { Endpoint, Member, Origin, Peers, Rule, Ruleset, Stage } from './ruleset.js'

/** `undecided` carries what it depends on: an ipset, an unknown match, a reference that cannot be resolved. */
export type Judgement =
  | { readonly is: 'true' }
  | { readonly is: 'false' }
  | { readonly is: 'undecided'; readonly reasons: readonly string[] }

/** A ruleset's answer to one question; worked out on first use, for each kind of peer once. */
export interface Answer {
  readonly ruleset: Ruleset
  readonly question: Question
  /** What happens to packets of peers who belong to the members with these keys, and to no other. */
  readonly of: (...members: readonly string[]) => Evaluation
  /** Everyone whom its rules name. */
  readonly named: readonly Named[]
  /** Every rule, and what decides otherwise, in the order of the export. */
  readonly places: readonly Origin[]
  /** What its evaluations have cost so far, in units of the work limit. */
  readonly spent: { work: number }
}

/** A group or selector with the places that let it in by name, and whether any rule turns it away. */
interface Named {
  readonly member: Member
  readonly allowedAt: readonly Origin[]
  readonly turnedAway: boolean
}

const yes: Judgement = { is: 'true' }
const no: Judgement = { is: 'false' }
const nowhere: Reach = { sure: noAddress, may: noAddress }

/** Asks who may open connections of one kind. */
export function ask(ruleset: Ruleset, question: Question): Answer {
  const known = new Map<string, Evaluation>()
  const spent = { work: 0 }
  const of = (...members: readonly string[]) => {
    const key = JSON.stringify(members)
    const before = known.get(key)
    if (before) return before
    const evaluation = evaluate(ruleset, question, new Set(members))
    known.set(key, evaluation)
    spent.work += evaluation.work
    return evaluation
  }
  const stages = ruleset[question.direction]
  return { ruleset, question, of, named: namedIn(stages), places: placesIn(stages), spent }
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

/** Whether nobody but these peers may reach any port of the question. The host itself (loopback) does not count. */
export function onlyFrom(answer: Answer, peers: Peers): Judgement {
  if (answer.of().exhausted) return tooMuch
  return allOf([
    // where it depends on something which of two places lets a stranger in, one of them does
    noneIn(answer, admitted(answer), unite(peers.addresses, loopback)),
    ...admissions(answer).map((origin) => originOnlyFrom(answer, origin, peers)),
  ])
}

/** Whether a place lets in nobody but these peers. A place that lets nobody in does. */
export function originOnlyFrom(answer: Answer, origin: Origin, peers: Peers): Judgement {
  const reach = answer.of().admissions.get(origin) ?? nowhere
  const members = answer.named.filter(({ allowedAt }) => allowedAt.includes(origin))
  return allOf([
    noneIn(answer, reach, unite(peers.addresses, loopback)),
    ...members.map(({ member }) => {
      const same = peers.members.filter((asked) => isSame(asked, member))
      if (same.length > 0) return anyOf(same.map((asked) => ambiguity(answer, asked) ?? yes))
      return noneIn(answer, throughMember(answer, origin, member), peers.addresses, member)
    }),
  ])
}

/** Whether every one of these peers may reach every port of the question. */
export function coversAll(answer: Answer, peers: Peers): Judgement {
  const ofAddresses = peersInReach(answer, peers.addresses, (world, asked) => everyCell(world, asked))
  return allOf([ofAddresses, ...peers.members.map((m) => memberIn(answer, m, everyCell))])
}

/** Whether every one of these peers may reach some port of the question: whether it stands open to them. */
export function openTo(answer: Answer, peers: Peers): Judgement {
  const ofAddresses = peersInReach(answer, peers.addresses, (world, asked) => someCell(world, asked))
  return allOf([ofAddresses, ...peers.members.map((m) => memberIn(answer, m, someCell))])
}

/** Whether any of these peers may reach any port of the question. */
export function reachableBy(answer: Answer, peers: Peers): Judgement {
  const named = admittedMembers(answer)
  return anyOf([
    anyIn(answer, admitted(answer), peers.addresses),
    ...peers.members.map((asked) => {
      const same = named.filter(({ member }) => isSame(asked, member))
      const byName = anyOf(same.map(({ member, reach }) => anyIn(answer, reach, anyAddress, member)))
      return anyOf([byName, throughAddresses(answer, asked)])
    }),
  ])
}

/** Whether a pod or host endpoint may reach some port of the question, by its labels and its addresses. */
export function openToEndpoint(answer: Answer, endpoint: Endpoint): Judgement {
  const chosen = answer.named.map(({ member }) => ({
    member,
    selected: member.selects?.(endpoint) ?? undefined,
  }))
  const unclear = chosen.filter(({ member, selected }) => member.selects && selected === undefined)
  if (unclear.length > 0)
    return { is: 'undecided', reasons: unclear.map(({ member }) => `whether ${member.label} is selected`) }
  const world = answer.of(...chosen.filter(({ selected }) => selected).map(({ member }) => member.key))
  return someCell(world, isEmpty(endpoint.addresses) ? answer.ruleset.families : endpoint.addresses)
}

/** Everything that could not be decided on the way to the answer. */
export function doubtsOf(answer: Answer): readonly string[] {
  if (answer.of().exhausted) return tooMuch.reasons
  const worlds = [answer.of(), ...answer.named.map(({ member }) => answer.of(member.key))]
  return distinct(worlds.flatMap((world) => reasonsFor(world, anyAddress)))
}

/** Whether two names are of the same group or selector. */
function isSame(asked: Member, member: Member): boolean {
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
function throughMember(answer: Answer, origin: Origin, member: Member): Reach {
  const reach = answer.of(member.key).admissions.get(origin) ?? nowhere
  return { sure: common(reach.sure, member.addresses), may: common(reach.may, member.addresses) }
}

function noneIn(answer: Answer, reach: Reach, expected: AddressSet, member?: Member): Judgement {
  const world = worldOf(answer, member)
  if (world.exhausted) return tooMuch
  const excess = without(reach.may, expected)
  if (isEmpty(excess)) return yes
  return isEmpty(without(reach.sure, expected)) ? undecided(world, excess) : no
}

function anyIn(answer: Answer, reach: Reach, asked: AddressSet, member?: Member): Judgement {
  const world = worldOf(answer, member)
  if (world.exhausted) return tooMuch
  if (overlap(reach.sure, asked)) return yes
  return overlap(reach.may, asked) ? undecided(world, common(reach.may, asked)) : no
}

type Coverage = (world: Evaluation, asked: AddressSet) => Judgement

/** Every packet of these addresses passes. */
function everyCell(world: Evaluation, asked: AddressSet): Judgement {
  if (world.exhausted) return tooMuch
  const outcomes = world.outcomes.filter((outcome) => outcome.cell.unicast)
  // addresses that such packets cannot have are in no cell
  if (!contains(uniteAll(outcomes.map(({ cell }) => cell.peers)), asked)) return no
  const missing = (kind: 'sure' | 'may') =>
    uniteAll(outcomes.map(({ cell, allowed }) => common(without(cell.peers, allowed[kind]), asked)))
  if (!isEmpty(missing('may'))) return no
  const doubtful = missing('sure')
  return isEmpty(doubtful) ? yes : undecided(world, doubtful)
}

/** Packets of one and the same kind pass from all these addresses. */
function someCell(world: Evaluation, asked: AddressSet): Judgement {
  if (world.exhausted) return tooMuch
  const kinds = groupByKind(world.outcomes)
  const passes = (kind: 'sure' | 'may') =>
    kinds.some((outcomes) => contains(uniteAll(outcomes.map(({ allowed }) => allowed[kind])), asked))
  if (passes('sure')) return yes
  return passes('may') ? undecided(world, asked) : no
}

/** The two families and loopback are in different cells even where the packets are of one kind. */
function groupByKind(outcomes: readonly Outcome[]): readonly (readonly Outcome[])[] {
  const kinds = new Map<number, Outcome[]>()
  for (const outcome of outcomes) {
    const kind = outcome.cell.protocol * 65536 + outcome.cell.port
    const same = kinds.get(kind)
    if (same) same.push(outcome)
    else kinds.set(kind, [outcome])
  }
  return [...kinds.values()]
}

function peersInReach(answer: Answer, addresses: AddressSet, judge: Coverage): Judgement {
  const { families, elsewhere, host } = answer.ruleset
  const asked = host ? meant(addresses) : addresses
  const outside = without(asked, families)
  if (!isEmpty(outside)) return elsewhere === undefined ? no : { is: 'undecided', reasons: [elsewhere] }
  if (isEmpty(asked)) return yes
  const known = judge(answer.of(), asked)
  if (known.is !== 'true') return known
  // an address may belong to someone whom a rule turns away by name
  for (const { member, turnedAway } of answer.named) {
    if (turnedAway && judge(answer.of(member.key), asked).is !== 'true') return unknownAddresses(member)
  }
  return yes
}

/** Who asks for 0.0.0.0/0 of a host does not mean its own loopback; who asks for 127.0.0.1 does. */
function meant(addresses: AddressSet): AddressSet {
  const v4 = addresses.v4.map((span) => ({ v4: [span], v6: [] }))
  const v6 = addresses.v6.map((span) => ({ v4: [], v6: [span] }))
  return uniteAll([...v4, ...v6].map((part) => (contains(loopback, part) ? part : without(part, loopback))))
}

/** The same for a group or selector: whatever addresses its members have, and whatever else they belong to. */
function memberIn(answer: Answer, asked: Member, judge: Coverage): Judgement {
  const ambiguous = ambiguity(answer, asked)
  if (ambiguous) return ambiguous
  const everywhere = without(answer.ruleset.families, loopback)
  const keys = answer.named.filter(({ member }) => isSame(asked, member)).map(({ member }) => member.key)
  const known = judge(answer.of(...keys), everywhere)
  if (known.is !== 'true') return known
  for (const { member, turnedAway } of answer.named) {
    if (!turnedAway || keys.includes(member.key)) continue
    if (judge(answer.of(...keys, member.key), everywhere).is === 'true') continue
    const reason = `whether ${asked.label} and ${member.label} share members is not in the export`
    return { is: 'undecided', reasons: [reason] }
  }
  return yes
}

/** Whether someone known by name gets in by address: surely when every address does, perhaps when some do. */
function throughAddresses(answer: Answer, asked: Member): Judgement {
  const { sure, may } = admitted(answer)
  if (contains(sure, without(answer.ruleset.families, loopback))) return yes
  return isEmpty(without(may, loopback)) ? no : unknownAddresses(asked)
}

function unknownAddresses({ label }: Member): Judgement {
  return { is: 'undecided', reasons: [`the addresses of ${label} are not in the export`] }
}

/** A name that several groups bear (names are unique within one network only) says nothing. */
function ambiguity(answer: Answer, asked: Member): Judgement | undefined {
  const keys = answer.named.filter(({ member }) => isSame(asked, member))
  if (keys.length < 2) return undefined
  return { is: 'undecided', reasons: [`${asked.label} is the name of ${keys.length} groups: ask by id`] }
}

function worldOf(answer: Answer, member: Member | undefined): Evaluation {
  return member ? answer.of(member.key) : answer.of()
}

function undecided(world: Evaluation, addresses: AddressSet): Judgement {
  return { is: 'undecided', reasons: reasonsFor(world, addresses) }
}

const tooMuch = {
  is: 'undecided',
  reasons: ['the rules combine in too many ways'],
} as const satisfies Judgement

function reasonsFor(world: Evaluation, addresses: AddressSet): readonly string[] {
  const reasons: string[] = []
  for (const [unknown, senders] of world.doubts) if (overlap(senders, addresses)) reasons.push(...unknown)
  return distinct(reasons)
}

function distinct(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons)]
}

/** True when all are: one `false` settles it, whatever is undecided. */
export function allOf(judgements: readonly Judgement[]): Judgement {
  if (judgements.some((j) => j.is === 'false')) return no
  const reasons = judgements.flatMap((j) => (j.is === 'undecided' ? j.reasons : []))
  return reasons.length === 0 && judgements.every((j) => j.is === 'true')
    ? yes
    : { is: 'undecided', reasons: distinct(reasons) }
}

/** True when any is: one `true` settles it, whatever is undecided. */
export function anyOf(judgements: readonly Judgement[]): Judgement {
  if (judgements.some((j) => j.is === 'true')) return yes
  return judgements.some((j) => j.is === 'undecided')
    ? {
        is: 'undecided',
        reasons: distinct(judgements.flatMap((j) => (j.is === 'undecided' ? j.reasons : []))),
      }
    : no
}
