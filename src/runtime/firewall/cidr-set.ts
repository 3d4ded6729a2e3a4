import ipaddr from 'ipaddr.js'
import type { AddressSet, Span } from '../model/index.js'
import * as spans from './intervals.js'

const end4 = 2 ** 32
const end6 = 1n << 128n

export const noAddress: AddressSet = { v4: [], v6: [] }
export const allIpv4: AddressSet = { v4: [{ from: 0, to: end4 }], v6: [] }
export const allIpv6: AddressSet = { v4: [], v6: [{ from: 0n, to: end6 }] }
export const anyAddress: AddressSet = { v4: allIpv4.v4, v6: allIpv6.v6 }

/** 127.0.0.0/8 and ::1: addresses that only the host itself can come from. */
export const loopback: AddressSet = {
  v4: [{ from: 127 * 2 ** 24, to: 128 * 2 ** 24 }],
  v6: [{ from: 1n, to: 2n }],
}

export const limitedBroadcast: AddressSet = { v4: [{ from: end4 - 1, to: end4 }], v6: [] }

/** Addresses that many hosts share, nobody's own: multicast, and the broadcast address. */
export const multicast: AddressSet = {
  v4: [{ from: 224 * 2 ** 24, to: 240 * 2 ** 24 }, ...limitedBroadcast.v4],
  v6: [{ from: 0xff00n << 112n, to: end6 }],
}

/**
 * The addresses of a CIDR block or a single address; bits beyond the prefix do not count, as firewalls read it.
 * Undefined for anything else: octal, hexadecimal and shortened IPv4 forms are refused, for they are read differently
 * from tool to tool.
 */
export function parseCidr(text: string): AddressSet | undefined {
  const [address = '', prefix, ...more] = text.split('/')
  if (more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined
  const v4 = ipv4Number(address)
  if (v4 !== undefined) {
    const bits = prefix === undefined ? 32 : Number(prefix)
    if (bits > 32) return undefined
    const size = 2 ** (32 - bits)
    const from = Math.floor(v4 / size) * size
    return { v4: [{ from, to: from + size }], v6: [] }
  }
  const v6 = ipv6Number(address)
  if (v6 === undefined) return undefined
  const bits = prefix === undefined ? 128 : Number(prefix)
  if (bits > 128) return undefined
  const size = 1n << BigInt(128 - bits)
  const from = (v6 / size) * size
  return { v4: [], v6: [{ from, to: from + size }] }
}

/** The addresses between two addresses of one family, both included; undefined when they do not make a range. */
export function addressRange(first: string, last: string): AddressSet | undefined {
  const [a4, b4] = [ipv4Number(first), ipv4Number(last)]
  if (a4 !== undefined && b4 !== undefined && a4 <= b4) return { v4: [{ from: a4, to: b4 + 1 }], v6: [] }
  const [a6, b6] = [ipv6Number(first), ipv6Number(last)]
  if (a6 !== undefined && b6 !== undefined && a6 <= b6) return { v4: [], v6: [{ from: a6, to: b6 + 1n }] }
  return undefined
}

function ipv4Number(text: string): number | undefined {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return undefined
  const parts = text.split('.')
  if (parts.some((p) => Number(p) > 255 || (p.length > 1 && p.startsWith('0')))) return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

function ipv6Number(text: string): bigint | undefined {
  if (!text.includes(':') || text.includes('%') || text.length > 45 || !ipaddr.IPv6.isValid(text))
    return undefined
  return ipaddr.IPv6.parse(text).parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n)
}

/** What is in one of the sets. */
export function unite(...sets: readonly AddressSet[]): AddressSet {
  return uniteAll(sets)
}

/** What is in one of the sets, of which there may be very many. */
export function uniteAll(sets: readonly AddressSet[]): AddressSet {
  const [only] = sets
  if (only && sets.length === 1) return only
  return { v4: spans.spansOf(sets.flatMap((s) => s.v4)), v6: spans.spansOf(sets.flatMap((s) => s.v6)) }
}

/** What is in both sets. */
export function common(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: spans.intersect(a.v4, b.v4), v6: spans.intersect(a.v6, b.v6) }
}

/** What is in the first set and not in the second. */
export function without(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: spans.subtract(a.v4, b.v4), v6: spans.subtract(a.v6, b.v6) }
}

export function isEmpty(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: AddressSet, inner: AddressSet): boolean {
  return spans.covers(outer.v4, inner.v4) && spans.covers(outer.v6, inner.v6)
}

/** Whether the sets have an address in common. */
export function overlap(a: AddressSet, b: AddressSet): boolean {
  return spans.meet(a.v4, b.v4) || spans.meet(a.v6, b.v6)
}

/** The fewest CIDR blocks that make up the set, IPv4 first, ascending. */
export function toCidrs(set: AddressSet): string[] {
  return [...set.v4.flatMap(ipv4Blocks), ...set.v6.flatMap(ipv6Blocks)]
}

function ipv4Blocks({ from, to }: Span<number>): string[] {
  const blocks: string[] = []
  for (let at = from; at < to; ) {
    let bits = 32
    while (bits > 0 && at % 2 ** (33 - bits) === 0 && at + 2 ** (33 - bits) <= to) bits--
    const parts = [at / 2 ** 24, at / 2 ** 16, at / 2 ** 8, at].map((part) => Math.floor(part) % 256)
    blocks.push(`${parts.join('.')}/${bits}`)
    at += 2 ** (32 - bits)
  }
  return blocks
}

function ipv6Blocks({ from, to }: Span<bigint>): string[] {
  const blocks: string[] = []
  for (let at = from; at < to; ) {
    let bits = 128
    while (bits > 0 && at % (1n << BigInt(129 - bits)) === 0n && at + (1n << BigInt(129 - bits)) <= to) bits--
    const parts = Array.from({ length: 8 }, (_, i) => Number((at >> BigInt(112 - 16 * i)) & 0xffffn))
    blocks.push(`${new ipaddr.IPv6(parts).toRFC5952String()}/${bits}`)
    at += 1n << BigInt(128 - bits)
  }
  return blocks
}
