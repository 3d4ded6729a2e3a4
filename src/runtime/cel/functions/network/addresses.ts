import type { CelFunction } from '../../../model/index.js'
import { Failure, isMade } from '../../values/failure.js'
import { Cidr, formatCidr, formatIp, Ip, parseCidr, parseIp } from './ip.js'

const within = (block: Cidr, ip: Ip): boolean =>
  block.$ip.$family === ip.$family && ip.$value >= block.$span.from && ip.$value < block.$span.to

const covers = (block: Cidr, other: Cidr): boolean =>
  block.$ip.$family === other.$ip.$family &&
  other.$span.from >= block.$span.from &&
  other.$span.to <= block.$span.to

function parsed<T, R>(value: T | Failure, use: (value: T) => R): R | Failure {
  return value instanceof Failure ? value : use(value as T)
}

/** Whether the address lies in 0 … 255 of the first octet given, for IPv4. */
const firstOctets = (ip: Ip, ...octets: readonly number[]): boolean =>
  octets.every((octet, i) => Math.floor(Number(ip.$value) / 2 ** (24 - 8 * i)) % 256 === octet)

const startsWithBits = (ip: Ip, bits: bigint, length: bigint): boolean =>
  typeof ip.$value === 'bigint' && ip.$value >> (128n - length) === bits

function isUnspecified(ip: Ip): boolean {
  return Number(ip.$value) === 0
}
function isLoopback(ip: Ip): boolean {
  return ip.$family === 4 ? firstOctets(ip, 127) : ip.$value === 1n
}
function isLinkLocalMulticast(ip: Ip): boolean {
  if (ip.$family === 4) return firstOctets(ip, 224, 0, 0)
  return startsWithBits(ip, 0xffn, 8n) && (Number((ip.$value as bigint) >> 112n) & 0xf) === 2
}
function isLinkLocalUnicast(ip: Ip): boolean {
  return ip.$family === 4 ? firstOctets(ip, 169, 254) : startsWithBits(ip, 0xfe80n >> 6n, 10n)
}
function isMulticast(ip: Ip): boolean {
  return ip.$family === 4 ? Math.floor(Number(ip.$value) / 2 ** 28) === 14 : startsWithBits(ip, 0xffn, 8n)
}
function isGlobalUnicast(ip: Ip): boolean {
  const broadcast = ip.$family === 4 && ip.$value === 0xffff_ffff
  return !broadcast && !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocalUnicast(ip)
}

