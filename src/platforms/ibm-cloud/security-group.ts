import { allIpv4, anyAddress, noAddress, parseCidr } from '../../runtime/firewall/cidr-set.js'
import { addressPeers, groupMember, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt, textAt, wordOf } from '../../runtime/member.js'
import type { AddressSet, Peers, Rule, Ruleset, RulesetReader } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { additive } from './additive.js'
import { ibmPorts, ibmProtocols, isUnreadable, looksLikeRules, type Unreadable } from './rule.js'

/** An IBM VPC security group: additive, stateful, nothing passes without a rule. */
export function ibmSecurityGroup(group: unknown): Ruleset {
  const rules = listAt(group, 'rules').map((rule, i) => ({ rule, pointer: `/rules/${i}` }))
  const ofDirection = (direction: string) => {
    const both = (rule: unknown) => !['inbound', 'outbound'].includes(wordOf(field(rule, 'direction')))
    const own = rules.filter(({ rule }) => field(rule, 'direction') === direction || both(rule))
    const origin = { item: group, pointer: '' }
    return [
      {
        origin,
        rules: own.flatMap(({ rule, pointer }) => readRule(rule, pointer)),
        otherwise: 'deny' as const,
      },
    ]
  }
  return {
    kind: 'additive',
    label: `security group ${textAt(group, 'name') ?? textAt(group, 'id') ?? ''}`.trim(),
    inbound: ofDirection('inbound'),
    outbound: ofDirection('outbound'),
    families: allIpv4,
    host: false,
  }
}

function readRule(rule: unknown, pointer: string): readonly Rule[] {
  const origin = { item: rule, pointer }
  const unreadable = ({ reason }: Unreadable) => undecidable(origin, `${reason} (${pointer})`)
  const direction = field(rule, 'direction')
  if (direction !== 'inbound' && direction !== 'outbound')
    return unreadable({ reason: `unknown direction ${quoted(direction)}` })
  const version = field(rule, 'ip_version')
  if (isSet(version) && version !== 'ipv4')
    return unreadable({ reason: `unknown ip_version ${quoted(version)}` })
  const protocols = ibmProtocols(rule)
  if (isUnreadable(protocols)) return unreadable(protocols)
  const ports = ibmPorts(rule, protocols, 'port_min', 'port_max')
  if (isUnreadable(ports)) return unreadable(ports)
  const peers = readRemote(field(rule, 'remote'))
  if (isUnreadable(peers)) return unreadable(peers)
  const local = isSet(field(rule, 'local')) ? readAddresses(field(rule, 'local')) : anyAddress
  if (!local) return unreadable({ reason: `no address in local ${quoted(field(rule, 'local'))}` })
  return [
    ruleOf({
      origin,
      action: 'allow',
      protocols,
      ports,
      peers,
      local,
    }),
  ]
}

function readRemote(remote: unknown): Peers | Unreadable {
  const addresses = readAddresses(remote)
  if (addresses) return addressPeers(addresses)
  const member = groupMember([field(remote, 'id'), field(remote, 'name'), field(remote, 'crn')], allIpv4)
  return member
    ? { addresses: noAddress, members: [member] }
    : { reason: `nobody in remote ${quoted(remote)}` }
}

/** `{address}` or `{cidr_block}`; undefined when it is neither. */
function readAddresses(value: unknown): AddressSet | undefined {
  const text = textAt(value, 'cidr_block') ?? textAt(value, 'address')
  return text === undefined ? undefined : parseCidr(text)
}

/** Security groups as rulesets; what any group of an interface allows passes. */
export const securityGroupReader: RulesetReader = {
  name: 'security group',
  types: ['ibm.is/SecurityGroup'],
  looksLike: looksLikeRules,
  looksAt: ['rules'],
  one: ibmSecurityGroup,
  all: (groups) => additive(groups.map(ibmSecurityGroup)),
}
