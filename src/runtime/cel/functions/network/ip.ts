import ipaddr from 'ipaddr.js'
import { type Failure, failure } from '../../values/failure.js'
import { quote } from '../../values/quote.js'
import { Typed } from '../../values/type-name.js'

/** An IP address. IPv4 is a number, IPv6 a bigint; the two never mix. */
export class Ip extends Typed {
  readonly $typeName = 'net.IP'
  readonly $family: 4 | 6
  readonly $value: number | bigint

  constructor(family: 4 | 6, value: number | bigint) {
    super()
    this.$family = family
    this.$value = value
  }

  override get $size(): number {
    return this.$family === 4 ? 4 : 16
  }

  override $equals(other: Typed): boolean {
    return other instanceof Ip && other.$family === this.$family && other.$value === this.$value
  }

  override get $key(): unknown {
    return this.toString()
  }

  override toString(): string {
    return `ip(${quote(formatIp(this))})`
  }
}

/** A block of addresses: those from `$first` to `$last`. Keeps the address it was written with. */
export class Cidr extends Typed {
  readonly $typeName = 'net.CIDR'
  readonly $ip: Ip
  readonly $bits: number
  readonly $first: number | bigint
  readonly $last: number | bigint

  constructor(ip: Ip, bits: number) {
    super()
    this.$ip = ip
    this.$bits = bits
    if (typeof ip.$value === 'number') {
      const size = 2 ** (32 - bits)
      this.$first = ip.$value - (ip.$value % size)
      this.$last = this.$first + size - 1
    } else {
      const rest = BigInt(128 - bits)
      this.$first = (ip.$value >> rest) << rest
      this.$last = this.$first + (1n << rest) - 1n
    }
  }

  override get $size(): number {
    return Math.ceil(this.$bits / 8)
  }

  override $equals(other: Typed): boolean {
    return other instanceof Cidr && other.$bits === this.$bits && other.$ip.$equals(this.$ip)
  }

  override get $key(): unknown {
    return this.toString()
  }

  override toString(): string {
    return `cidr(${quote(formatCidr(this))})`
  }
}

/** Reads an address as Go's netip does: no leading zeros, no zones, no IPv4 inside IPv6. */
export function parseIp(text: string): Ip | Failure {
  const value = text.includes(':') ? ipv6(text) : ipv4(text, text.length)
  if (value === undefined)
    return failure('invalid-argument', `not an IP address: ${quote(text.slice(0, 80))}`)
  return new Ip(typeof value === 'number' ? 4 : 6, value)
}

/** Reads `address/bits`. Bits below the mask may be set. */
export function parseCidr(text: string): Cidr | Failure {
  const slash = text.indexOf('/')
  const bits = slash < 0 ? undefined : prefixLength(text, slash + 1)
  const value =
    bits === undefined ? undefined : text.includes(':') ? ipv6(text.slice(0, slash)) : ipv4(text, slash)
  if (value === undefined || bits === undefined || (typeof value === 'number' && bits > 32)) {
    return failure('invalid-argument', `not a CIDR block: ${quote(text.slice(0, 80))}; write 10.0.0.0/8`)
  }
  return new Cidr(new Ip(typeof value === 'number' ? 4 : 6, value), bits)
}

/** Dotted decimal from the start of a text up to `end`. */
function ipv4(text: string, end: number): number | undefined {
  let address = 0
  let octet = -1
  let dots = 0
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c === 46) {
      if (octet < 0 || ++dots > 3) return undefined
      address = address * 256 + octet
      octet = -1
    } else {
      if (c < 48 || c > 57 || octet === 0) return undefined
      octet = octet < 0 ? c - 48 : octet * 10 + c - 48
      if (octet > 255) return undefined
    }
  }
  return dots === 3 && octet >= 0 ? address * 256 + octet : undefined
}

function ipv6(text: string): bigint | undefined {
  const parsed = anyIpv6(text)
  if (parsed === undefined || parsed.isIPv4MappedAddress()) return undefined
  return parsed.parts.reduce((value, part) => (value << 16n) | BigInt(part), 0n)
}

/** Whether the text is an IPv6 address, be it one of IPv4 inside of IPv6. */
export const isIpv6 = (text: string): boolean => anyIpv6(text) !== undefined

function anyIpv6(text: string): ipaddr.IPv6 | undefined {
  if (text.length > 45 || !/^[0-9a-fA-F:.]+$/.test(text) || !ipaddr.IPv6.isValid(writtenAsGroups(text)))
    return undefined
  return ipaddr.IPv6.parse(writtenAsGroups(text))
}

/** With an IPv4 address at its end as two groups: `::1.2.3.4` is no mapped address, `::102:304` is the same. */
function writtenAsGroups(text: string): string {
  const from = text.lastIndexOf(':') + 1
  const value = text.includes('.') ? ipv4(text.slice(from), text.length - from) : undefined
  if (value === undefined) return text
  return `${text.slice(0, from)}${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`
}

function prefixLength(text: string, from: number): number | undefined {
  const length = text.length - from
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(from) === 48)) return undefined
  let bits = 0
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 48 || c > 57) return undefined
    bits = bits * 10 + c - 48
  }
  return bits <= 128 ? bits : undefined
}

/** Canonical text of an address. */
export function formatIp(ip: Ip): string {
  if (typeof ip.$value === 'number') {
    const value = ip.$value
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
  }
  const value = ip.$value
  const parts = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn))
  return new ipaddr.IPv6(parts).toRFC5952String()
}

/** Canonical text of a block. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIp(cidr.$ip)}/${cidr.$bits}`
}

/** Whether `ip()` reads the text. */
export function isIp(text: string): boolean {
  return parseIp(text) instanceof Ip
}

/** Whether `cidr()` reads the text. */
export function isCidr(text: string): boolean {
  return parseCidr(text) instanceof Cidr
}
