import { quoted } from '../../wording/quoted.js'
import { intersect } from '../addresses/intervals.js'
import type { Direction, Ruleset } from '../model/index.js'
import type { Question } from './cells.js'
import { allPorts, formatPorts, portRange } from './ports.js'
import {
  anyProtocol,
  formatProtocols,
  icmpProtocols,
  portProtocols,
  protocolNumber,
  protocolsOf,
} from './protocols.js'

/**
 * The question of a policy: `tcp`, `udp`, `icmp` (both families), another name or number, `any`; with ports, those
 * protocols of it that have ports. The reason when it makes no sense.
 */
export function questionOf(
  direction: Direction,
  protocol: string,
  first?: unknown,
  last: unknown = first,
): Question | { readonly reason: string } {
  const protocols = protocolsNamed(protocol)
  if (!protocols) return { reason: `unknown protocol ${quoted(protocol)}: a name like tcp, a number, or any` }
  if (first === undefined) return { direction, protocols, ports: allPorts }
  const ports = portRange(first, last)
  if (!ports?.length)
    return {
      reason: `no port range: ${String(first)} to ${String(last)}; ports are 0 to 65535, the smaller first`,
    }
  const withPorts = intersect(protocols, portProtocols)
  return withPorts.length > 0
    ? { direction, protocols: withPorts, ports }
    : { reason: `${protocol} has no ports` }
}

function protocolsNamed(protocol: string) {
  const name = protocol.toLowerCase()
  if (name === 'any' || name === 'all') return anyProtocol
  if (name === 'icmp') return icmpProtocols
  const number = protocolNumber(name)
  return number === undefined ? undefined : protocolsOf(number)
}

/** The question in words, for messages: `tcp 30000-32767 inbound in security group kube-c1`. */
export function formatQuestion(ruleset: Ruleset, question: Question): string {
  const ports = question.ports === allPorts ? '' : ` ${formatPorts(question.ports)}`
  const via = question.interface === undefined ? '' : ` over ${question.interface}`
  return `${formatProtocols(question.protocols)}${ports} ${question.direction}${via} in ${ruleset.label}`
}
