import type { AddressSet, Member, Peers } from '../model/index.js'
import {
  type Answer,
  admitted,
  admittedMembers,
  isSame,
  undecidedFor,
  unknownAddresses,
  worldOf,
} from './answer.js'
import { anyAddress, common, contains, isEmpty, loopback, overlap, without } from './cidr-set.js'
import type { Reach } from './evaluation.js'
import { anyOf, type Judgement, no, tooMuch, undecidedBy, yes } from './judgement.js'

/** Whether any of these peers may reach any port of the question. */
export function reachableBy(answer: Answer, peers: Peers): Judgement {
  const named = admittedMembers(answer)
  return anyOf([
    anyIn(answer, admitted(answer), peers.addresses),
    elsewhere(answer, peers.addresses),
    ...peers.members.map((asked) => {
      const same = named.filter(({ member }) => isSame(asked, member))
      const byName = anyOf(same.map(({ member, reach }) => anyIn(answer, reach, anyAddress, member)))
      return anyOf([byName, throughAddresses(answer, asked)])
    }),
  ])
}

function anyIn(answer: Answer, reach: Reach, asked: AddressSet, member?: Member): Judgement {
  const world = worldOf(answer, member)
  if (world.exhausted) return tooMuch
  if (overlap(reach.sure, asked)) return yes
  return overlap(reach.may, asked) ? undecidedFor(answer, world, common(reach.may, asked)) : no
}

/** Addresses of a family that others filter may get in, for all that is known here. */
function elsewhere({ ruleset }: Answer, asked: AddressSet): Judgement {
  const outside = !isEmpty(without(asked, ruleset.families))
  return outside && ruleset.elsewhere !== undefined ? undecidedBy([ruleset.elsewhere]) : no
}

/** Whether someone known by name gets in by address: surely when every address does, perhaps when some do. */
function throughAddresses(answer: Answer, asked: Member): Judgement {
  const { sure, may } = admitted(answer)
  if (contains(sure, without(answer.ruleset.families, loopback))) return yes
  return isEmpty(without(may, loopback)) ? no : unknownAddresses(asked)
}
