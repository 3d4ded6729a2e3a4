import { intersect, subtract } from '../../runtime/addresses/intervals.js'
import {
  addressRange,
  anyAddress,
  common,
  limitedBroadcast,
  loopback,
  multicast,
  noAddress,
  parseCidr,
  unite,
  uniteAll,
  without,
} from '../../runtime/firewall/cidr-set.js'
import { allPorts, parsePorts } from '../../runtime/firewall/ports.js'
import {
  anyProtocol,
  icmp,
  icmpv6,
  portProtocols,
  protocolNumber,
  protocolsOf,
  tcp,
} from '../../runtime/firewall/protocols.js'
import type { AddressSet, InterfaceMatch, Ports, Spans } from '../../runtime/model/index.js'
import { quoted } from '../../wording/quoted.js'
import { icmpMessagesNamed } from './icmp-messages.js'
import { type IptablesCondition, protocolOptions } from './iptables-save.js'
import { servicePort } from './services.js'

/** The built-in chain that packets come through: what `local` addresses are depends on it. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING'

/** Where a rule stands. */
export interface Place {
  readonly table: string
  readonly hook: Hook
  /** The end of a connection that is elsewhere: its source when it comes in. */
  readonly far: 'source' | 'destination'
}

/** What the conditions of a rule leave of all packets that open a connection. */
export interface Matched {
  protocols: Spans<number>
  ports: Ports
  sourcePorts: Ports
  source: AddressSet
  destination: AddressSet
  interfaces: InterfaceMatch[]
  tracking?: 'tracked' | 'untracked'
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

/**
 * Applies one condition. What it says beyond this view is noted as unknown, under the name of its module: whatever a
 * module asks that is not read here makes the rule undecided.
 */
export function applyCondition(matched: Matched, condition: IptablesCondition, place: Place): void {
  const { module, option } = condition
  const apply = protocolOptions.has(option) ? ofProtocols[option] : readers[`${module} ${option}`]
  if (!apply?.(matched, condition, place))
    matched.unknown.push(
      module === '' ? `${option} ${quoted(condition.values.join(' '))}` : `match ${quoted(module)}`,
    )
}

/** Returns whether the condition could be read. */
type Reader = (matched: Matched, condition: IptablesCondition, place: Place) => boolean

/** Options of the protocols' own modules, whatever module was named before them. */
const ofProtocols: Readonly<Record<string, Reader>> = {
  '--sport': (m, c) => narrowPorts(m, 'sourcePorts', c),
  '--dport': (m, c) => narrowPorts(m, 'ports', c),
  // the packet that opens a TCP connection has SYN set, and neither ACK nor FIN nor RST
  '--syn': (m, c) => when(m, !c.negated),
  '--tcp-flags': readTcpFlags,
  '--icmp-type': readIcmpType,
  '--icmpv6-type': readIcmpType,
}

const always: Reader = () => true

/** By module and option; a module without an option was loaded for nothing, or only holds text. */
const readers: Readonly<Record<string, Reader>> = {
  ' -p': readProtocol,
  ' -s': (m, c) => narrowAddresses(m, 'source', blocks(c.values), c.negated),
  ' -d': (m, c) => narrowAddresses(m, 'destination', blocks(c.values), c.negated),
  ' -i': (m, c, place) => readInterface(m, c, place, 'source'),
  ' -o': (m, c, place) => readInterface(m, c, place, 'destination'),
  // only later fragments match: they open nothing
  ' -f': (m, c) => when(m, c.negated),
  'multiport --sports': (m, c) => narrowPorts(m, 'sourcePorts', c),
  'multiport --dports': (m, c) => narrowPorts(m, 'ports', c),
  'multiport --ports': readEitherPorts,
  'conntrack --ctstate': readState,
  'state --state': readState,
  'conntrack --ctdir': (m, c) => tracked(m) && when(m, (c.values[0] === 'ORIGINAL') !== c.negated),
  'iprange --src-range': (m, c) => narrowAddresses(m, 'source', range(c.values[0]), c.negated),
  'iprange --dst-range': (m, c) => narrowAddresses(m, 'destination', range(c.values[0]), c.negated),
  'addrtype --dst-type': (m, c, place) => readAddressType(m, c, place, 'destination'),
  'addrtype --src-type': (m, c, place) => readAddressType(m, c, place, 'source'),
  'pkttype --pkt-type': (m, c) => c.values[0] === 'unicast' && when(m, !c.negated),
  // it remembers the sender, and matches; the other options say how
  'recent --set': (m, c) => when(m, !c.negated),
  'recent --name': always,
  'recent --rsource': always,
  'recent --rdest': always,
  'recent --mask': always,
  ...Object.fromEntries(
    'tcp udp sctp dccp udplite icmp icmp6 icmpv6 ipv6-icmp comment'
      .split(' ')
      .map((name) => [`${name} `, always]),
  ),
}

function when(matched: Matched, matches: boolean): boolean {
  if (!matches) matched.never = true
  return true
}

/** 0, by whatever name, is every protocol. */
function readProtocol(matched: Matched, { values, negated }: IptablesCondition): boolean {
  const name = (values[0] ?? '').toLowerCase()
  const number = name === 'all' || name === 'ip' ? 0 : protocolNumber(name)
  if (number === undefined) return false
  const protocols = number === 0 ? anyProtocol : protocolsOf(number)
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

/** Connections come in over an interface or go out over one; a packet that is forwarded has another at its other end. */
function readInterface(
  matched: Matched,
  { values, negated }: IptablesCondition,
  { hook, far }: Place,
  end: Place['far'],
): boolean {
  const pattern = values[0]
  if (pattern === undefined) return false
  if (end === far) matched.interfaces.push({ pattern, negated })
  else if (hook === 'FORWARD') return false
  // no such interface yet, or no longer: its name is empty
  else return when(matched, (pattern === '+') !== negated)
  return true
}

function narrowPorts(matched: Matched, end: 'ports' | 'sourcePorts', condition: IptablesCondition): boolean {
  const ports = portsOf(condition)
  if (!ports) return false
  matched[end] = intersect(matched[end], ports)
  matched.protocols = intersect(matched.protocols, portProtocols)
  return true
}

/** `22`, `ssh`, `80,443`, `30000:32767`, `:1023`, `1024:`. */
function portsOf({ values, negated }: IptablesCondition): Ports | undefined {
  const filled = (values[0] ?? '').split(',').map((part) => {
    const bounds = part.split(':').map((bound) => String(servicePort(bound) ?? bound))
    return bounds.join(':').replace(/^:/, '0:').replace(/:$/, ':65535')
  })
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

/** Only what opens a connection counts: its state is NEW, or UNTRACKED, whatever else the list holds. */
function readState(matched: Matched, { values, negated }: IptablesCondition, { table }: Place): boolean {
  const states = (values[0] ?? '').split(',')
  // raw comes before connection tracking
  const own = table === 'raw' ? 'INVALID' : 'NEW'
  // translated addresses are a state of new connections, too
  const isTranslation = states.includes('DNAT') || states.includes('SNAT')
  if (table !== 'raw' && !states.includes(own) && isTranslation) return false
  const tracking = states.includes(own) !== negated
  const untracked = states.includes('UNTRACKED') !== negated
  if (tracking && untracked) return true
  return when(matched, tracking || untracked) && limitTo(matched, tracking ? 'tracked' : 'untracked')
}

function tracked(matched: Matched): boolean {
  return limitTo(matched, 'tracked')
}

function limitTo(matched: Matched, tracking: 'tracked' | 'untracked'): boolean {
  if (matched.tracking !== undefined && matched.tracking !== tracking) matched.never = true
  matched.tracking = tracking
  return true
}

/**
 * The near end of a connection is an address of this host, or one that many hosts share; the far end is another host,
 * or over loopback this one.
 */
function readAddressType(
  matched: Matched,
  { values, negated }: IptablesCondition,
  { hook, far }: Place,
  end: Place['far'],
): boolean {
  if (hook === 'FORWARD') return false
  const types: Readonly<Record<string, AddressSet>> = end === far ? farTypes : nearTypes
  const sets = (values[0] ?? '')
    .split(',')
    .map((type) => (Object.hasOwn(types, type) ? types[type] : undefined))
  const known = sets.filter((set) => set !== undefined)
  return (
    known.length === sets.length && narrowAddresses(matched, end, uniteAll([noAddress, ...known]), negated)
  )
}

const shared = {
  MULTICAST: without(multicast, limitedBroadcast),
  BROADCAST: limitedBroadcast,
}

const farTypes: Readonly<Record<string, AddressSet>> = {
  ...shared,
  LOCAL: loopback,
  UNICAST: without(anyAddress, unite(loopback, multicast)),
}

const nearTypes: Readonly<Record<string, AddressSet>> = {
  ...shared,
  LOCAL: without(anyAddress, multicast),
  ...Object.fromEntries(
    ['UNICAST', 'ANYCAST', 'BLACKHOLE', 'UNREACHABLE', 'PROHIBIT', 'THROW', 'NAT'].map((type) => [
      type,
      noAddress,
    ]),
  ),
}

function readIcmpType(matched: Matched, { option, values, negated }: IptablesCondition): boolean {
  const named = option === '--icmp-type' ? '--icmp-type' : '--icmpv6-type'
  const messages = icmpMessagesNamed(values.join(' '), named)
  if (!messages) return false
  matched.protocols = intersect(matched.protocols, protocolsOf(named === '--icmp-type' ? icmp : icmpv6))
  matched.ports = intersect(matched.ports, negated ? subtract(allPorts, messages) : messages)
  return true
}
