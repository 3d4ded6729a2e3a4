import { intersect } from '../../runtime/addresses/intervals.js'
import { anyAddress, parseCidr } from '../../runtime/firewall/cidr-set.js'
import { allPorts, parsePorts } from '../../runtime/firewall/ports.js'
import {
  anyProtocol,
  icmpProtocols,
  portProtocols,
  protocolNumber,
  protocolsOf,
} from '../../runtime/firewall/protocols.js'
import { addressPeers, ruleOf, undecidable } from '../../runtime/firewall/ruleset.js'
import { field, isSet, listAt } from '../../runtime/member.js'
import type {
  AddressSet,
  Direction,
  Ports,
  Protocols,
  Rule,
  Ruleset,
  RulesetReader,
  Stage,
} from '../../runtime/model/index.js'
import { firewallRulesType } from '../../runtime/policies/index.js'
import { quoted } from '../../wording/quoted.js'

/**
 * A firewall written down as a plain list, for those that have no export of their own:
 * `{rules: [{direction, action, protocol, ports: "443,20000-32767", source, destination}]}`.
 * The first match decides, nothing passes without one.
 */
export function neutralFirewall(firewall: unknown): Ruleset {
  const stage = (direction: Direction): readonly Stage[] => {
    const rules = listAt(firewall, 'rules').flatMap((rule, i) => readRule(rule, `/rules/${i}`, direction))
    return [{ origin: { item: firewall, pointer: '' }, rules, otherwise: 'deny' }]
  }
  return {
    kind: 'first-match',
    label: 'firewall',
    inbound: stage('inbound'),
    outbound: stage('outbound'),
    families: anyAddress,
    host: false,
  }
}

function readRule(rule: unknown, pointer: string, direction: Direction): readonly Rule[] {
  const origin = { item: rule, pointer }
  const unreadable = (name: string) =>
    undecidable(origin, `cannot read ${name} ${quoted(field(rule, name))} (${pointer})`)
  const own = field(rule, 'direction')
  if (own !== 'inbound' && own !== 'outbound') return unreadable('direction')
  if (own !== direction) return []
  const action = field(rule, 'action')
  if (action !== 'allow' && action !== 'deny') return unreadable('action')
  const protocols = readProtocols(field(rule, 'protocol'))
  if (!protocols) return unreadable('protocol')
  const ports = readPorts(field(rule, 'ports'))
  if (!ports) return unreadable('ports')
  // ports speak of protocols that have them
  const withPorts = ports === allPorts ? protocols : intersect(protocols, portProtocols)
  if (withPorts.length === 0) return unreadable('ports')
  const source = readAddresses(field(rule, 'source'))
  if (!source) return unreadable('source')
  const destination = readAddresses(field(rule, 'destination'))
  if (!destination) return unreadable('destination')
  const [peers, local] = direction === 'inbound' ? [source, destination] : [destination, source]
  return [ruleOf({ origin, action, protocols: withPorts, ports, peers: addressPeers(peers), local })]
}

function readProtocols(value: unknown): Protocols | undefined {
  if (!isSet(value) || value === 'all' || value === 'any') return anyProtocol
  if (value === 'icmp') return icmpProtocols
  const number = typeof value === 'string' || typeof value === 'number' ? protocolNumber(value) : undefined
  return number === undefined ? undefined : protocolsOf(number)
}

function readPorts(value: unknown): Ports | undefined {
  if (!isSet(value) || value === 'all' || value === 'any') return allPorts
  return typeof value === 'string' || typeof value === 'number' ? parsePorts(String(value)) : undefined
}

function readAddresses(value: unknown): AddressSet | undefined {
  if (!isSet(value) || value === 'any' || value === 'all') return anyAddress
  return typeof value === 'string' ? parseCidr(value) : undefined
}

/** Plain rules as a ruleset: every rule has an action. */
export const firewallRulesReader: RulesetReader = {
  name: 'firewall rules',
  types: [firewallRulesType],
  looksLike: (data) =>
    Array.isArray(field(data, 'rules')) &&
    listAt(data, 'rules').every((rule) => isSet(field(rule, 'action'))),
  one: neutralFirewall,
}
