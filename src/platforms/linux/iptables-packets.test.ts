import fc from 'fast-check'
import { expect, test } from 'vitest'
import { includes } from '../../runtime/addresses/intervals.js'
import { ask } from '../../runtime/firewall/answer.js'
import type { Question } from '../../runtime/firewall/cells.js'
import { parseCidr } from '../../runtime/firewall/cidr-set.js'
import { coversAll } from '../../runtime/firewall/coverage.js'
import { allPorts, portRange } from '../../runtime/firewall/ports.js'
import { anyProtocol, icmpProtocols, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet } from '../../runtime/model/index.js'
import { iptables } from './iptables-ruleset.js'
import { parseIptablesSave } from './iptables-save.js'

/** A packet that opens a connection, and what has become of it on its way. */
interface Packet {
  readonly family: Family
  readonly protocol: number
  /** Or the type of an ICMP message. */
  readonly port: number
  readonly source: string
  readonly destination: string
  readonly interface: string
  readonly table?: string
  readonly isTracked?: boolean
}

type Family = 'ipv4' | 'ipv6'

/** A condition as text, and whether a packet meets it; undefined where nothing in an export tells. */
interface Condition {
  readonly text: (family: Family) => string
  readonly meets: ((packet: Packet) => boolean) | undefined
}

interface Rule {
  readonly conditions: readonly Condition[]
  readonly target: string
  /** The target is written first. */
  readonly isTargetFirst: boolean
}

const sources = {
  ipv4: ['10.0.0.1', '10.0.0.2', '8.8.8.8', '127.0.0.1'],
  ipv6: ['fd00::1', 'fd00::2', '2001:db8::1', '::1'],
}
const near = {
  ipv4: ['10.9.9.1', '10.9.9.2', '224.0.0.1', '255.255.255.255'],
  ipv6: ['fd99::1', 'fd99::2', 'ff02::1'],
}
const isLocal = (packet: Packet) => near[packet.family].indexOf(packet.destination) < 2
const isMulticast = (packet: Packet) => packet.destination === near[packet.family][2]
const icmp = { ipv4: 1, ipv6: 58 }
const echo = { ipv4: 8, ipv6: 128 }
const isOwn = (packet: Packet) => packet.source === sources[packet.family][3]

const condition = (text: string | ((family: Family) => string), meets: Condition['meets']): Condition => ({
  text: typeof text === 'string' ? () => text : text,
  meets,
})

const states = (list: string, negated: string) =>
  condition(`-m conntrack ${negated}--ctstate ${list}`, ({ table, isTracked = true }) => {
    const state = isTracked ? (table === 'raw' ? 'INVALID' : 'NEW') : 'UNTRACKED'
    return list.split(',').includes(state) === (negated === '')
  })

const conditions: readonly Condition[] = [
  condition(
    (family) => `-s ${sources[family][0]}`,
    (p) => p.source === sources[p.family][0],
  ),
  condition(
    (family) => `! -s ${sources[family][1]}`,
    (p) => p.source !== sources[p.family][1],
  ),
  condition(
    (family) => `-d ${near[family][0]}`,
    (p) => p.destination === near[p.family][0],
  ),
  condition('-i eth0', (p) => p.interface === 'eth0'),
  condition('! -i lo', (p) => p.interface !== 'lo'),
  condition('-o eth0', () => false),
  condition('! -o eth0', () => true),
  condition('-p tcp', (p) => p.protocol === 6),
  condition('! -p udp', (p) => p.protocol !== 17),
  condition('-p esp', (p) => p.protocol === 50),
  condition('-p tcp -m tcp --dport ssh', (p) => p.protocol === 6 && p.port === 22),
  condition('-p udp -m multiport --dports 22,80', (p) => p.protocol === 17 && p.port !== 443),
  condition(
    (family) => `-p ${family === 'ipv4' ? 'icmp' : 'ipv6-icmp'}`,
    (p) => p.protocol === icmp[p.family],
  ),
  condition(
    (family) => `-p ${family === 'ipv4' ? 'icmp --icmp-type ping' : 'icmpv6 --icmpv6-type ping'}`,
    (p) => p.protocol === icmp[p.family] && p.port === echo[p.family],
  ),
  ...['', '! '].flatMap((negated) =>
    ['NEW', 'UNTRACKED', 'INVALID', 'ESTABLISHED', 'NEW,UNTRACKED'].map((list) => states(list, negated)),
  ),
  condition('-m addrtype --dst-type LOCAL', isLocal),
  condition('-m addrtype ! --dst-type LOCAL', (p) => !isLocal(p)),
  condition('-m addrtype --dst-type MULTICAST', isMulticast),
  condition('-m addrtype --src-type LOCAL', isOwn),
  condition('-m recent --set --name x --rsource', () => true),
]
const unknowns: readonly Condition[] = [
  condition('-m set --match-set x src', undefined),
  condition('-m policy --dir in --pol ipsec --proto esp', undefined),
]

