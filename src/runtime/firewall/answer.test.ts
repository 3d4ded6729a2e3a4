import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { includes, spansOf } from '../addresses/intervals.js'
import type { AddressSet, Member, Peers, Ports, Rule, Ruleset, Spans } from '../model/index.js'
import { admissions, admitted, ask, doubtsOf } from './answer.js'
import type { Question } from './cells.js'
import { allIpv4, anyAddress, loopback, noAddress, parseCidr, toCidrs, unite, without } from './cidr-set.js'
import { coversAll, openTo } from './coverage.js'
import type { Judgement } from './judgement.js'
import { onlyFrom, placesBeyond } from './only-from.js'
import { allPorts, portRange } from './ports.js'
import { anyProtocol, icmpProtocols, protocolsOf, tcp } from './protocols.js'
import { reachableBy } from './reachable.js'
import { addressPeers, groupMember, ruleOf } from './ruleset.js'

const cidr = (...texts: string[]) => unite(noAddress, ...texts.map((text) => parseCidr(text) as AddressSet))
const from = (...texts: string[]) => addressPeers(cidr(...texts))
const group = (name: string) => groupMember([name]) as Member
const members = (...names: string[]): Peers => ({ addresses: noAddress, members: names.map(group) })
const ports = (first: number, last = first) => portRange(first, last) as Ports
const inbound = (first: number, last = first): Question => ({
  direction: 'inbound',
  protocols: protocolsOf(tcp),
  ports: ports(first, last),
})

type Draft = Partial<Rule> & { action?: Rule['action'] }
const rule = (draft: Draft, index: number): Rule =>
  ruleOf({ action: 'allow', origin: { item: draft, pointer: `/rules/${index}` }, ...draft })

function rulesetOf(kind: Ruleset['kind'], drafts: readonly Draft[], more: Partial<Ruleset> = {}): Ruleset {
  const stage = {
    origin: { item: 'default', pointer: '' },
    rules: drafts.map(rule),
    otherwise: 'deny' as const,
  }
  return {
    kind,
    label: 'test',
    inbound: [stage],
    outbound: [],
    families: anyAddress,
    host: false,
    ...more,
  }
}
const additive = (...drafts: Draft[]) => rulesetOf('additive', drafts)
const firstMatch = (...drafts: Draft[]) => rulesetOf('first-match', drafts)

