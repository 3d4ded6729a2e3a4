import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AddressSet, Rule, Ruleset } from '../model/index.js'
import { ask } from './answer.js'
import type { Question } from './cells.js'
import { anyAddress, noAddress, parseCidr, unite } from './cidr-set.js'
import { letsInEveryone } from './everyone.js'
import { portRange } from './ports.js'
import { anyProtocol, protocolsOf, tcp } from './protocols.js'
import { addressPeers, ruleOf } from './ruleset.js'

const cidr = (...texts: string[]) => unite(noAddress, ...texts.map((text) => parseCidr(text) as AddressSet))
const ports = (first: number, last = first) => portRange(first, last) ?? []
const privately = cidr('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7')

type Draft = Partial<Rule> & { readonly from?: readonly string[] }

function found(
  drafts: readonly Draft[],
  more: { kind?: Ruleset['kind']; prefix?: number; ports?: number; question?: Partial<Question> } = {},
): readonly number[] | string {
  const rules = drafts.map(({ from, ...draft }, item) =>
    ruleOf({
      action: 'allow',
      origin: { item, pointer: '' },
      ...(from ? { peers: addressPeers(cidr(...from)) } : {}),
      ...draft,
    }),
  )
  const ruleset: Ruleset = {
    kind: more.kind ?? 'first-match',
    label: 'test',
    inbound: [{ origin: { item: -1, pointer: '' }, rules, otherwise: 'deny' }],
    outbound: [],
    families: anyAddress,
    host: false,
  }
  const question: Question = {
    direction: 'inbound',
    protocols: protocolsOf(tcp),
    ports: ports(0, 65535),
    ...more.question,
  }
  const { prefix = 8, ports: least = 1 } = more
  const { whole, places } = letsInEveryone(ask(ruleset, question), { but: privately, prefix, ports: least })
  return whole.is === 'undecided' ? whole.reasons.join() : places.map((origin) => origin.item as number)
}

describe('everyone, however it is spelt', () => {
  const fourteens = Array.from({ length: 64 }, (_, i) => ({
    from: [`${20 + (i >> 3)}.${4 * (i & 7)}.0.0/14`],
  }))
  test.each<[string, readonly Draft[], readonly number[]]>([
    ['a rule without sources', [{}], [0]],
    ['two halves', [{ from: ['0.0.0.0/1'] }, { from: ['8.8.8.8'] }, { from: ['128.0.0.0/1'] }], [0, 2]],
    ['64 blocks', fourteens, fourteens.map((_, i) => i)],
    ['63 blocks are not enough', fourteens.slice(1), []],
    ['a block of a company', [{ from: ['1.0.0.0/8'] }], [0]],
    ['a network that does not count', [{ from: ['10.0.0.0/8', '192.168.0.0/16'] }], []],
    ['addresses that nobody sends from', [{ from: ['127.0.0.0/8', '224.0.0.0/4'] }], []],
    ['IPv6', [{ from: ['2000::/3'] }], [0]],
    ['a provider of IPv6', [{ from: ['2001:db8::/32'] }], []],
    ['after a deny for a few', [{ action: 'deny', from: ['8.0.0.0/9'] }, {}], [1]],
    ['after a deny for all', [{ action: 'deny' }, {}], []],
  ])('%s', (_, drafts, expected) => {
    expect(found(drafts)).toEqual(expected)
    if (drafts.every(({ action }) => action !== 'deny'))
      expect(found(drafts, { kind: 'additive' })).toEqual(expected)
  })

  test('all ports but some are all ports where so many count; one open port is not', () => {
    const web = { ports: ports(443) }
    expect(found([web], { ports: 1000 })).toEqual([])
    expect(found([web, { ports: ports(1, 65534) }], { ports: 1000 })).toEqual([1])
    expect(found([{ ports: ports(0, 499) }, { ports: ports(600, 1099) }], { ports: 1000 })).toEqual([0, 1])
    // the halves have no port in common
    const apart = [
      { from: ['0.0.0.0/1'], ports: ports(0, 599) },
      { from: ['128.0.0.0/1'], ports: ports(600, 1200) },
    ]
    expect(found(apart, { ports: 1000 })).toEqual([])
    expect(found(apart)).toEqual([0, 1])
    expect(found([{}], { ports: 65536, question: { protocols: anyProtocol } })).toEqual([0])
  })

  test('what depends on something unknown is undecided only where it matters', () => {
    const half = { from: ['0.0.0.0/1'] }
    const unknown = ['an ipset']
    expect(found([{ unknown }])).toBe('an ipset')
    expect(found([{ ...half, unknown }, { from: ['128.0.0.0/1'] }])).toEqual([1])
    expect(found([{ ...half, unknown }, { from: ['128.0.0.0/1'] }], { prefix: 0 })).toEqual([])
    expect(found([{ unknown, from: ['8.8.8.8'] }])).toEqual([])
    expect(found([{ unknown }, {}])).toEqual([1])
  })
})

test('it agrees with counting addresses and ports one by one', () => {
  const block = fc
    .tuple(fc.nat(15), fc.integer({ min: 28, max: 32 }))
    .map(([at, bits]) => `8.0.0.${at}/${bits}`)
  const draft = fc.record({
    action: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
    from: fc.array(block, { minLength: 1, maxLength: 2 }),
    ports: fc.tuple(fc.nat(5), fc.nat(5)).map(([a, b]) => ports(Math.min(a, b), Math.max(a, b))),
  })
  const addresses = Array.from({ length: 16 }, (_, i) => ({ i, set: cidr(`8.0.0.${i}`) }))
  fc.assert(
    fc.property(
      fc.array(draft, { maxLength: 6 }),
      fc.integer({ min: 28, max: 32 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      (drafts, prefix, least, additive) => {
        const matching = (at: number, port: number, all: readonly (typeof drafts)[number][]) =>
          all.filter(
            ({ from, ports: [span] }) =>
              span !== undefined &&
              span.from <= port &&
              port < span.to &&
              cidr(...from).v4.some((s) => s.from <= 8 * 2 ** 24 + at && 8 * 2 ** 24 + at < s.to),
          )
        const isOpen = (at: number, port: number, all: readonly (typeof drafts)[number][]) => {
          const rules = matching(at, port, all)
          return additive ? rules.some((r) => r.action === 'allow') : rules[0]?.action === 'allow'
        }
        const isEveryone = (all: readonly (typeof drafts)[number][]) =>
          addresses.filter(
            ({ i }) => [0, 1, 2, 3, 4, 5].filter((port) => isOpen(i, port, all)).length >= least,
          ).length >=
          2 ** (32 - prefix)
        const kind = additive ? ('additive' as const) : ('first-match' as const)
        const places = found(drafts, { kind, prefix, ports: least })
        expect(places.length > 0).toBe(isEveryone(drafts))
        // without them it is not everyone, where rules only add up
        if (additive) expect(isEveryone(drafts.filter((_, i) => !places.includes(i as never)))).toBe(false)
      },
    ),
  )
})
