import { spansOf } from '../addresses/intervals.js'
import type { Protocols } from '../model/index.js'

/** IP protocols by the names of /etc/protocols and those of vendors; the first name of a number is the one we print. */
const numbers: Readonly<Record<string, number>> = {
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ggp: 3,
  ip_in_ip: 4,
  ipencap: 4,
  st: 5,
  tcp: 6,
  egp: 8,
  igp: 9,
  pup: 12,
  udp: 17,
  hmp: 20,
  'xns-idp': 22,
  rdp: 27,
  'iso-tp4': 29,
  dccp: 33,
  xtp: 36,
  ddp: 37,
  'idpr-cmtp': 38,
  ipv6: 41,
  'ipv6-route': 43,
  'ipv6-frag': 44,
  idrp: 45,
  rsvp: 46,
  gre: 47,
  esp: 50,
  ah: 51,
  skip: 57,
  icmpv6: 58,
  'ipv6-icmp': 58,
  icmp6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  rspf: 73,
  vmtp: 81,
  eigrp: 88,
  ospf: 89,
  'ax.25': 93,
  ipip: 94,
  etherip: 97,
  encap: 98,
  pim: 103,
  ipcomp: 108,
  vrrp: 112,
  l2tp: 115,
  isis: 124,
  sctp: 132,
  fc: 133,
  mh: 135,
  'ipv6-mh': 135,
  'mobility-header': 135,
  udplite: 136,
  'mpls-in-ip': 137,
  manet: 138,
  hip: 139,
  shim6: 140,
  wesp: 141,
  rohc: 142,
  ethernet: 143,
}

const names = new Map(
  Object.entries(numbers)
    .reverse()
    .map(([name, number]) => [number, name]),
)

export const anyProtocol: Protocols = [{ from: 0, to: 256 }]

export const tcp = 6
export const icmp = 1
export const icmpv6 = 58

/** ICMP and ICMPv6: types and codes instead of ports. */
export const icmpProtocols: Protocols = protocolsOf(icmp, icmpv6)

/** TCP, UDP, DCCP, SCTP and UDP-Lite: the protocols whose packets have ports. */
export const portProtocols: Protocols = protocolsOf(tcp, 17, 33, 132, 136)

/** The set of some protocol numbers. */
export function protocolsOf(...values: readonly number[]): Protocols {
  return spansOf(values.map((n) => ({ from: n, to: n + 1 })))
}

/** The number of a protocol given by name or number in any case: `tcp`, `TCP`, `6`, `number_6`; undefined if there is none. */
export function protocolNumber(text: string | number): number | undefined {
  const name = String(text).toLowerCase()
  if (Object.hasOwn(numbers, name)) return numbers[name]
  const digits = /^(?:number_)?(\d{1,3})$/.exec(name)?.[1]
  return digits !== undefined && Number(digits) < 256 ? Number(digits) : undefined
}

/** How messages call a protocol: its name, else its number. */
export function protocolName(number: number): string {
  return names.get(number) ?? `protocol ${number}`
}

/** The protocols as text: `tcp`, `tcp, udp`, `any protocol`. */
export function formatProtocols(protocols: Protocols): string {
  const [first, ...rest] = protocols
  if (!first) return 'no protocol'
  if (rest.length === 0 && first.from === 0 && first.to === 256) return 'any protocol'
  return protocols
    .map(({ from, to }) =>
      to - from <= 2 || names.has(from)
        ? Array.from({ length: to - from }, (_, i) => protocolName(from + i)).join(', ')
        : `protocols ${from}-${to - 1}`,
    )
    .join(', ')
}