/** IP addresses and CIDR blocks with the semantics of Kubernetes. */
export const network: readonly CelFunction[] = [
  {
    name: 'ip',
    overloads: {
      'ip(string): net.IP': parseIp,
      'net.CIDR.ip(): net.IP': (block: Cidr) => block.$ip,
    },
    doc: 'Reads an IP address; the address of a CIDR block. Leading zeros, zones and IPv4 inside IPv6 are errors.',
    since: '1.30',
    examples: [
      ['ip("2001:db8::1").family()', '6'],
      ['cidr("10.1.2.3/8").ip() == ip("10.1.2.3")', 'true'],
      ['ip("010.0.0.1")', 'error: not an IP address: "010.0.0.1"'],
    ],
    constant: true,
  },
  {
    name: 'isIP',
    overloads: { 'isIP(string): bool': (text: string) => isMade(parseIp(text)) },
    doc: 'Whether the string is an IP address.',
    since: '1.30',
    examples: [['isIP("10.0.0.256")', 'false']],
  },
  {
    name: 'ip.isCanonical',
    overloads: {
      'ip.isCanonical(string): bool': (text: string) =>
        parsed(parseIp(text), (ip: Ip) => formatIp(ip) === text),
    },
    doc: 'Whether the string is the address in its canonical form; an error when it is not an address.',
    since: '1.30',
    examples: [['ip.isCanonical("2001:DB8::1")', 'false']],
  },
  {
    name: 'family',
    overloads: { 'net.IP.family(): int': (ip: Ip) => ip.$family },
    doc: '4 or 6.',
    since: '1.30',
    examples: [['ip("10.0.0.1").family()', '4']],
  },
  {
    name: 'isUnspecified',
    overloads: { 'net.IP.isUnspecified(): bool': isUnspecified },
    doc: 'Whether the address is 0.0.0.0 or ::.',
    since: '1.30',
    examples: [['ip("::").isUnspecified()', 'true']],
  },
  {
    name: 'isLoopback',
    overloads: { 'net.IP.isLoopback(): bool': isLoopback },
    doc: 'Whether the address is in 127.0.0.0/8, or is ::1.',
    since: '1.30',
    examples: [['ip("127.0.0.1").isLoopback()', 'true']],
  },
  {
    name: 'isLinkLocalMulticast',
    overloads: { 'net.IP.isLinkLocalMulticast(): bool': isLinkLocalMulticast },
    doc: 'Whether the address is in 224.0.0.0/24 or ff02::/16.',
    since: '1.30',
    examples: [['ip("224.0.0.1").isLinkLocalMulticast()', 'true']],
  },
  {
    name: 'isLinkLocalUnicast',
    overloads: { 'net.IP.isLinkLocalUnicast(): bool': isLinkLocalUnicast },
    doc: 'Whether the address is in 169.254.0.0/16 or fe80::/10.',
    since: '1.30',
    examples: [['ip("fe80::1").isLinkLocalUnicast()', 'true']],
  },
  {
    name: 'isGlobalUnicast',
    overloads: { 'net.IP.isGlobalUnicast(): bool': isGlobalUnicast },
    doc: 'Whether the address is a unicast address beyond the link; private ones are.',
    since: '1.30',
    examples: [
      ['ip("10.0.0.1").isGlobalUnicast()', 'true'],
      ['ip("255.255.255.255").isGlobalUnicast()', 'false'],
    ],
  },
  {
    name: 'cidr',
    overloads: { 'cidr(string): net.CIDR': parseCidr },
    doc: 'Reads a CIDR block.',
    since: '1.30',
    examples: [
      ['cidr("10.0.0.0/8").prefixLength()', '8'],
      ['cidr("10.0.0.0/33")', 'error: not a CIDR block: "10.0.0.0/33"; write 10.0.0.0/8'],
    ],
    constant: true,
  },
  {
    name: 'isCIDR',
    overloads: { 'isCIDR(string): bool': (text: string) => isMade(parseCidr(text)) },
    doc: 'Whether the string is a CIDR block.',
    since: '1.30',
    examples: [['isCIDR("10.0.0.1")', 'false']],
  },
  {
    name: 'containsIP',
    overloads: {
      'net.CIDR.containsIP(net.IP): bool': within,
      'net.CIDR.containsIP(string): bool': (block: Cidr, text: string) =>
        parsed(parseIp(text), (ip: Ip) => within(block, ip)),
    },
    doc: 'Whether the block contains the address.',
    since: '1.30',
    examples: [['cidr("10.0.0.0/8").containsIP("10.1.2.3")', 'true']],
  },
  {
    name: 'containsCIDR',
    overloads: {
      'net.CIDR.containsCIDR(net.CIDR): bool': covers,
      'net.CIDR.containsCIDR(string): bool': (block: Cidr, text: string) =>
        parsed(parseCidr(text), (other: Cidr) => covers(block, other)),
    },
    doc: 'Whether the block contains all of the other one.',
    since: '1.30',
    examples: [
      ['cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16")', 'true'],
      ['cidr("10.1.0.0/16").containsCIDR("10.0.0.0/8")', 'false'],
    ],
  },
  {
    name: 'masked',
    overloads: {
      'net.CIDR.masked(): net.CIDR': (block: Cidr) => new Cidr(new Ip(block.$span.from), block.$bits),
    },
    doc: 'The block with the bits below the mask cleared.',
    since: '1.30',
    examples: [['cidr("10.1.2.3/8").masked()', 'cidr("10.0.0.0/8")']],
  },
  {
    name: 'prefixLength',
    overloads: { 'net.CIDR.prefixLength(): int': (block: Cidr) => block.$bits },
    doc: 'The number of bits of the mask.',
    since: '1.30',
    examples: [['cidr("10.0.0.0/8").prefixLength()', '8']],
  },
  {
    name: 'string',
    overloads: { 'string(net.IP): string': formatIp, 'string(net.CIDR): string': formatCidr },
    doc: 'The canonical text of an address or a block.',
    since: '1.30',
    examples: [['string(ip("2001:DB8:0::1"))', '"2001:db8::1"']],
  },
]
