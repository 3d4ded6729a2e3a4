import ipaddr from 'ipaddr.js'
import type { Span } from '../model/index.js'

/** IPv4 is a number, IPv6 a bigint; the two never mix. */
export type Address = number | bigint

/**
 * The address that the text from its start up to `end` is. Undefined for anything else: zones, and the octal, hexadecimal
 * and shortened forms of IPv4, which are read differently from tool to tool.
 */
export function parseAddress(text: string, end = text.length): Address | undefined {
  const v4 = ipv4(text, 0, end)
  return v4 ?? ipv6(end === text.length ? text : text.slice(0, end))
}

/** The addresses that share their first bits with this one. */
export interface Block {
  readonly address: Address
  readonly bits: number
}

/** `address/bits`; bits of the address beyond the prefix may be set. */
export function parseBlock(text: string): Block | undefined {
  const slash = text.indexOf('/')
  const bits = slash < 0 ? undefined : prefixLength(text, slash + 1)
  const address = bits === undefined ? undefined : parseAddress(text, slash)
  if (address === undefined || bits === undefined || bits > widthOf(address)) return undefined
  return { address, bits }
}

/** How many bits an address has. */
export function widthOf(address: Address): 32 | 128 {
  return typeof address === 'number' ? 32 : 128
}

/** The addresses of a block of IPv4. */
export function ipv4Span(address: number, bits: number): Span<number> {
  const size = 2 ** (32 - bits)
  const from = address - (address % size)
  return { from, to: from + size }
}

/** The addresses of a block of IPv6. */
export function ipv6Span(address: bigint, bits: number): Span<bigint> {
  const rest = BigInt(128 - bits)
  const from = (address >> rest) << rest
  return { from, to: from + (1n << rest) }
}

/** Whether it is an address of IPv4 inside IPv6: `::ffff:10.0.0.1`. */
export function isMapped(address: Address): boolean {
  return typeof address === 'bigint' && address >> 32n === 0xffffn
}

/** Canonical text of an address. */
export function formatAddress(address: Address): string {
  if (typeof address === 'number')
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
  const parts = Array.from({ length: 8 }, (_, i) => Number((address >> BigInt(112 - 16 * i)) & 0xffffn))
  return new ipaddr.IPv6(parts).toRFC5952String()
}

/** Dotted decimal between two places of a text. */
function ipv4(text: string, start: number, end: number): number | undefined {
  let address = 0
  let octet = -1
  let dots = 0
  for (let i = start; i < end; i++) {
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
  if (text.length > 45 || !text.includes(':') || !/^[0-9a-fA-F:.]+$/.test(text)) return undefined
  const groups = writtenAsGroups(text)
  if (!ipaddr.IPv6.isValid(groups)) return undefined
  return ipaddr.IPv6.parse(groups).parts.reduce((value, part) => (value << 16n) | BigInt(part), 0n)
}

/** With an IPv4 address at its end as two groups: `::1.2.3.4` is no mapped address, `::102:304` is the same. */
function writtenAsGroups(text: string): string {
  const from = text.lastIndexOf(':') + 1
  const value = text.includes('.') ? ipv4(text, from, text.length) : undefined
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
