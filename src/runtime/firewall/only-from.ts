import type { AddressSet, Member, Origin, Peers } from '../model/index.js'
import {
  type Answer,
  admissions,
  admitted,
  ambiguity,
  isSame,
  nowhere,
  throughMember,
  undecidedFor,
  worldOf,
} from './answer.js'
import { isEmpty, loopback, unite, without } from './cidr-set.js'
import type { Reach } from './evaluation.js'
import { allOf, anyOf, type Judgement, no, tooMuch, yes } from './judgement.js'

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

function noneIn(answer: Answer, reach: Reach, expected: AddressSet, member?: Member): Judgement {
  const world = worldOf(answer, member)
  if (world.exhausted) return tooMuch
  const excess = without(reach.may, expected)
  if (isEmpty(excess)) return yes
  return isEmpty(without(reach.sure, expected)) ? undecidedFor(world, excess) : no
}
