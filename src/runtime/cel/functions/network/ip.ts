import {
  type Address,
  formatAddress,
  ipv4Span,
  ipv6Span,
  isMapped,
  parseAddress,
  parseBlock,
} from '../../../addresses/address.js'
import type { Span } from '../../../model/index.js'
import { type Failure, failure } from '../../values/failure.js'
import { quote } from '../../values/quote.js'
import { Typed } from '../../values/type-name.js'

/** An IP address. */
export class Ip extends Typed {
  readonly $typeName = 'net.IP'
  readonly $family: 4 | 6
  readonly $value: Address

  constructor(value: Address) {
    super()
    this.$family = typeof value === 'number' ? 4 : 6
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

/** A block of addresses. Keeps the address it was written with. */
export class Cidr extends Typed {
  readonly $typeName = 'net.CIDR'
  readonly $ip: Ip
  readonly $bits: number
  readonly $span: Span<number> | Span<bigint>

  constructor(ip: Ip, bits: number) {
    super()
    this.$ip = ip
    this.$bits = bits
    const { $value } = ip
    this.$span = typeof $value === 'number' ? ipv4Span($value, bits) : ipv6Span($value, bits)
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
  const address = parseAddress(text)
  if (address === undefined || isMapped(address))
    return failure('invalid-argument', `not an IP address: ${quote(text.slice(0, 80))}`)
  return new Ip(address)
}

/** Reads `address/bits`. Bits below the mask may be set. */
export function parseCidr(text: string): Cidr | Failure {
  const block = parseBlock(text)
  if (block === undefined || isMapped(block.address))
    return failure('invalid-argument', `not a CIDR block: ${quote(text.slice(0, 80))}; write 10.0.0.0/8`)
  return new Cidr(new Ip(block.address), block.bits)
}

/** Canonical text of an address. */
export function formatIp(ip: Ip): string {
  return formatAddress(ip.$value)
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
