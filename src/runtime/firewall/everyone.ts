import { spansOf } from '../addresses/intervals.js'
import { groupBy } from '../model/by-guideline.js'
import type { AddressSet, Origin, Span, Spans } from '../model/index.js'
import { type Answer, undecidedFor } from './answer.js'
import type { Cell } from './cells.js'
import { anyAddress, loopback, multicast, noAddress, unite, uniteAll, without } from './cidr-set.js'
import type { Reach } from './evaluation.js'
import { type Judgement, no, tooMuch, yes } from './judgement.js'

/** How many are everyone, and how much has to be open to them. */
export interface Everyone {
  /** Who does not count. */
  readonly but: AddressSet
  /** As many IPv4 addresses as a block of this prefix length has, or IPv6 addresses of one twice as long. */
  readonly prefix: number
  /** So many ports of one protocol. */
  readonly ports: number
}

/** Senders whom a place lets in, in one cell. */
interface Piece {
  readonly cell: Cell
  readonly addresses: AddressSet
}

/**
 * Whether everyone gets in, by whatever rules together, and the places that make it up: the fewest and widest, so that
 * what the others let in is not everyone. Groups and selectors are someone, never everyone; nor are packets to many
 * hosts at once.
 */
export function letsInEveryone(
  answer: Answer,
  everyone: Everyone,
): { readonly whole: Judgement; readonly places: readonly Origin[] } {
  const world = answer.of()
  if (world.exhausted) return { whole: tooMuch, places: [] }
  const outcomes = world.outcomes.filter(({ cell }) => cell.unicast)
  const whole = (kind: keyof Reach) =>
    isEveryone(
      outcomes.map(({ cell, allowed }) => ({ cell, addresses: allowed[kind] })),
      everyone,
    )
  if (!whole('may')) return { whole: no, places: [] }
  if (!whole('sure')) return { whole: undecidedFor(answer, world, counted(anyAddress, everyone)), places: [] }
  const pieces = new Map<Origin, Piece[]>()
  for (const { cell, admissions } of outcomes) {
    for (const { origin, reach } of admissions) {
      const addresses = counted(reach.sure, everyone)
      const own = pieces.get(origin)
      if (own) own.push({ cell, addresses })
      else pieces.set(origin, [{ cell, addresses }])
    }
  }
  const widest = new Set(widestOf(pieces, everyone))
  return { whole: yes, places: answer.places.filter((origin) => widest.has(origin)) }
}

/** Leaves out the narrow places, as long as they are not everyone together; places of one width stay together. */
function widestOf(pieces: ReadonlyMap<Origin, readonly Piece[]>, everyone: Everyone): readonly Origin[] {
  const measured = [...pieces].map(([origin, own]) => ({ origin, own, weight: weightOf(own) }))
  const sorted = measured.filter(({ weight }) => weight > 0).sort((a, b) => a.weight - b.weight)
  const starts = sorted.flatMap(({ weight }, i) => (weight === sorted[i - 1]?.weight ? [] : [i]))
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const narrow = sorted.slice(0, starts[middle]).flatMap(({ own }) => own)
    if (isEveryone(narrow, everyone)) high = middle - 1
    else low = middle
  }
  return sorted.slice(starts[low]).map(({ origin }) => origin)
}

function weightOf(pieces: readonly Piece[]): number {
  const shares = pieces.map(({ cell, addresses: { v4, v6 } }) => {
    return cell.width * (Number(sizeOf(v4)) / 2 ** 32 + Number(sizeOf(v6)) / 2 ** 128)
  })
  return shares.reduce((sum, share) => sum + share, 0)
}

function isEveryone(pieces: readonly Piece[], everyone: Everyone): boolean {
  const { v4, v6 } = counted(reachingPorts(pieces, everyone.ports), everyone)
  return (
    sizeOf(v4) >= 2n ** BigInt(32 - everyone.prefix) || sizeOf(v6) >= 2n ** BigInt(128 - 2 * everyone.prefix)
  )
}

/** Nobody sends from the loopback of another host, or from an address that many share. */
function counted(addresses: AddressSet, { but }: Everyone): AddressSet {
  return without(addresses, unite(but, loopback, multicast))
}

function sizeOf(spans: Spans<number> | Spans<bigint>): bigint {
  return spans.reduce((sum, { from, to }) => sum + BigInt(to) - BigInt(from), 0n)
}

/** The addresses that reach so many ports of one protocol. What has no ports is one. */
function reachingPorts(pieces: readonly Piece[], ports: number): AddressSet {
  if (ports === 1) return uniteAll([noAddress, ...pieces.map(({ addresses }) => addresses)])
  const protocols = groupBy(pieces, ({ cell }) => [`${cell.protocol}`])
  const reaching = [...protocols.values()].map((ofProtocol): AddressSet => {
    const byPort = [...groupBy(ofProtocol, ({ cell }) => [`${cell.port}`]).values()].map((same) => ({
      width: same[0]?.cell.width ?? 0,
      addresses: uniteAll(same.map(({ addresses }) => addresses)),
    }))
    return {
      v4: heavy(
        byPort.flatMap(({ width, addresses }) => addresses.v4.map((span) => ({ ...span, width }))),
        ports,
      ),
      v6: heavy(
        byPort.flatMap(({ width, addresses }) => addresses.v6.map((span) => ({ ...span, width }))),
        ports,
      ),
    }
  })
  return uniteAll([noAddress, ...reaching])
}

/** Where the widths of spans that lie over each other add up to so much. */
function heavy<T extends number | bigint>(
  spans: readonly (Span<T> & { readonly width: number })[],
  least: number,
): Spans<T> {
  const changes = new Map<T, number>()
  const change = (at: T, by: number) => changes.set(at, (changes.get(at) ?? 0) + by)
  for (const { from, to, width } of spans) {
    change(from, width)
    change(to, -width)
  }
  const sorted = [...changes].sort(([a], [b]) => (a < b ? -1 : 1))
  let weight = 0
  return spansOf(
    sorted.flatMap(([from, by], i) => {
      weight += by
      const to = sorted[i + 1]?.[0]
      return weight >= least && to !== undefined ? [{ from, to }] : []
    }),
  )
}