describe('additive rules', () => {
  test('two halves of the Internet and two halves of a port range are the whole', () => {
    const answer = ask(
      additive(
        { ports: ports(30000, 31000), peers: from('0.0.0.0/1', '128.0.0.0/1') },
        { ports: ports(31001, 32767), peers: from('0.0.0.0/1') },
        { ports: ports(31001, 32767), peers: from('128.0.0.0/1') },
      ),
      inbound(30000, 32767),
    )
    expect(coversAll(answer, from('0.0.0.0/0'))).toEqual({ is: 'true' })
    expect(openTo(answer, from('0.0.0.0/0'))).toEqual({ is: 'true' })
    expect(coversAll(answer, from('::/0'))).toEqual({ is: 'false' })
  })

  test('a gap of one port is a gap', () => {
    const answer = ask(
      additive({ ports: ports(30000, 31000) }, { ports: ports(31002, 32767) }),
      inbound(30000, 32767),
    )
    expect(coversAll(answer, from('10.0.0.1'))).toEqual({ is: 'false' })
    expect(openTo(answer, from('10.0.0.1'))).toEqual({ is: 'true' })
    expect(reachableBy(answer, from('10.0.0.1'))).toEqual({ is: 'true' })
  })

  test('a partial overlap with the range counts as access', () => {
    const answer = ask(additive({ ports: ports(32000, 40000) }), inbound(30000, 32767))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
  })

  test('a group is not the addresses that it may have', () => {
    const byAddress = ask(additive({ peers: from('10.0.0.5') }), inbound(22))
    expect(onlyFrom(byAddress, members('pag-sg'))).toEqual({ is: 'false' })
    expect(coversAll(byAddress, members('pag-sg'))).toEqual({ is: 'false' })
    expect(reachableBy(byAddress, members('pag-sg'))).toEqual({
      is: 'undecided',
      reasons: ['the addresses of group pag-sg, which are not in the export'],
    })
    const byGroup = ask(additive({ peers: members('pag-sg') }), inbound(22))
    expect(onlyFrom(byGroup, members('pag-sg'))).toEqual({ is: 'true' })
    expect(onlyFrom(byGroup, members('vpn-sg'))).toEqual({ is: 'false' })
    expect(onlyFrom(byGroup, from('10.0.0.0/8'))).toEqual({ is: 'false' })
    expect(coversAll(byGroup, members('pag-sg'))).toEqual({ is: 'true' })
    expect(reachableBy(byGroup, from('10.0.0.5'))).toEqual({ is: 'false' })
  })

  test('everyone covers every group', () => {
    const answer = ask(additive({}), inbound(22))
    expect(coversAll(answer, members('pag-sg'))).toEqual({ is: 'true' })
  })

  test('a name that two groups bear decides nothing', () => {
    const twins = [groupMember(['r006-1', 'web-sg']) as Member, groupMember(['r006-2', 'web-sg']) as Member]
    const answer = ask(additive({ peers: { addresses: noAddress, members: twins } }), inbound(22))
    const reasons = ['group web-sg is the name of 2 groups: ask by id']
    expect(onlyFrom(answer, members('web-sg'))).toEqual({ is: 'undecided', reasons })
    expect(coversAll(answer, members('web-sg'))).toEqual({ is: 'undecided', reasons })
    expect(onlyFrom(answer, members('r006-1', 'r006-2'))).toEqual({ is: 'true' })
  })

  test('every rule that lets someone in is named, even when another would do', () => {
    const answer = ask(additive({ peers: from('10.0.0.0/8') }, { peers: members('a') }, {}), inbound(22))
    expect(admissions(answer).map((origin) => origin.pointer)).toEqual(['/rules/0', '/rules/1', '/rules/2'])
  })
})

describe('the first match decides', () => {
  test('a rule in the shadow of another lets nobody in', () => {
    const answer = ask(firstMatch({ action: 'deny' }, {}), inbound(22))
    expect(admissions(answer)).toEqual([])
    expect(onlyFrom(answer, from())).toEqual({ is: 'true' })
  })

  test('an exception before the rule is left out of it', () => {
    const answer = ask(firstMatch({ action: 'deny', peers: from('70.0.0.0/16') }, {}), inbound(22))
    expect(toCidrs(admitted(answer).sure)).toEqual(toCidrs(without(anyAddress, cidr('70.0.0.0/16'))))
  })

  test('what happens otherwise can let someone in, too', () => {
    const ruleset = firstMatch({ action: 'deny', peers: from('10.0.0.0/8') })
    const open = { ...ruleset, inbound: ruleset.inbound.map((s) => ({ ...s, otherwise: 'allow' as const })) }
    expect(admissions(ask(open, inbound(22)))).toEqual([{ item: 'default', pointer: '' }])
  })

  test('a goto leaves the chain even where the chain that it leads to says nothing', () => {
    const chain = [rule({ action: 'deny', ports: ports(80) }, 9)]
    const inner = [rule({ action: 'goto', peers: from('10.0.0.0/8'), chain }, 1), rule({ action: 'deny' }, 2)]
    const answer = ask(firstMatch({ action: 'jump', chain: inner }, {}), inbound(22))
    expect(toCidrs(admitted(answer).sure)).toEqual(['10.0.0.0/8'])
  })

  test('a group that is turned away makes its unknown addresses undecided, not the Internet', () => {
    const answer = ask(firstMatch({ action: 'deny', peers: members('guests') }, {}), inbound(22))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({
      is: 'undecided',
      reasons: ['the addresses of group guests, which are not in the export'],
    })
    expect(coversAll(answer, members('guests'))).toEqual({ is: 'false' })
    expect(coversAll(answer, members('staff'))).toEqual({
      is: 'undecided',
      reasons: ['whether group staff and group guests share members is not in the export'],
    })
  })
})

