import {
  addressRange,
  anyAddress,
  common,
  parseCidr,
  uniteAll,
  without,
} from '../../runtime/firewall/cidr-set.js'
import { intersect, subtract } from '../../runtime/firewall/intervals.js'
import { allPorts, icmpMessages, parsePorts, portNumber } from '../../runtime/firewall/ports.js'
import {
  anyProtocol,
  portProtocols,
  protocolNumber,
  protocolsOf,
  tcp,
} from '../../runtime/firewall/protocols.js'
import type { AddressSet, InterfaceMatch, Ports, Spans } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import type { IptablesCondition } from './iptables-save.js'

/** The built-in chain that packets come through: what `local` addresses are depends on it. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING'

/** What the conditions of a rule leave of all packets that open a connection. */
export interface Matched {
  protocols: Spans<number>
  ports: Ports
  sourcePorts: Ports
  source: AddressSet
  destination: AddressSet
  interfaces: InterfaceMatch[]
  /** `--ports`: source or destination port. */
  eitherPorts?: Ports
  unknown: string[]
  /** No packet that opens a connection matches. */
  never: boolean
}

export function everything(): Matched {
  return {
    protocols: anyProtocol,
    ports: allPorts,
    sourcePorts: allPorts,
    source: anyAddress,
    destination: anyAddress,
    interfaces: [],
    unknown: [],
    never: false,
  }
}

/** Applies one condition. What it says beyond this view is noted as unknown, under the name of its module. */
export function applyCondition(matched: Matched, condition: IptablesCondition, hook: Hook): void {
  const apply = readers[condition.option] ?? readers[`${condition.module} ${condition.option}`]
  if (!apply?.(matched, condition, hook))
    matched.unknown.push(
      condition.module === ''
        ? `${condition.option} ${quoted(condition.values.join(' '))}`
        : `match ${quoted(condition.module)}`,
    )
}

/** Returns whether the condition could be read. */
type Reader = (matched: Matched, condition: IptablesCondition, hook: Hook) => boolean

const readers: Readonly<Record<string, Reader>> = {
  '-p': readProtocol,
  '-s': (m, c) => narrowAddresses(m, 'source', blocks(c.values), c.negated),
  '-d': (m, c) => narrowAddresses(m, 'destination', blocks(c.values), c.negated),
  '-i': (m, c, hook) => hook !== 'OUTPUT' && hook !== 'POSTROUTING' && readInterface(m, c),
  '-o': (m, c, hook) => (hook === 'OUTPUT' || hook === 'POSTROUTING') && readInterface(m, c),
  // only later fragments match: they open nothing
  '-f': (m, c) => when(m, c.negated),
  '--sport': (m, c) => narrowPorts(m, 'sourcePorts', c),
  '--dport': (m, c) => narrowPorts(m, 'ports', c),
  '--sports': (m, c) => narrowPorts(m, 'sourcePorts', c),
  '--dports': (m, c) => narrowPorts(m, 'ports', c),
  '--ports': readEitherPorts,
  // the packet that opens a TCP connection has SYN set, and neither ACK nor FIN nor RST
  '--syn': (m, c) => when(m, !c.negated),
  '--tcp-flags': readTcpFlags,
  '--ctstate': readState,
  '--state': readState,
  'conntrack --ctdir': (m, c) => when(m, c.values[0] === 'ORIGINAL'),
  'iprange --src-range': (m, c) => narrowAddresses(m, 'source', range(c.values[0]), c.negated),
  'iprange --dst-range': (m, c) => narrowAddresses(m, 'destination', range(c.values[0]), c.negated),
  'addrtype --dst-type': (m, c, hook) => hook === 'INPUT' && readLocalType(m, c),
  'addrtype --src-type': (m, c, hook) => hook === 'OUTPUT' && readLocalType(m, c),
  'pkttype --pkt-type': (m, c) => c.values[0] === 'unicast' && when(m, !c.negated),
  '--icmp-type': readIcmpType,
  '--icmpv6-type': readIcmpType,
  // modules that were loaded for their options, or only hold text
  ...Object.fromEntries(
    ['tcp', 'udp', 'sctp', 'dccp', 'udplite', 'icmp', 'icmp6', 'ipv6-icmp', 'comment'].map((name) => [
      `${name} `,
      () => true,
    ]),
  ),
}

function when(matched: Matched, matches: boolean): boolean {
  if (!matches) matched.never = true
  return true
}

function readProtocol(matched: Matched, { values, negated }: IptablesCondition): boolean {
  const name = values[0] ?? ''
  const number = name === 'all' || name === '0' ? undefined : protocolNumber(name)
  if (number === undefined && name !== 'all' && name !== '0') return false
  const protocols = number === undefined ? anyProtocol : protocolsOf(number)
  matched.protocols = intersect(matched.protocols, negated ? subtract(anyProtocol, protocols) : protocols)
  return true
}

function narrowAddresses(
  matched: Matched,
  end: 'source' | 'destination',
  set: AddressSet | undefined,
  negated: boolean,
): boolean {
  if (!set) return false
  matched[end] = common(matched[end], negated ? without(anyAddress, set) : set)
  return true
}

