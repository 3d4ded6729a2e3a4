import { includes } from '../../runtime/addresses/intervals.js'
import { allPorts, icmpMessages, portNumber, portRange } from '../../runtime/firewall/ports.js'
import {
  anyProtocol,
  icmp,
  portProtocols,
  protocolNumber,
  protocolsOf,
  tcp,
} from '../../runtime/firewall/protocols.js'
import { field, isSet, listAt } from '../../runtime/member.js'
import type { Ports, Protocols } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'

/** What a rule cannot be read for. */
export interface Unreadable {
  readonly reason: string
}

/**
 * The protocols of an IBM VPC rule. `all` is what API versions before 2025-12-09 say for `icmp_tcp_udp`;
 * `any` is every protocol.
 */
export function ibmProtocols(rule: unknown): Protocols | Unreadable {
  const protocol = field(rule, 'protocol')
  if (protocol === 'all' || protocol === 'icmp_tcp_udp') return protocolsOf(icmp, tcp, 17)
  if (protocol === 'any') return anyProtocol
  const number = typeof protocol === 'string' ? protocolNumber(protocol) : undefined
  return number === undefined ? { reason: `unknown protocol ${quoted(protocol)}` } : protocolsOf(number)
}

/** The ports that an IBM VPC rule is for, or the ICMP types and codes in their place; without bounds all. */
export function ibmPorts(rule: unknown, protocols: Protocols, min: string, max: string): Ports | Unreadable {
  const messages = includes(protocols, icmp) && !includes(protocols, tcp)
  return messages ? icmpTypes(rule) : ibmPortRange(rule, protocols, min, max)
}

/** A port range of an IBM VPC rule; without bounds all ports. */
export function ibmPortRange(
  rule: unknown,
  protocols: Protocols,
  min: string,
  max: string,
): Ports | Unreadable {
  const [first, last] = [field(rule, min), field(rule, max)]
  if (!isSet(first) && !isSet(last)) return allPorts
  if (!protocols.every(({ from }) => includes(portProtocols, from)))
    return { reason: `${min} and ${max} for a protocol without ports` }
  const ports = portRange(first, last)
  return ports?.length ? ports : { reason: `no port range: ${min} ${quoted(first)}, ${max} ${quoted(last)}` }
}

function icmpTypes(rule: unknown): Ports | Unreadable {
  const [type, code] = [field(rule, 'type'), field(rule, 'code')]
  if (!isSet(type)) return allPorts
  const [typeNumber, codeNumber] = [portNumber(type), isSet(code) ? portNumber(code) : undefined]
  if (
    typeNumber === undefined ||
    typeNumber > 255 ||
    (codeNumber ?? 0) > 255 ||
    (isSet(code) && codeNumber === undefined)
  )
    return { reason: `no ICMP type and code: ${quoted(type)}, ${quoted(code)}` }
  return icmpMessages(typeNumber, codeNumber)
}

export function isUnreadable(value: object): value is Unreadable {
  return 'reason' in value
}

/** Whether data looks like a security group or an ACL: they have identity, and their rules tell a remote side. */
export function looksLikeRules(data: unknown): boolean {
  if (!Array.isArray(field(data, 'rules'))) return false
  const identified = ['id', 'name', 'crn', 'targets', 'subnets', 'vpc'].some((name) =>
    isSet(field(data, name)),
  )
  const rules = listAt(data, 'rules')
  return identified || (rules.length > 0 && rules.every((rule) => isSet(field(rule, 'remote'))))
}