describe('what the view cannot decide', () => {
  const ipset = ["match 'set' (line 4)"]

  test('is not a pass, and not a failure', () => {
    const answer = ask(firstMatch({ unknown: ipset }), inbound(22))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: ipset })
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: ipset })
    expect(doubtsOf(answer)).toEqual(ipset)
  })

  test('matters only where it could change the answer', () => {
    const denied = ask(firstMatch({ action: 'deny' }, { unknown: ipset }), inbound(22))
    expect(onlyFrom(denied, from('10.0.0.0/8'))).toEqual({ is: 'true' })
    const allowed = ask(firstMatch({ unknown: ipset }, {}), inbound(22))
    expect(coversAll(allowed, from('0.0.0.0/0'))).toEqual({ is: 'true' })
    const elsewhere = ask(firstMatch({ unknown: ipset, ports: ports(80) }), inbound(22))
    expect(onlyFrom(elsewhere, from('10.0.0.0/8'))).toEqual({ is: 'true' })
  })

  test('does not hide what is certain', () => {
    const answer = ask(
      additive({ unknown: ipset, peers: from('8.8.8.8') }, { peers: from('9.9.9.9') }),
      inbound(22),
    )
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'false' })
    expect(onlyFrom(answer, from('9.9.9.9'))).toEqual({ is: 'undecided', reasons: ipset })
  })

  test('is looked for once, however many places are open', () => {
    const work = (length: number) => {
      const unreadable = Array.from({ length }, (_, i) => ({ unknown: [`rule ${i}`] }))
      const answer = ask(additive(...unreadable), inbound(22))
      answer.of()
      const before = answer.spent.work
      const only = onlyFrom(answer, from('10.0.0.0/8'))
      const { others } = placesBeyond(answer, from('10.0.0.0/8'))
      const reasons = unreadable.flatMap(({ unknown }) => unknown)
      expect([only, others]).toEqual([
        { is: 'undecided', reasons },
        { is: 'undecided', reasons },
      ])
      return answer.spent.work - before
    }
    expect([work(100), work(200)]).toEqual([200, 400])
  })

  test('more work than there is time for is undecided', () => {
    const drafts = Array.from({ length: 8000 }, (_, i) => ({
      ports: ports(2 * i),
      local: cidr(`10.0.${i >> 8}.${i & 255}`),
    }))
    const answer = ask(firstMatch(...drafts), { ...inbound(0, 65535), protocols: anyProtocol })
    const reasons = ['the rules combine in too many ways']
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons })
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons })
    expect(openTo(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons })
    expect(reachableBy(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons })
  })
})

describe('the firewall of a host', () => {
  const host = (...drafts: Draft[]) =>
    rulesetOf('first-match', drafts, {
      host: true,
      families: allIpv4,
      elsewhere: 'ip6tables decides for IPv6',
    })

  test('what comes over lo is the host itself', () => {
    const answer = ask(host({ interfaces: [{ pattern: 'lo', negated: false }] }), inbound(22))
    expect(toCidrs(admitted(answer).sure)).toEqual(['127.0.0.0/8'])
    expect(onlyFrom(answer, from())).toEqual({ is: 'true' })
    expect(coversAll(answer, from('127.0.0.1'))).toEqual({ is: 'true' })
  })

  test('a rule for one interface opens the port, but not on every interface', () => {
    const ruleset = host({ interfaces: [{ pattern: 'eth+', negated: false }] })
    expect(openTo(ask(ruleset, inbound(22)), from('0.0.0.0/1'))).toEqual({ is: 'true' })
    expect(coversAll(ask(ruleset, inbound(22)), from('10.0.0.1'))).toEqual({ is: 'false' })
    const onEth1 = ask(ruleset, { ...inbound(22), interface: 'eth1' })
    expect(coversAll(onEth1, from('10.0.0.1'))).toEqual({ is: 'true' })
    expect(coversAll(onEth1, from('127.0.0.1'))).toEqual({ is: 'false' })
  })

  test('another family is for another ruleset to decide', () => {
    expect(coversAll(ask(host({}), inbound(22)), from('::/0'))).toEqual({
      is: 'undecided',
      reasons: ['ip6tables decides for IPv6'],
    })
    expect(reachableBy(ask(host({ action: 'deny' }), inbound(22)), from('::/0', '10.0.0.0/8'))).toEqual({
      is: 'undecided',
      reasons: ['ip6tables decides for IPv6'],
    })
  })
})

