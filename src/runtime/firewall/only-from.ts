import type { AddressSet, Member, Origin, Peers } from '../model/index.js'
import {
  type Answer,
  admissions,
  admitted,
  ambiguity,
  forStrangers,
  isSame,
  nowhere,
  throughMember,
  undecidedFor,
  worldOf,
} from './answer.js'
import { isEmpty, loopback, unite, uniteAll, without } from './cidr-set.js'
import type { Evaluation, Reach } from './evaluation.js'
import { allOf, anyOf, type Judgement, no, tooMuch, yes } from './judgement.js'

/** Whether nobody but these peers may reach any port of the question. The host itself (loopback) does not count. */
export function onlyFrom(of: Answer, peers: Peers): Judgement {
  const answer = forStrangers(of, peers)
  if (answer.of().exhausted) return tooMuch
  return settled(answer, [
    // where it depends on something which of two places lets a stranger in, one of them does
    noneIn(answer, admitted(answer), unite(peers.addresses, loopback)),
    ...admissions(answer).flatMap((origin) => partsAt(answer, origin, peers)),
  ])
}

/** Whether a place lets in nobody but these peers. A place that lets nobody in does. */
export function originOnlyFrom(of: Answer, origin: Origin, peers: Peers): Judgement {
  const answer = forStrangers(of, peers)
  return settled(answer, partsAt(answer, origin, peers))
}

/** The places that surely let in someone other than these peers, and whether none of the others does. */
export function placesBeyond(of: Answer, peers: Peers): { places: readonly Origin[]; others: Judgement } {
  const answer = forStrangers(of, peers)
  const all = admissions(answer).map((origin) => ({ origin, parts: partsAt(answer, origin, peers) }))
  const lets = all.filter(({ parts }) => parts.some(({ is }) => is === 'false'))
  const others = all.filter(({ parts }) => parts.every(({ is }) => is !== 'false'))
  return {
    places: lets.map(({ origin }) => origin),
    others: settled(
      answer,
      others.flatMap(({ parts }) => parts),
    ),
  }
}

/** Strangers who may get in: undecided, and what it depends on is not yet looked for. */
interface Strangers {
  readonly is: 'open'
  readonly world: Evaluation
  readonly addresses: AddressSet
}

type Part = Judgement | Strangers

function partsAt(answer: Answer, origin: Origin, peers: Peers): readonly Part[] {
  const reach = answer.of().admissions.get(origin) ?? nowhere
  const members = answer.membersAt.get(origin) ?? []
  return [
    noneIn(answer, reach, unite(peers.addresses, loopback)),
    ...members.map((member) => {
      const same = peers.members.filter((asked) => isSame(asked, member))
      if (same.length > 0) return anyOf(same.map((asked) => ambiguity(answer, asked) ?? yes))
      return noneIn(answer, throughMember(answer, origin, member), peers.addresses, member)
    }),
  ]
}

function noneIn(answer: Answer, reach: Reach, expected: AddressSet, member?: Member): Part {
  const world = worldOf(answer, member)
  if (world.exhausted) return tooMuch
  const excess = without(reach.may, expected)
  if (isEmpty(excess)) return yes
  return isEmpty(without(reach.sure, expected)) ? { is: 'open', world, addresses: excess } : no
}

/** True when all parts are. The reasons of each world are looked for once, however many places are open in it. */
function settled(answer: Answer, parts: readonly Part[]): Judgement {
  if (parts.some(({ is }) => is === 'false')) return no
  const known: Judgement[] = []
  const open = new Map<Evaluation, AddressSet[]>()
  for (const part of parts) {
    if (part.is !== 'open') known.push(part)
    else if (open.get(part.world)?.push(part.addresses) === undefined) open.set(part.world, [part.addresses])
  }
  for (const [world, addresses] of open) known.push(undecidedFor(answer, world, uniteAll(addresses)))
  return allOf(known)
}
