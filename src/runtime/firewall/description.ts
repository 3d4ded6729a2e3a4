import type { AddressSet, Member, Peers } from '../model/index.js'
import { type Answer, admitted, admittedMembers, forStrangers } from './answer.js'
import { isEmpty, loopback, toCidrs, unite, without } from './cidr-set.js'
import type { Reach } from './evaluation.js'

/** More blocks than this help nobody. */
const mostBlocks = 50

/** Who is let in, as text: blocks, then groups and selectors; what depends on something unknown says so. */
export function describePeers(answer: Answer): readonly string[] {
  return describe(admitted(answer), admittedMembers(answer))
}

/** The same without those who are expected. */
export function describeBeyond(answer: Answer, expected: Peers): readonly string[] {
  const { sure, may } = admitted(forStrangers(answer, expected))
  const known = unite(expected.addresses, loopback)
  const named = admittedMembers(answer).filter(
    ({ member }) =>
      !expected.members.some(
        (m) => m.kind === member.kind && m.names.some((name) => member.names.includes(name)),
      ),
  )
  return describe({ sure: without(sure, known), may: without(may, known) }, named)
}

function describe(reach: Reach, named: readonly { member: Member; reach: Reach }[]): readonly string[] {
  return [
    ...blocks(reach.sure),
    ...blocks(without(reach.may, reach.sure)).map((block) => `${block} (undecided)`),
    ...named.map(({ member, reach: own }) => `${member.label}${isEmpty(own.sure) ? ' (undecided)' : ''}`),
  ]
}

function blocks(set: AddressSet): readonly string[] {
  const all = toCidrs(set)
  return all.length > mostBlocks
    ? [...all.slice(0, mostBlocks), `and ${all.length - mostBlocks} more blocks`]
    : all
}