/** The obvious interpreter: one packet, one rule after the other, every undecidable match settled beforehand. */
interface Packet {
  protocol: number
  port: number
  sourcePort: number
  peer: string
  groups: readonly string[]
  local: string
  interface: string
}

/** Whether connection tracking sees the packet at hand. */
interface Tracking {
  seen: boolean
}

const has = (set: AddressSet, address: string) => {
  const { v4, v6 } = parseCidr(address) as AddressSet
  return (
    (v4[0] !== undefined && includes(set.v4, v4[0].from)) ||
    (v6[0] !== undefined && includes(set.v6, v6[0].from))
  )
}

function matches(
  rule: Rule,
  packet: Packet,
  settled: ReadonlyMap<Rule, boolean>,
  { seen }: Tracking = { seen: true },
): boolean {
  const { addresses, members } = rule.peers
  const named = members.some((m) => packet.groups.includes(m.key) && has(m.addresses, packet.peer))
  return (
    includes(rule.protocols, packet.protocol) &&
    includes(rule.ports, packet.port) &&
    includes(rule.sourcePorts, packet.sourcePort) &&
    (named || has(addresses, packet.peer)) &&
    has(rule.local, packet.local) &&
    rule.interfaces.every((i) => (i.pattern === packet.interface) !== i.negated) &&
    (rule.tracking === undefined || (rule.tracking === 'tracked') === seen) &&
    (settled.get(rule) ?? true)
  )
}

type End = 'allow' | 'deny' | 'leave' | 'next'

function interpret(
  rules: readonly Rule[],
  packet: Packet,
  settled: ReadonlyMap<Rule, boolean>,
  tracking: Tracking,
): End {
  for (const rule of rules) {
    if (!matches(rule, packet, settled, tracking)) continue
    if (rule.action === 'allow' || rule.action === 'deny' || rule.action === 'leave') return rule.action
    if (rule.action === 'return') return 'next'
    if (rule.action === 'untrack') {
      tracking.seen = false
      continue
    }
    const end = interpret(rule.chain ?? [], packet, settled, tracking)
    if (end !== 'next' || rule.action === 'goto') return end
  }
  return 'next'
}

/** What may become of a packet: of one that leaves, both. */
function fates(ruleset: Ruleset, packet: Packet, settled: ReadonlyMap<Rule, boolean>): readonly boolean[] {
  const tracking = { seen: true }
  for (const { rules, otherwise } of ruleset.inbound) {
    if (ruleset.kind === 'additive') {
      const allowed = rules.some((r) => r.action === 'allow' && matches(r, packet, settled))
      if (!allowed && otherwise === 'deny') return [false]
      continue
    }
    const end = interpret(rules, packet, settled, tracking)
    if (end === 'leave') return [true, false]
    if ((end === 'next' ? otherwise : end) === 'deny') return [false]
  }
  return [true]
}

const peers = ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3', 'fd00::0', 'fd00::1', '127.0.0.1']
const groups = ['group:g', 'group:h']
const locals = ['10.9.9.1', '10.9.9.2', 'fd99::1', 'fd99::2']
const interfaces = ['eth0', 'eth1', 'lo']

const spanSet = (limit: number): fc.Arbitrary<Spans<number>> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(allPorts) },
    fc
      .tuple(fc.nat(limit), fc.nat(limit))
      .map(([a, b]) => spansOf([{ from: Math.min(a, b), to: Math.max(a, b) + 1 }])),
  )
