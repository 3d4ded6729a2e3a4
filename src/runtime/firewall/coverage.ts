import { includes } from '../addresses/intervals.js'
import type { AddressSet, Endpoint, Member, Peers } from '../model/index.js'
import { type Answer, ambiguity, ask, isSame, undecidedFor, unknownAddresses } from './answer.js'
import {
  anyAddress,
  common,
  contains,
  isEmpty,
  loopback,
  multicast,
  overlap,
  unite,
  uniteAll,
  without,
} from './cidr-set.js'
import type { Evaluation, Outcome } from './evaluation.js'
import { allOf, anyOf, type Judgement, no, tooMuch, undecidedBy, yes } from './judgement.js'
import { icmpProtocols } from './protocols.js'

/** Whether every one of these peers may reach every port of the question. */
export function coversAll(answer: Answer, peers: Peers): Judgement {
  const ofAddresses = peersInReach(answer, peers.addresses, everyCell)
  return allOf([ofAddresses, ...peers.members.map((m) => memberIn(answer, m, everyCell))])
}

/** Whether every one of these peers may reach some port of the question: whether it stands open to them. */
export function openTo(answer: Answer, peers: Peers): Judgement {
  const ofAddresses = peersInReach(answer, peers.addresses, someCell)
  return allOf([ofAddresses, ...peers.members.map((m) => memberIn(answer, m, someCell))])
}

/** Whether a pod or host endpoint may reach some port of the question, by its labels and its addresses. */
export function openToEndpoint(answer: Answer, endpoint: Endpoint): Judgement {
  const { ruleset, question, spent } = answer
  if (!ruleset.towards) return openToKnown(answer, endpoint)
  const resolved = ask(ruleset.towards(endpoint), question)
  const judgement = openToKnown(resolved, endpoint)
  spent.work += resolved.spent.work
  return judgement
}

/** More unclear members than this are not tried out. */
const mostUnclear = 6

function openToKnown(answer: Answer, endpoint: Endpoint): Judgement {
  const chosen = answer.named.flatMap(({ member }) =>
    member.selects ? [{ member, selected: member.selects(endpoint) }] : [],
  )
  const unclear = chosen.filter(({ selected }) => selected === undefined).map(({ member }) => member)
  const sure = chosen.filter(({ selected }) => selected === true).map(({ member }) => member.key)
  const reasons = unclear.map(({ label }) => `whether ${endpoint.label} is among ${label}`)
  if (unclear.length > mostUnclear) return undecidedBy(reasons)
  const judgements = subsets(unclear.map(({ key }) => key)).map((others) =>
    toSomeAddress(answer, [...sure, ...others], endpoint),
  )
  const [first] = judgements
  const agree = first !== undefined && judgements.every(({ is }) => is === first.is)
  return agree && first.is !== 'undecided'
    ? first
    : undecidedBy([
        ...reasons,
        ...judgements.flatMap((each) => (each.is === 'undecided' ? each.reasons : [])),
      ])
}

function subsets<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.reduce<readonly (readonly T[])[]>(
    (all, each) => all.flatMap((subset) => [subset, [...subset, each]]),
    [[]],
  )
}

/** Whether any of its addresses gets through; an endpoint whose addresses are not known may have any, of any family. */
function toSomeAddress(answer: Answer, keys: readonly string[], { addresses, label }: Endpoint): Judgement {
  const { families, elsewhere } = answer.ruleset
  const world = answer.of(...keys)
  if (addresses.length > 0)
    return anyOf(
      addresses.map((address) => {
        if (isEmpty(without(address, families))) return someCell(answer, world, address)
        return elsewhere === undefined ? no : undecidedBy([elsewhere])
      }),
    )
  if (world.exhausted) return tooMuch
  const possible = without(anyAddress, unite(loopback, multicast))
  const reached = (kind: 'sure' | 'may') => uniteAll(world.outcomes.map(({ allowed }) => allowed[kind]))
  if (contains(reached('sure'), possible)) return yes
  const none = elsewhere === undefined && !overlap(reached('may'), possible)
  return none ? no : undecidedBy([`the addresses of ${label}, which are not in the export`])
}

type Coverage = (answer: Answer, world: Evaluation, asked: AddressSet) => Judgement

/** Every packet of these addresses passes. */
function everyCell(answer: Answer, world: Evaluation, asked: AddressSet): Judgement {
  if (world.exhausted) return tooMuch
  const outcomes = world.outcomes.filter((outcome) => outcome.cell.unicast)
  // addresses that such packets cannot have are in no cell
  if (!contains(uniteAll(outcomes.map(({ cell }) => cell.peers)), asked)) return no
  const missing = (kind: 'sure' | 'may') =>
    uniteAll(outcomes.map(({ cell, allowed }) => common(without(cell.peers, allowed[kind]), asked)))
  if (!isEmpty(missing('may'))) return no
  const doubtful = missing('sure')
  return isEmpty(doubtful) ? yes : undecidedFor(answer, world, doubtful)
}

/** Packets of one and the same kind pass from all these addresses. */
function someCell(answer: Answer, world: Evaluation, asked: AddressSet): Judgement {
  if (world.exhausted) return tooMuch
  const kinds = groupByKind(world.outcomes)
  const icmpKinds = groupByKind(world.outcomes.filter(({ cell }) => includes(icmpProtocols, cell.protocol)))
  const some = (of: typeof kinds, addresses: AddressSet, kind: 'sure' | 'may') =>
    of.some((outcomes) => contains(uniteAll(outcomes.map(({ allowed }) => allowed[kind])), addresses))
  // the same message has one number in ICMP and another in ICMPv6
  const families = [
    { v4: asked.v4, v6: [] },
    { v4: [], v6: asked.v6 },
  ]
  const passes = (kind: 'sure' | 'may') =>
    some(kinds, asked, kind) || families.every((family) => some(icmpKinds, family, kind))
  if (passes('sure')) return yes
  return passes('may') ? undecidedFor(answer, world, asked) : no
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
  if (!isEmpty(outside)) return elsewhere === undefined ? no : undecidedBy([elsewhere])
  if (isEmpty(asked)) return yes
  const known = judge(answer, answer.of(), asked)
  if (known.is !== 'true') return known
  // an address may belong to someone whom a rule turns away by name
  for (const { member, turnedAway } of answer.named) {
    if (turnedAway && judge(answer, answer.of(member.key), asked).is !== 'true')
      return unknownAddresses(member)
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
  const known = judge(answer, answer.of(...keys), everywhere)
  if (known.is !== 'true') return known
  for (const { member, turnedAway } of answer.named) {
    if (!turnedAway || keys.includes(member.key)) continue
    if (judge(answer, answer.of(...keys, member.key), everywhere).is === 'true') continue
    const reason = `whether ${asked.label} and ${member.label} share members is not in the export`
    return undecidedBy([reason])
  }
  return yes
}