/** Addresses with prefix or mask, one or several. Masks with holes cannot be read. */
function blocks(values: readonly string[]): AddressSet | undefined {
  const sets = values.flatMap((value) => value.split(',')).map((text) => parseCidr(withPrefix(text.trim())))
  return sets.length === 0 || sets.includes(undefined)
    ? undefined
    : uniteAll(sets.filter((set) => set !== undefined))
}

/** `10.0.0.0/255.0.0.0` as `10.0.0.0/8`. */
function withPrefix(text: string): string {
  const [address, mask] = text.split('/')
  if (!mask?.includes('.')) return text
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')
  return /^1*0*$/.test(bits) && bits.length === 32
    ? `${address}/${bits.indexOf('0') < 0 ? 32 : bits.indexOf('0')}`
    : text
}

function range(text: string | undefined): AddressSet | undefined {
  const [first = '', last = first, ...more] = (text ?? '').split('-')
  return more.length === 0 ? addressRange(first, last) : undefined
}

function readInterface(matched: Matched, { values, negated }: IptablesCondition): boolean {
  const pattern = values[0]
  if (pattern === undefined) return false
  matched.interfaces.push({ pattern, negated })
  return true
}

function narrowPorts(matched: Matched, end: 'ports' | 'sourcePorts', condition: IptablesCondition): boolean {
  const ports = portsOf(condition)
  if (!ports) return false
  matched[end] = intersect(matched[end], ports)
  matched.protocols = intersect(matched.protocols, portProtocols)
  return true
}

/** `22`, `80,443`, `30000:32767`, `:1023`, `1024:`. */
function portsOf({ values, negated }: IptablesCondition): Ports | undefined {
  const filled = (values[0] ?? '').split(',').map((part) => part.replace(/^:/, '0:').replace(/:$/, ':65535'))
  const ports = values.length === 1 ? parsePorts(filled.join(','), ':') : undefined
  return ports && negated ? subtract(allPorts, ports) : ports
}

function readEitherPorts(matched: Matched, condition: IptablesCondition): boolean {
  const ports = portsOf(condition)
  if (!ports || matched.eitherPorts) return false
  matched.protocols = intersect(matched.protocols, portProtocols)
  if (!condition.negated) matched.eitherPorts = ports
  // neither the one nor the other
  else
    [matched.ports, matched.sourcePorts] = [
      intersect(matched.ports, ports),
      intersect(matched.sourcePorts, ports),
    ]
  return true
}

const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']

function readTcpFlags(matched: Matched, { values, negated }: IptablesCondition): boolean {
  const [mask, set] = [0, 1].map((i) => flagsOf(values[i] ?? ''))
  if (!mask || !set) return false
  matched.protocols = intersect(matched.protocols, protocolsOf(tcp))
  const looked: readonly string[] = mask.includes('SYN') ? ['SYN'] : []
  return when(
    matched,
    (looked.length === set.length && set.every((flag) => looked.includes(flag))) !== negated,
  )
}

function flagsOf(text: string): readonly string[] | undefined {
  if (text === 'NONE') return []
  if (text === 'ALL') return flagNames
  const flags = text.split(',')
  return flags.every((flag) => flagNames.includes(flag)) ? flags : undefined
}

/** Only what opens a connection counts: its state is NEW, whatever else the list holds. */
function readState(matched: Matched, { values, negated }: IptablesCondition): boolean {
  const states = (values[0] ?? '').split(',')
  if (states.includes('NEW')) return when(matched, !negated)
  // translated addresses are a state of new connections, too
  if (states.includes('DNAT') || states.includes('SNAT')) return false
  return when(matched, negated)
}

/** To the host itself go local addresses; multicast and broadcast are looked at by address. */
function readLocalType(matched: Matched, { values, negated }: IptablesCondition): boolean {
  const types = (values[0] ?? '').split(',')
  if (types.includes('LOCAL')) return when(matched, !negated)
  return types.every((type) => notLocal.includes(type)) && when(matched, negated)
}

const notLocal = [
  'UNICAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
  'THROW',
  'NAT',
  'MULTICAST',
  'BROADCAST',
  'ANYCAST',
]

const icmpNames: Readonly<Record<string, number>> = {
  'echo-request': 8,
  'echo-reply': 0,
  'destination-unreachable': 3,
  'time-exceeded': 11,
}

function readIcmpType(matched: Matched, { option, values, negated }: IptablesCondition): boolean {
  const text = values[0] ?? ''
  const [type = '', code] = text.split('/')
  const number =
    option === '--icmp-type' && Object.hasOwn(icmpNames, type) ? icmpNames[type] : portNumber(type)
  const codeNumber = code === undefined ? undefined : portNumber(code)
  if (text === 'any') return true
  if (number === undefined || number > 255 || (code !== undefined && (codeNumber ?? 256) > 255)) return false
  const messages = icmpMessages(number, codeNumber)
  matched.ports = intersect(matched.ports, negated ? subtract(allPorts, messages) : messages)
  return true
}