const addressSet = fc.oneof(
  { weight: 3, arbitrary: fc.constant(anyAddress) },
  fc.constant(loopback),
  fc
    .subarray(['10.0.0.0/31', '10.0.0.1', '10.0.0.2/31', 'fd00::/127', 'fd00::1'])
    .map((texts) => cidr(...texts)),
)
const peersArbitrary: fc.Arbitrary<Peers> = fc.record({
  addresses: fc.oneof({ weight: 4, arbitrary: addressSet }, fc.constant(noAddress)),
  members: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc
      .tuple(fc.constantFrom('g', 'h'), fc.constantFrom(anyAddress, allIpv4))
      .map(([name, addresses]) => [{ ...group(name), addresses }]),
  ),
})

const draftArbitrary = fc.record(
  {
    protocols: fc.constantFrom(
      anyProtocol,
      protocolsOf(6),
      protocolsOf(6, 17),
      protocolsOf(1),
      icmpProtocols,
    ),
    ports: spanSet(3),
    sourcePorts: fc.constantFrom(allPorts, allPorts, ports(1)),
    peers: peersArbitrary,
    local: fc.constantFrom(
      anyAddress,
      anyAddress,
      cidr('10.9.9.1'),
      without(anyAddress, cidr('10.9.9.1', 'fd99::1')),
    ),
    interfaces: fc.constantFrom(
      [],
      [],
      [{ pattern: 'eth0', negated: false }],
      [{ pattern: 'lo', negated: true }],
    ),
    tracking: fc.constantFrom('tracked' as const, 'untracked' as const),
    unknown: fc.constantFrom<string[][]>([], [], [], ['?']),
  },
  { requiredKeys: ['peers'] },
)

const made = (draft: Draft, action: Rule['action'], chain?: Rule[]) =>
  ruleOf({ ...draft, origin: { item: {}, pointer: '' }, action, ...(chain ? { chain } : {}) })

const leaf = fc
  .tuple(
    draftArbitrary,
    fc.constantFrom('allow', 'deny', 'allow', 'deny', 'return', 'untrack', 'leave' as const),
  )
  .map(([draft, action]) => made(draft, action))

/** Chains with jumps and gotos into chains one level below. */
const chainOver = (below: fc.Arbitrary<Rule[]>): fc.Arbitrary<Rule[]> => {
  const jump = fc
    .tuple(draftArbitrary, fc.constantFrom('jump', 'goto' as const), below)
    .map(([draft, action, chain]) => made(draft, action, chain))
  return fc.array(fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: jump }), { maxLength: 4 })
}
const chain = chainOver(chainOver(fc.array(leaf, { maxLength: 3 })))

const stageArbitrary = fc.record({
  origin: fc.constant({ item: {}, pointer: '' }),
  rules: chain,
  otherwise: fc.constantFrom('allow' as const, 'deny' as const),
})

const rulesetArbitrary: fc.Arbitrary<Ruleset> = fc.record({
  kind: fc.constantFrom('first-match' as const, 'first-match' as const, 'additive' as const),
  label: fc.constant('random'),
  inbound: fc.array(stageArbitrary, { minLength: 1, maxLength: 2 }),
  outbound: fc.constant([]),
  families: fc.constant(anyAddress),
  host: fc.boolean(),
})

function* unknownRules(rules: readonly Rule[]): Generator<Rule> {
  for (const r of rules) {
    if (r.unknown.length > 0) yield r
    yield* unknownRules(r.chain ?? [])
  }
}

/** Every way in which the undecidable matches may turn out. */
function* settlements(unknown: readonly Rule[]): Generator<ReadonlyMap<Rule, boolean>> {
  for (let bits = 0; bits < 2 ** unknown.length; bits++)
    yield new Map(unknown.map((r, i) => [r, ((bits >> i) & 1) === 1]))
}