const targets: Readonly<Record<string, readonly string[]>> = {
  raw: ['-j CT --notrack', '-j NOTRACK', '-j CT --helper ftp'],
  mangle: ['-j MARK --set-xmark 0x1'],
  nat: ['-j DNAT --to-destination 172.17.0.2:80', '-j REDIRECT --to-ports 8080'],
  filter: ['-j LOG', '-j REJECT --reject-with port-unreach'],
  security: ['-j SECMARK --selctx x'],
}
const deciding = ['-j ACCEPT', '-j DROP', '-j RETURN']

function ruleOf(table: string, more: readonly string[], mayBeUnknown: boolean): fc.Arbitrary<Rule> {
  // nat is no place to drop
  const common = deciding.filter((target) => table !== 'nat' || target !== '-j DROP')
  const chosen = fc.array(fc.constantFrom(...conditions), { maxLength: 2 })
  const unknown = fc.constantFrom<readonly Condition[]>([], [], [], ...unknowns.map((each) => [each]))
  return fc.record({
    conditions: fc
      .tuple(chosen, mayBeUnknown ? unknown : fc.constant([]))
      // one option is given once
      .map(([known, extra]) =>
        new Set(known.map(optionOf)).size < known.length ? extra : [...known, ...extra],
      ),
    target: fc.constantFrom(...common, ...(targets[table] ?? []), ...more),
    isTargetFirst: fc.boolean(),
  })
}

const optionOf = ({ text }: Condition) =>
  text('ipv4')
    .replace('! ', '')
    .replace(/^(-m \w+) .*/, '$1')
    .replace(/^(-\w) .*/, '$1')

/** The built-in chain of a table, and a chain that it may lead to: a rule there is met twice, so it has to be known. */
const chainsOf = (table: string) =>
  fc.record({
    main: fc.array(ruleOf(table, ['-j U', '-g U'], true), { maxLength: 3 }),
    user: fc.array(ruleOf(table, [], false), { maxLength: 2 }),
    policy: table === 'nat' || table === 'raw' ? fc.constant('ACCEPT') : fc.constantFrom('ACCEPT', 'DROP'),
  })
type Chains = typeof chainsOf extends (table: string) => fc.Arbitrary<infer C> ? C : never

const path = [
  'raw PREROUTING',
  'mangle PREROUTING',
  'nat PREROUTING',
  'mangle INPUT',
  'filter INPUT',
  'security INPUT',
]

const hostArbitrary = fc.record({
  family: fc.constantFrom<Family>('ipv4', 'ipv6'),
  stages: fc.tuple(...path.map((stage) => chainsOf(stage.split(' ')[0] ?? ''))),
  isThere: fc.tuple(...path.map(() => fc.boolean())),
})

interface Stage extends Chains {
  readonly table: string
  readonly chain: string
}

function stagesOf({ stages, isThere }: { stages: readonly Chains[]; isThere: readonly boolean[] }): Stage[] {
  return path.flatMap((name, i) => {
    const [table = '', chain = ''] = name.split(' ')
    const own = stages[i]
    return own && (isThere[i] || table === 'filter') ? [{ ...own, table, chain }] : []
  })
}

function textOf(family: Family, stages: readonly Stage[]): string {
  const write = (chain: string, name: string) => (rule: Rule) => {
    const words = rule.conditions.map(({ text }) => text(family))
    const target = rule.target.replace(/ U$/, ` ${name}`)
    return ['-A', chain, ...(rule.isTargetFirst ? [target, ...words] : [...words, target])].join(' ')
  }
  const tables = [...new Set(stages.map(({ table }) => table))].flatMap((table) => {
    const own = stages.filter((stage) => stage.table === table)
    return [
      `*${table}`,
      ...own.flatMap(({ chain, policy }) => [`:${chain} ${policy} [0:0]`, `:${chain}-U - [0:0]`]),
      ...own.flatMap(({ chain, main, user }) => [
        ...main.map(write(chain, `${chain}-U`)),
        ...user.map(write(`${chain}-U`, '')),
      ]),
      'COMMIT',
    ]
  })
  return [`# Generated by ${family === 'ipv4' ? 'iptables' : 'ip6tables'}-save v1.8.7`, ...tables, ''].join(
    '\n',
  )
}

type Settled = ReadonlyMap<Rule, boolean>
type End = 'ACCEPT' | 'DROP' | 'translated' | 'next'

