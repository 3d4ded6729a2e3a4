import { covers, meet, spansOf, subtract } from '../../../addresses/intervals.js'
import type { AddressSet, CelFunction, Span } from '../../../model/index.js'
import { charge } from '../../evaluation/meter.js'
import { Failure, failure } from '../../values/failure.js'
import { Cidr, parseCidr } from './ip.js'

type Port = number | bigint
type Range = Span<number>

function portRange(first: Port, last: Port): Range | Failure {
  const [a, b] = [Number(first), Number(last)]
  if (a >= 0 && b <= 65_535 && a <= b) return { from: a, to: b + 1 }
  return failure(
    'invalid-argument',
    `not a port range: ${first}-${last}; ports are 0 to 65535, the smaller first`,
  )
}

/** `[[22, 22], [80, 443]]`; a bare number is a range of one. */
function portRanges(list: readonly unknown[]): readonly Range[] | Failure {
  const over = charge(list.length)
  if (over) return over
  const ranges: Range[] = []
  for (const element of list) {
    const [first, last, ...more] = Array.isArray(element) ? element : [element, element]
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || more.length > 0) {
      return failure('invalid-argument', 'a list of port ranges has elements [first, last] or single ports')
    }
    const range = portRange(first, last)
    if (range instanceof Failure) return range
    ranges.push(range)
  }
  return ranges
}

/** The addresses of the blocks of a list. */
function addresses(list: readonly unknown[]): AddressSet | Failure {
  const over = charge(list.length)
  if (over) return over
  const v4: Span<number>[] = []
  const v6: Span<bigint>[] = []
  for (const element of list) {
    const block =
      element instanceof Cidr ? element : typeof element === 'string' ? parseBlock(element) : undefined
    if (block instanceof Failure) return block
    if (!block) return failure('invalid-argument', 'a CIDR set is a list of strings or of cidr values')
    if (block.$ip.$family === 4) v4.push(block.$span as Span<number>)
    else v6.push(block.$span as Span<bigint>)
  }
  return { v4: spansOf(v4), v6: spansOf(v6) }
}

/** A block, or a bare address, which is a block of one. */
function parseBlock(text: string): Cidr | Failure {
  if (text.includes('/')) return parseCidr(text)
  const block = parseCidr(`${text}/${text.includes(':') ? 128 : 32}`)
  return block instanceof Failure
    ? failure('invalid-argument', block.message.replace(/\/(?:32|128)"/, '"'))
    : block
}

function cidrsCover(set: readonly unknown[], wanted: readonly unknown[]): boolean | Failure {
  const [all, want] = [addresses(set), addresses(wanted)]
  if (all instanceof Failure) return all
  if (want instanceof Failure) return want
  const over = charge(set.length * 4 + wanted.length * 4)
  return over ?? (covers(all.v4, want.v4) && covers(all.v6, want.v6))
}

function cidrsOverlap(a: readonly unknown[], b: readonly unknown[]): boolean | Failure {
  const [x, y] = [addresses(a), addresses(b)]
  if (x instanceof Failure) return x
  if (y instanceof Failure) return y
  const over = charge(a.length * 4 + b.length * 4)
  return over ?? (meet(x.v4, y.v4) || meet(x.v6, y.v6))
}

/** Port ranges and CIDR sets: what rules of firewalls are made of. */
export const ranges: readonly CelFunction[] = [
  {
    name: 'ports.overlap',
    overloads: {
      'ports.overlap(int, int, int, int): bool': (a: Port, b: Port, c: Port, d: Port) => {
        const [x, y] = [portRange(a, b), portRange(c, d)]
        if (x instanceof Failure) return x
        return y instanceof Failure ? y : meet([x], [y])
      },
    },
    doc: 'Whether two port ranges, each given by its first and last port, have a port in common.',
    since: 'policytest',
    examples: [
      ['ports.overlap(20, 25, 22, 22)', 'true'],
      ['ports.overlap(80, 90, 22, 22)', 'false'],
    ],
  },
  {
    name: 'ports.covers',
    overloads: {
      'ports.covers(list<dyn>, int, int): bool': (list: readonly unknown[], first: Port, last: Port) => {
        const [all, wanted] = [portRanges(list), portRange(first, last)]
        if (all instanceof Failure) return all
        return wanted instanceof Failure ? wanted : covers(spansOf(all), [wanted])
      },
    },
    doc: 'Whether the ranges together, `[first, last]` or single ports, contain every port from first to last. Ranges that touch join.',
    since: 'policytest',
    examples: [
      ['ports.covers([[30000, 31000], [31001, 32767]], 30000, 32767)', 'true'],
      ['ports.covers([[30000, 31000], [31002, 32767]], 30000, 32767)', 'false'],
    ],
  },
  {
    name: 'ports.missing',
    overloads: {
      'ports.missing(list<dyn>, int, int): list<list<int>>': (
        list: readonly unknown[],
        first: Port,
        last: Port,
      ) => {
        const [all, wanted] = [portRanges(list), portRange(first, last)]
        if (all instanceof Failure) return all
        if (wanted instanceof Failure) return wanted
        return subtract([wanted], spansOf(all)).map(({ from, to }) => [from, to - 1])
      },
    },
    doc: 'The ranges from first to last that none of the given ranges contains: what a message wants to name.',
    since: 'policytest',
    examples: [['ports.missing([[1, 21], [23, 65535]], 1, 65535)', '[[22, 22]]']],
  },
  {
    name: 'cidrs.cover',
    overloads: {
      'cidrs.cover(list<dyn>, string): bool': (set: readonly unknown[], wanted: string) =>
        cidrsCover(set, [wanted]),
      'cidrs.cover(list<dyn>, net.CIDR): bool': (set: readonly unknown[], wanted: Cidr) =>
        cidrsCover(set, [wanted]),
      'cidrs.cover(list<dyn>, list<dyn>): bool': cidrsCover,
    },
    doc: 'Whether the blocks together contain every address of the block, or of all blocks, given second. A bare address is a block of one. IPv4 and IPv6 are apart.',
    since: 'policytest',
    examples: [
      ['cidrs.cover(["0.0.0.0/1", "128.0.0.0/1"], "0.0.0.0/0")', 'true'],
      ['cidrs.cover(["10.0.0.0/8"], ["10.1.0.0/16", "10.9.9.9"])', 'true'],
      ['cidrs.cover(["0.0.0.0/0"], "::/0")', 'false'],
    ],
  },
  {
    name: 'cidrs.overlap',
    overloads: { 'cidrs.overlap(list<dyn>, list<dyn>): bool': cidrsOverlap },
    doc: 'Whether the two sets of blocks have an address in common.',
    since: 'policytest',
    examples: [
      ['cidrs.overlap(["10.0.0.0/8"], ["10.1.0.0/16"])', 'true'],
      ['cidrs.overlap(["10.0.0.0/8"], ["11.0.0.0/8", "::/0"])', 'false'],
    ],
  },
]