/** All packets from one peer; a host gets those of its own addresses over lo, and no others over it. */
function packetsFrom(
  ruleset: Ruleset,
  question: Question,
  peer: string,
  groups: readonly string[],
): Packet[] {
  const own = has(loopback, peer)
  const packets: Packet[] = []
  // each family has an ICMP of its own
  const isIcmp = (protocol: number) => protocol === 1 || protocol === 58
  const sent = [peer.includes(':') ? 58 : 1, 6, 17, 50]
  for (const protocol of sent.filter((p) => includes(question.protocols, p)))
    for (const port of [0, 1, 2, 3, 4]) {
      const asked = isIcmp(protocol) || (protocol === 50 ? port === 0 : includes(question.ports, port))
      if (!asked) continue
      for (const sourcePort of [0, 1])
        for (const local of locals.filter((l) => l.includes(':') === peer.includes(':')))
          for (const name of ruleset.host ? interfaces.filter((i) => (i === 'lo') === own) : interfaces)
            packets.push({ protocol, port, sourcePort, peer, groups, local, interface: name })
    }
  return packets
}

describe('the answer agrees with an interpreter that takes packet by packet', () => {
  const questionArbitrary: fc.Arbitrary<Question> = fc.record({
    direction: fc.constant('inbound' as const),
    protocols: fc.constantFrom(
      protocolsOf(6),
      protocolsOf(6, 17),
      protocolsOf(1, 6, 50),
      icmpProtocols,
      anyProtocol,
    ),
    ports: fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => ports(Math.min(a, b), Math.max(a, b))),
  })
  const judgement = (yes: boolean, maybe: boolean): Judgement['is'] =>
    yes ? 'true' : maybe ? 'undecided' : 'false'

  test('who is let in, who may be, and from whom every packet is', () => {
    fc.assert(
      fc.property(rulesetArbitrary, questionArbitrary, (ruleset, question) => {
        const unknown = ruleset.inbound.flatMap((stage) => [...unknownRules(stage.rules)])
        fc.pre(unknown.length <= 4)
        const worlds = [...settlements(unknown)]
        const answer = ask(ruleset, question)
        for (const world of [[], ['group:g'], groups]) {
          const { outcomes } = answer.of(...world)
          for (const peer of peers) {
            const verdicts = packetsFrom(ruleset, question, peer, world).map((packet) =>
              worlds.flatMap((settled) => fates(ruleset, packet, settled)),
            )
            const cells = outcomes.filter((o) => has(o.cell.peers, peer))
            expect(cells.some((o) => has(o.allowed.may, peer))).toBe(verdicts.some((v) => v.includes(true)))
            expect(cells.some((o) => has(o.allowed.sure, peer))).toBe(
              verdicts.some((v) => !v.includes(false)),
            )
            if (world.length === 0 && !ruleset.inbound.some((s) => namesGroups(s.rules)))
              expect(coversAll(answer, from(peer)).is).toBe(
                judgement(
                  verdicts.every((v) => !v.includes(false)),
                  verdicts.every((v) => v.includes(true)),
                ),
              )
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('whether someone beyond a set is let in', () => {
    fc.assert(
      fc.property(rulesetArbitrary, questionArbitrary, fc.subarray(peers), (ruleset, question, expected) => {
        fc.pre(!ruleset.inbound.some((s) => namesGroups(s.rules)))
        const unknown = ruleset.inbound.flatMap((stage) => [...unknownRules(stage.rules)])
        fc.pre(unknown.length <= 4)
        const worlds = [...settlements(unknown)]
        const strangers = peers.filter((peer) => !expected.includes(peer) && !has(loopback, peer))
        const verdicts = strangers.flatMap((peer) =>
          packetsFrom(ruleset, question, peer, []).map((packet) =>
            worlds.flatMap((s) => fates(ruleset, packet, s)),
          ),
        )
        const rest = without(anyAddress, cidr(...peers))
        const answer = ask(ruleset, question)
        const excess = verdicts.some((v) => !v.includes(false))
        const doubtful = verdicts.some((v) => v.includes(true))
        expect(onlyFrom(answer, addressPeers(unite(rest, cidr(...expected)))).is).toBe(
          judgement(!doubtful, !excess),
        )
      }),
      { numRuns: 200 },
    )
  })
})

function namesGroups(rules: readonly Rule[]): boolean {
  return rules.some((r) => r.peers.members.length > 0 || namesGroups(r.chain ?? []))
}
