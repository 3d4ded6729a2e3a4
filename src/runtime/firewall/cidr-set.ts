import {
  type Address,
  type Block,
  formatAddress,
  ipv4Span,
  ipv6Span,
  parseAddress,
  parseBlock,
  widthOf,
} from '../addresses/address.js'
import * as spans from '../addresses/intervals.js'
import type { AddressSet, Span } from '../model/index.js'

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

/** The addresses of a CIDR block or a single address; bits beyond the prefix do not count, as firewalls read it. */
export function parseCidr(text: string): AddressSet | undefined {
  const block = text.includes('/') ? parseBlock(text) : alone(parseAddress(text))
  if (block === undefined) return undefined
  const { address, bits } = block
  return typeof address === 'number'
    ? { v4: [ipv4Span(address, bits)], v6: [] }
    : { v4: [], v6: [ipv6Span(address, bits)] }
}

function alone(address: Address | undefined): Block | undefined {
  return address === undefined ? undefined : { address, bits: widthOf(address) }
}

/** The addresses between two addresses of one family, both included; undefined when they do not make a range. */
export function addressRange(first: string, last: string): AddressSet | undefined {
  const [from, to] = [parseAddress(first), parseAddress(last)]
  if (from === undefined || to === undefined || from > to) return undefined
  if (typeof from === 'number' && typeof to === 'number') return { v4: [{ from, to: to + 1 }], v6: [] }
  if (typeof from === 'bigint' && typeof to === 'bigint') return { v4: [], v6: [{ from, to: to + 1n }] }
  return undefined
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
    blocks.push(`${formatAddress(at)}/${bits}`)
    at += 2 ** (32 - bits)
  }
  return blocks
}

function ipv6Blocks({ from, to }: Span<bigint>): string[] {
  const blocks: string[] = []
  for (let at = from; at < to; ) {
    let bits = 128
    while (bits > 0 && at % (1n << BigInt(129 - bits)) === 0n && at + (1n << BigInt(129 - bits)) <= to) bits--
    blocks.push(`${formatAddress(at)}/${bits}`)
    at += 1n << BigInt(128 - bits)
  }
  return blocks
}
