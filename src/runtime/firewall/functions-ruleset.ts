import { quoted } from '../../wording/quoted.js'
import { type CelFunction, charge, type Failure, failure } from '../cel/index.js'
import { listAt, textAt } from '../member.js'
import type { Direction } from '../model/index.js'
import {
  type AccessValue,
  accessTo,
  PeerValue,
  plain,
  type RulesetValue,
  rulesetValue,
} from './cel-values.js'
import { questionOf } from './questions.js'
import { groupMember } from './ruleset.js'
import type { RulesetOf } from './ruleset-of.js'

function ruleset(of: RulesetOf) {
  return (data: unknown): RulesetValue | Failure => {
    const over = charge(sizeOf(data))
    if (over) return over
    const found = of(plain(data))
    return 'reason' in found ? failure('invalid-argument', found.reason) : rulesetValue(found)
  }
}

/** A rough measure of the work to read it. */
function sizeOf(data: unknown): number {
  const objects = Array.isArray(data) ? data : [data]
  return objects.reduce((sum: number, each) => sum + 1 + listAt(each, 'rules').length, 0)
}

function access(direction: Direction) {
  return (of: RulesetValue, protocol: string, first?: unknown, last?: unknown): AccessValue | Failure => {
    const question = questionOf(direction, protocol, first, last ?? first)
    return 'reason' in question ? failure('invalid-argument', question.reason) : accessTo(of, question)
  }
}

function group(idFields: readonly string[]) {
  return (data: unknown): PeerValue | Failure => {
    const map = plain(data)
    const names = typeof map === 'string' ? [map] : [...idFields, 'name'].map((name) => textAt(map, name))
    const member = groupMember([names.find((name) => name !== undefined)])
    return member
      ? new PeerValue(member)
      : failure('invalid-argument', `no group: ${quoted(map)} has no id and no name`)
  }
}

const ssh =
  "ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'tcp', 'ports': '22', 'source': '10.0.0.0/8'}]})"

const icmp = "ruleset({'rules': [{'direction': 'inbound', 'action': 'allow', 'protocol': 'icmp'}]})"

/**
 * Functions that give rulesets, groups, and questions to rulesets.
 * @param idFields the fields in which objects give the id of a group
 */
export const rulesetFunctions = (of: RulesetOf, idFields: readonly string[]): readonly CelFunction[] => [
  {
    name: 'ruleset',
    overloads: { 'ruleset(dyn): Ruleset': ruleset(of) },
    doc: 'The firewall rules in an object: an IBM security group or network ACL, the rules of a Tencent security group, an iptables-save text or one of its tables, a NetworkPolicy, a Calico policy, plain firewall rules. Of a list of security groups, NetworkPolicies or Calico policies: what they allow together. NetworkSets, GlobalNetworkSets and Tiers in a list of Calico policies say which addresses selectors stand for (without any, an address that a selector may stand for is undecided) and in which order tiers come. Of the iptables of a host, raw, mangle, filter and security are followed; what nat sends to another port or host is undecided and names the line of its rule, unless nothing turns it away there.',
    since: 'policytest',
    examples: [
      [`${ssh}.inbound('tcp', 22).onlyFrom(['10.0.0.0/8'])`, 'true'],
      ["ruleset('x')", "error: no firewall rules in 'x'"],
    ],
  },
  ...(['inbound', 'outbound'] as const).map((direction): CelFunction => {
    const ask = access(direction)
    const peers =
      direction === 'inbound'
        ? 'Who may open connections to what the rules protect'
        : 'To whom connections may be opened from what the rules protect'
    return {
      name: direction,
      overloads: {
        [`Ruleset.${direction}(string): Access`]: ask,
        [`Ruleset.${direction}(string, int): Access`]: ask,
        [`Ruleset.${direction}(string, int, int): Access`]: ask,
      },
      doc: `${peers}: a protocol (\`tcp\`, \`udp\`, \`icmp\`, another name or number, \`any\`), and all ports, one port, or the ports from one to another, both included. \`icmp\` asks IPv4 addresses for ICMP and IPv6 addresses for ICMPv6. \`any\` asks for every IP protocol, GRE and ESP among them, with ports for those that have them: TCP, UDP, SCTP, DCCP and UDP-Lite. So to cover it takes a rule for all protocols (IBM's \`any\`, Tencent's \`ALL\`), and IBM's \`all\`, which is ICMP, TCP and UDP, does not; to be reached by it takes one protocol.`,
      since: 'policytest',
      examples:
        direction === 'inbound'
          ? [
              [`${ssh}.inbound('tcp', 1, 1023).openTo('10.0.0.1')`, 'true'],
              [`${icmp}.inbound('icmp').covers(['0.0.0.0/0', '::/0'])`, 'true'],
              [`${icmp}.inbound('icmp').openTo(['0.0.0.0/0', '::/0'])`, 'true'],
              [`${icmp}.inbound('any').covers('0.0.0.0/0')`, 'false'],
              [`${ssh}.inbound('esp', 22).openTo('10.0.0.1')`, 'error: esp has no ports'],
            ]
          : [[`${ssh}.outbound('any').openTo('10.0.0.1')`, 'false']],
    }
  }),
  {
    name: 'group',
    overloads: { 'group(dyn): Peer': group(idFields) },
    doc: 'A security group as a peer, by id, name or CRN, or as the object of an export. A group is never taken for the addresses of its members.',
    since: 'policytest',
    examples: [[`${ssh}.inbound('tcp', 22).onlyFrom([group('pag-sg')])`, 'false']],
  },
]