function walk(
  rules: readonly Rule[],
  user: readonly Rule[],
  packet: Packet,
  settled: Settled,
): [End, Packet] {
  let at = packet
  for (const rule of rules) {
    if (!rule.conditions.every(({ meets }) => meets?.(at) ?? settled.get(rule) ?? true)) continue
    const target = rule.target.replace(/^-[jg] /, '')
    if (target === 'ACCEPT' || target === 'DROP') return [target, at]
    if (target.startsWith('REJECT')) return ['DROP', at]
    if (target === 'RETURN') return ['next', at]
    if (target.startsWith('DNAT') || target.startsWith('REDIRECT')) return ['translated', at]
    if (target.includes('notrack') || target === 'NOTRACK') at = { ...at, isTracked: false }
    if (target !== 'U') continue
    const [end, after] = walk(user, [], at, settled)
    at = after
    if (end !== 'next' || rule.target.startsWith('-g')) return [end, at]
  }
  return ['next', at]
}

/** What may become of a packet: nobody follows it after its destination was translated. */
function fates(stages: readonly Stage[], packet: Packet, settled: Settled): readonly boolean[] {
  let at = packet
  for (const { table, main, user, policy } of stages) {
    if (table === 'nat' && at.isTracked === false) continue
    const [end, after] = walk(main, user, { ...at, table }, settled)
    at = after
    if (end === 'translated') return [true, false]
    if ((end === 'next' ? policy : end) === 'DROP') return [false]
  }
  return [true]
}

function packetsFrom(family: Family, source: string, { protocols, ports }: Question): Packet[] {
  const interfaces = source === sources[family][3] ? ['lo'] : ['eth0', 'eth1']
  return [icmp[family], 6, 17, 50]
    .filter((protocol) => includes(protocols, protocol))
    .flatMap((protocol) => {
      const asked =
        protocol === icmp[family] ? [echo[family], 3] : [22, 80, 443].filter((p) => includes(ports, p))
      return (protocol === 50 ? [0] : asked).flatMap((port) =>
        near[family]
          // no connection has many hosts at one end
          .filter((_, i) => protocol !== 6 || i < 2)
          .flatMap((destination) =>
            interfaces.map((name) => ({ family, protocol, port, source, destination, interface: name })),
          ),
      )
    })
}

const has = (set: AddressSet, address: string) => {
  const { v4, v6 } = parseCidr(address) as AddressSet
  return v4.some(({ from }) => includes(set.v4, from)) || v6.some(({ from }) => includes(set.v6, from))
}

const questionArbitrary: fc.Arbitrary<Question> = fc
  .constantFrom(protocolsOf(6), protocolsOf(17), icmpProtocols, protocolsOf(50), anyProtocol)
  .chain((protocols) =>
    fc
      .constantFrom(portRange(22, 22) ?? [], portRange(80, 80) ?? [], allPorts)
      .map((ports) => ({ direction: 'inbound' as const, protocols, ports })),
  )

test('the answer agrees with an interpreter that takes packet by packet through the hooks of netfilter', () => {
  fc.assert(
    fc.property(hostArbitrary, questionArbitrary, (host, question) => {
      const { family } = host
      const stages = stagesOf(host)
      const unknown = stages.flatMap(({ main }) =>
        main.filter((r) => r.conditions.some(({ meets }) => !meets)),
      )
      fc.pre(unknown.length <= 3)
      const worlds = Array.from(
        { length: 2 ** unknown.length },
        (_, bits) => new Map(unknown.map((rule, i) => [rule, ((bits >> i) & 1) === 1])),
      )
      const { save, problems } = parseIptablesSave(textOf(family, stages))
      expect(problems).toEqual([])
      const answer = ask(iptables(save), question)
      for (const source of sources[family]) {
        const packets = packetsFrom(family, source, question)
        const verdicts = packets.map((packet) => worlds.flatMap((settled) => fates(stages, packet, settled)))
        const cells = answer.of().outcomes.filter(({ cell }) => has(cell.peers, source))
        // where it is not known, both is possible
        expect(cells.some(({ allowed }) => has(allowed.may, source))).toBe(
          verdicts.some((v) => v.includes(true)),
        )
        expect(cells.some(({ allowed }) => has(allowed.sure, source))).toBe(
          verdicts.some((v) => !v.includes(false)),
        )
      }
    }),
    { numRuns: 400 },
  )
})

test('a packet of the other family is for the other program to decide', () => {
  const answer = ask(iptables(parseIptablesSave('*filter\n:INPUT ACCEPT\nCOMMIT').save), {
    direction: 'inbound',
    protocols: icmpProtocols,
    ports: allPorts,
  })
  const asked = (text: string) => coversAll(answer, addressPeers(parseCidr(text) as AddressSet)).is
  expect([asked('0.0.0.0/0'), asked('::/0')]).toEqual(['true', 'undecided'])
})
