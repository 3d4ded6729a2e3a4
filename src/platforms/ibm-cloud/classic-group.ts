import { allIpv4, allIpv6, anyAddress, noAddress, parseCidr } from '../../runtime/firewall/cidr-set.js'
import { allPorts, icmpMessages, portNumber, portRange } from '../../runtime/firewall/ports.js'
import { anyProtocol, icmp, icmpv6, protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers, groupMember, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type {
  AddressSet,
  Peers,
  Ports,
  Rule,
  Ruleset,
  RulesetReader,
  Stage,
} from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { additive } from './additive.js'
import { isUnreadable, type Unreadable } from './rule.js'
import { isClassicGroup } from './sl-source.js'

/** A security group of classic infrastructure: additive, stateful, nothing passes without a rule. */
export function classicSecurityGroup(group: unknown): Ruleset {
  const rules = listAt(group, 'rules').map((rule, i) => ({ rule, pointer: `/rules/${i}` }))
  const stage = (direction: string): readonly Stage[] => {
    const both = (rule: unknown) => !['ingress', 'egress'].includes(wordOf(field(rule, 'direction')))
    const own = rules.filter(({ rule }) => field(rule, 'direction') === direction || both(rule))
    const origin = { item: group, pointer: '' }
    // the list of groups does not show their rules: nobody knows whom such a group lets in
    const unknown = Array.isArray(field(group, 'rules'))
      ? []
      : undecidable(origin, 'the rules are not exported')
    return [
      {
        origin,
        rules: [...own.flatMap(({ rule, pointer }) => readRule(rule, pointer)), ...unknown],
        otherwise: 'deny',
      },
    ]
  }
  return {
    kind: 'additive',
    label: `classic security group ${textAt(group, 'name') ?? wordOf(field(group, 'id') ?? '')}`.trim(),
    inbound: stage('ingress'),
    outbound: stage('egress'),
    families: anyAddress,
    host: false,
  }
}

function readRule(rule: unknown, pointer: string): readonly Rule[] {
  const origin = { item: rule, pointer }
  const unreadable = ({ reason }: Unreadable) => undecidable(origin, `${reason} (${pointer})`)
  const direction = field(rule, 'direction')
  if (direction !== 'ingress' && direction !== 'egress')
    return unreadable({ reason: `unknown direction ${quoted(direction)}` })
  const ethertype = field(rule, 'ethertype')
  const family = isSet(ethertype) ? families.get(wordOf(ethertype).toLowerCase()) : allIpv4
  if (family === undefined) return unreadable({ reason: `unknown ethertype ${quoted(ethertype)}` })
  const protocol = field(rule, 'protocol')
  const number = typeof protocol === 'string' ? protocolNumber(protocol.toLowerCase()) : undefined
  if (isSet(protocol) && number === undefined)
    return unreadable({ reason: `unknown protocol ${quoted(protocol)}` })
  const ports = readPorts(rule, number)
  if (isUnreadable(ports)) return unreadable(ports)
  const peers = readPeers(rule, family)
  if (isUnreadable(peers)) return unreadable(peers)
  const protocols =
    number === undefined ? anyProtocol : number === icmp ? protocolsOf(icmp, icmpv6) : protocolsOf(number)
  return [ruleOf({ origin, action: 'allow', protocols, ports, peers })]
}

const families = new Map<string, AddressSet>([
  ['ipv4', allIpv4],
  ['ipv6', allIpv6],
])

/** The ports, or of ICMP its type and code in their place; without bounds all. */
function readPorts(rule: unknown, protocol: number | undefined): Ports | Unreadable {
  const [first, last] = [field(rule, 'portRangeMin'), field(rule, 'portRangeMax')]
  if (!isSet(first) && !isSet(last)) return allPorts
  const reason = `no port range: portRangeMin ${quoted(first)}, portRangeMax ${quoted(last)}`
  if (protocol === icmp || protocol === icmpv6) {
    const [type, code] = [portNumber(first), isSet(last) ? portNumber(last) : undefined]
    const isRead =
      type !== undefined && type < 256 && (code ?? 0) < 256 && (code !== undefined || !isSet(last))
    return isRead ? icmpMessages(type, code) : { reason }
  }
  // ports without a protocol mean those of TCP and UDP, or nothing: no source tells
  const ports = protocol === undefined ? undefined : portRange(first, last)
  return ports?.length ? ports : { reason }
}

/** An address block, a group by its number, or everybody of the family. */
function readPeers(rule: unknown, family: AddressSet): Peers | Unreadable {
  const [address, group] = [field(rule, 'remoteIp'), field(rule, 'remoteGroupId')]
  if (isSet(address)) {
    const addresses = parseCidr(wordOf(address))
    return addresses ? addressPeers(addresses) : { reason: `no address in remoteIp ${quoted(address)}` }
  }
  if (!isSet(group)) return addressPeers(family)
  const member = typeof group === 'object' ? undefined : groupMember([String(group)], family)
  return member
    ? { addresses: noAddress, members: [member] }
    : { reason: `nobody in remoteGroupId ${quoted(group)}` }
}

/** Classic security groups as rulesets; what any group of an interface allows passes. */
export const classicGroupReader: RulesetReader = {
  name: 'classic security group',
  types: ['ibm.sl/SecurityGroup'],
  looksLike: isClassicGroup,
  looksAt: ['rules'],
  one: classicSecurityGroup,
  all: (groups) => additive(groups.map(classicSecurityGroup)),
}
