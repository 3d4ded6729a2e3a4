import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admissions, admitted, ask, doubtsOf } from '../../runtime/firewall/answer.js'
import type { Question } from '../../runtime/firewall/cells.js'
import { noAddress, parseCidr, toCidrs, unite } from '../../runtime/firewall/cidr-set.js'
import { coversAll, openTo } from '../../runtime/firewall/coverage.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { icmpProtocols, protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Ports } from '../../runtime/model/index.js'
import { iptables, iptablesChain } from './iptables-ruleset.js'
import { parseIptablesSave } from './iptables-save.js'

const from = (...cidrs: string[]) =>
  addressPeers(unite(noAddress, ...cidrs.map((cidr) => parseCidr(cidr) as AddressSet)))
const question = (port: number, last = port, protocol = 'tcp', more: Partial<Question> = {}): Question => ({
  direction: 'inbound',
  protocols: protocolsOf(protocolNumber(protocol) as number),
  ports: portRange(port, last) as Ports,
  ...more,
})
const save = (text: string) => parseIptablesSave(text).save
const host = (...lines: string[]) =>
  iptables(save(['*filter', ':INPUT DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ...lines, 'COMMIT', ''].join('\n')))
const letIn = (ruleset: ReturnType<typeof host>, ...asked: Parameters<typeof question>) => {
  const { sure, may } = admitted(ask(ruleset, question(...asked)))
  expect(may).toEqual(sure)
  return toCidrs(sure)
}

describe('the rules of a storage node', () => {
  const lines = ['127.0.0.1/32', '70.0.98.11/32', '70.0.98.12/32', '70.0.98.13/32', '70.0.98.14/32'].map(
    (source) => `-A INPUT -s ${source} -p tcp -m multiport --dports 9000:9022 -j ACCEPT`,
  )
  const drop = '-A INPUT -p tcp -m multiport --dports 9000:9022 -j DROP'
  const node = (...rules: string[]) =>
    iptables(save(['*filter', ':INPUT ACCEPT [0:0]', ...rules, 'COMMIT'].join('\n')))
  const workers = from('70.0.98.11', '70.0.98.12', '70.0.98.13', '70.0.98.14')

  test('let in the workers and themselves, and nobody else', () => {
    const answer = ask(node(...lines, drop), question(9001, 9022))
    expect(coversAll(answer, workers)).toEqual({ is: 'true' })
    expect(coversAll(answer, from('127.0.0.1'))).toEqual({ is: 'true' })
    expect(onlyFrom(answer, workers)).toEqual({ is: 'true' })
    expect(admissions(answer).map((o) => o.pointer)).toEqual(
      [0, 1, 2, 3, 4].map((i) => `/tables/0/chains/0/rules/${i}`),
    )
  })

  test('an accept before them, or a drop before that, changes the answer', () => {
    const early = ask(node('-A INPUT -p tcp -j ACCEPT', ...lines, drop), question(9001, 9022))
    expect(onlyFrom(early, workers)).toEqual({ is: 'false' })
    const late = ask(node(drop, ...lines), question(9001, 9022))
    expect(coversAll(late, workers)).toEqual({ is: 'false' })
  })

  test('without the drop the policy of the chain lets everyone in', () => {
    const answer = ask(node(...lines), question(9001, 9022))
    expect(onlyFrom(answer, workers)).toEqual({ is: 'false' })
    expect(admissions(answer).at(-1)?.pointer).toBe('/tables/0/chains/0')
  })

  test('UDP is not restricted, nor IPv6', () => {
    expect(letIn(node(...lines, drop), 9002, 9002, 'udp')).toEqual(['0.0.0.0/0'])
    expect(coversAll(ask(node(drop), question(9001)), from('::/0'))).toEqual({
      is: 'undecided',
      reasons: ['what ip6tables lets through is not in this export'],
    })
  })
})

describe('conditions', () => {
  test.each([
    ['-s 10.0.0.0/8 -p tcp -m tcp --dport 22', ['10.0.0.0/8']],
    ['-s 10.0.0.0/255.0.0.0 -p tcp', ['10.0.0.0/8']],
    ['-m iprange --src-range 10.0.0.0-10.0.0.3', ['10.0.0.0/30']],
    ['-s 10.0.0.0/8 -p tcp -m tcp --dport 20:', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -p tcp -m tcp ! --dport 22', []],
    ['-s 10.0.0.0/8 -p tcp -m multiport ! --dports 80,443', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -p tcp -m multiport --ports 22', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 ! -p tcp', []],
    ['-s 10.0.0.0/8 -p udp', []],
    ['-s 10.0.0.0/8 -p all', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m conntrack --ctstate NEW,ESTABLISHED', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m conntrack --ctstate RELATED,ESTABLISHED', []],
    ['-s 10.0.0.0/8 -m state ! --state INVALID', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m conntrack ! --ctstate NEW', []],
    ['-s 10.0.0.0/8 -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -p tcp -m tcp --tcp-flags FIN,SYN FIN,SYN', []],
    ['-s 10.0.0.0/8 -p tcp -m tcp ! --syn', []],
    ['-s 10.0.0.0/8 -m addrtype --dst-type LOCAL', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m addrtype --dst-type MULTICAST', []],
    ['-s 10.0.0.0/8 -m comment --comment "ssh for us"', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m pkttype --pkt-type unicast', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -f', []],
    ['-s 10.0.0.0/8 -i eth0', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 ! -i lo', ['10.0.0.0/8']],
    ['-i lo', ['127.0.0.0/8']],
    ['-s 10.0.0.0/8 -o eth0', []],
    ['-s 10.0.0.0/8 ! -o eth0', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m addrtype ! --dst-type LOCAL', []],
    ['-s 10.0.0.0/8 -m addrtype --dst-type UNICAST', []],
    ['-s 10.0.0.0/8 -m addrtype --src-type LOCAL', []],
    ['-m addrtype --src-type LOCAL', ['127.0.0.0/8']],
    ['-s 10.0.0.0/8 -m addrtype ! --src-type LOCAL', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m recent --set --name ssh --mask 255.255.255.255 --rsource', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m recent ! --set', []],
    ['-s 10.0.0.0/8 -p tcp -m tcp --dport ssh', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -p tcp -m tcp --dport ftp:telnet', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -p hopopt', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -p ipip', []],
    ['-s 10.0.0.0/8 -p ax.25', []],
    ['-s 10.0.0.0/8 -m conntrack --ctstate UNTRACKED', []],
    ['-s 10.0.0.0/8 -m conntrack ! --ctstate UNTRACKED', ['10.0.0.0/8']],
    ['-s 10.0.0.0/8 -m state --state NEW,UNTRACKED', ['10.0.0.0/8']],
    ['-p icmp -m icmp --icmp-type 8', []],
  ])('%s', (conditions, expected) => {
    expect(letIn(host(`-A INPUT ${conditions} -j ACCEPT`), 22)).toEqual(expected)
  })

  test('an exclusion leaves the rest', () => {
    const answer = ask(host('-A INPUT ! -s 10.0.0.0/8 -j ACCEPT'), question(22))
    expect(openTo(answer, from('10.1.1.1')).is).toBe('false')
    expect(coversAll(answer, from('11.0.0.0/8')).is).toBe('true')
  })

  test('a source port is no restriction: a client chooses it', () => {
    const answer = ask(host('-A INPUT -p tcp -m tcp --sport 53 -j ACCEPT'), question(22))
    expect(onlyFrom(answer, from('10.0.0.0/8')).is).toBe('false')
    expect(coversAll(answer, from('10.0.0.0/8')).is).toBe('false')
  })

  test('--ports is either port', () => {
    const answer = ask(host('-A INPUT -p tcp -m multiport --ports 53 -j ACCEPT'), question(22))
    expect(onlyFrom(answer, from('10.0.0.0/8')).is).toBe('false')
    expect(
      coversAll(ask(host('-A INPUT -p tcp -m multiport --ports 53 -j ACCEPT'), question(53)), from('8.8.8.8'))
        .is,
    ).toBe('true')
  })

  test('an address of the host, and one interface of several', () => {
    const ruleset = host('-A INPUT -d 192.168.1.1/32 -i eth0 -j ACCEPT')
    expect(coversAll(ask(ruleset, question(22)), from('8.8.8.8')).is).toBe('false')
    expect(openTo(ask(ruleset, question(22)), from('8.8.8.8')).is).toBe('true')
    const local = parseCidr('192.168.1.1') as AddressSet
    const there = question(22, 22, 'tcp', { interface: 'eth0', local })
    expect(coversAll(ask(ruleset, there), from('8.8.8.8')).is).toBe('true')
  })

  test.each([
    ['-m set --match-set trusted src', "match 'set' (line 4)"],
    ['-m limit --limit 3/min', "match 'limit' (line 4)"],
    ['-m mark --mark 0x1/0x1', "match 'mark' (line 4)"],
    ['-m socket', "match 'socket' (line 4)"],
    ['-m conntrack --ctstate DNAT', "match 'conntrack' (line 4)"],
    ['-p tcp -m tcp --dport no-service', "match 'tcp' (line 4)"],
    ['-m policy --dir in --pol ipsec --proto esp', "match 'policy' (line 4)"],
    ['-m osf --ctstate NEW', "match 'osf' (line 4)"],
    ['-m addrtype --src-type ANYCAST', "match 'addrtype' (line 4)"],
    ['-m addrtype --dst-type LOCAL --limit-iface-in', "match 'addrtype' (line 4)"],
    ['-m recent --rcheck --seconds 60 --name ssh --rsource', "match 'recent' (line 4)"],
    ['-p no-protocol', "-p 'no-protocol' (line 4)"],
    ['-s example.com', "-s 'example.com' (line 4)"],
    ['-s 10.0.0.1/255.0.255.0', "-s '10.0.0.1/255.0.255.0' (line 4)"],
    ['-m __proto__', "match '__proto__' (line 4)"],
  ])('%s is beyond this view, by name and line', (conditions, reason) => {
    const answer = ask(host(`-A INPUT ${conditions} -j ACCEPT`), question(22))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: [reason] })
    expect(doubtsOf(answer)).toEqual([reason])
  })
})

describe('chains', () => {
  const chains = [':USER - [0:0]', ':INNER - [0:0]']

  test('a jump comes back, with RETURN or without', () => {
    const ruleset = host(
      ...chains,
      '-A INPUT -p tcp -j USER',
      '-A INPUT -s 10.0.0.0/8 -j ACCEPT',
      '-A USER -s 10.1.0.0/16 -j RETURN',
      '-A USER -s 10.0.0.0/9 -j DROP',
    )
    expect(letIn(ruleset, 22)).toEqual(['10.1.0.0/16', '10.128.0.0/9'])
  })

  test('a goto does not come back to where it was called, but to the caller before', () => {
    const ruleset = host(
      ...chains,
      '-A INPUT -j USER',
      '-A INPUT -s 10.0.0.0/8 -j ACCEPT',
      '-A USER -s 10.1.0.0/16 -g INNER',
      '-A USER -j DROP',
      '-A INNER -s 10.1.1.0/24 -j DROP',
    )
    expect(letIn(ruleset, 22)).toEqual(
      toCidrs(
        unite(
          parseCidr('10.1.0.0/24') as AddressSet,
          ...rest(
            '10.1.2.0/23',
            '10.1.4.0/22',
            '10.1.8.0/21',
            '10.1.16.0/20',
            '10.1.32.0/19',
            '10.1.64.0/18',
            '10.1.128.0/17',
          ),
        ),
      ),
    )
  })

  test('a goto from a built-in chain ends with its policy', () => {
    const ruleset = host(...chains, '-A INPUT -g USER', '-A INPUT -j ACCEPT')
    expect(letIn(ruleset, 22)).toEqual([])
  })

  test.each([
    [
      'a circle',
      ['-A INPUT -j USER', '-A USER -j INNER', '-A INNER -j USER'],
      "chain 'USER' leads back to itself (line 8)",
    ],
    ['an unknown target', ['-A INPUT -j NFQUEUE --queue-num 0'], "target 'NFQUEUE' (line 6)"],
  ])('%s leaves the answer open', (_name, lines, reason) => {
    const answer = ask(host(...chains, ...lines), question(22))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: [reason] })
  })

  test('logging and marking decide nothing', () => {
    const ruleset = host(
      '-A INPUT -j LOG --log-prefix "in: "',
      '-A INPUT -m limit --limit 1/s -j MARK --set-xmark 0x1',
      '-A INPUT -j ACCEPT',
    )
    expect(letIn(ruleset, 22)).toEqual(['0.0.0.0/0'])
  })

  test('a chain can be asked for by name', () => {
    const ruleset = iptablesChain(
      save('*filter\n:FORWARD DROP [0:0]\n-A FORWARD -i eth0 -s 10.0.0.0/8 -j ACCEPT\nCOMMIT\n'),
      'FORWARD',
    )
    expect(letIn(ruleset, 22)).toEqual(['10.0.0.0/8'])
  })

  test('chains beyond measure do not hang or crash', () => {
    const names = Array.from({ length: 30 }, (_, i) => `C${i}`)
    const lines = names.flatMap((name, i) => {
      const next = names[i + 1]
      return next ? [`-A ${name} -p tcp -j ${next}`, `-A ${name} -p tcp -j ${next}`] : []
    })
    const text = [
      '*filter',
      ':INPUT ACCEPT',
      ...names.map((n) => `:${n} -`),
      '-A INPUT -j C0',
      ...lines,
      '-A C29 -s 1.2.3.4 -j DROP',
      'COMMIT',
    ]
    const answer = ask(iptables(save(text.join('\n'))), question(22))
    expect(onlyFrom(answer, from('10.0.0.0/8')).is).toBe('undecided')
    const deep = Array.from({ length: 5000 }, (_, i) => `D${i}`)
    const deepText = [
      '*filter',
      ':INPUT ACCEPT',
      ...deep.map((n) => `:${n} -`),
      '-A INPUT -j D0',
      ...deep.slice(1).map((n, i) => `-A D${i} -j ${n}`),
      'COMMIT',
    ]
    const deepAnswer = ask(iptables(save(deepText.join('\n'))), question(22))
    expect(onlyFrom(deepAnswer, from('10.0.0.0/8'))).toEqual({
      is: 'undecided',
      reasons: ["chain 'D63' is too deep (line 5066)"],
    })
  })
})

const tables = (...lines: string[]) => iptables(save(lines.join('\n')))
const filter = (...rules: string[]) => [
  '*filter',
  ':INPUT DROP [0:0]',
  ':OUTPUT DROP [0:0]',
  ...rules,
  'COMMIT',
]

describe('the order of options is free', () => {
  test('conditions behind the target count', () => {
    for (const rule of [
      '-j ACCEPT -s 10.0.0.0/8 -p tcp --dport 22',
      '-j ACCEPT -s 10.0.0.0/8 -p tcp -m tcp --dport 22',
      '-m conntrack -j ACCEPT --ctstate NEW -s 10.0.0.0/8',
      '-p tcp -j ACCEPT -m comment --comment x -s 10.0.0.0/8 --dport 22',
    ])
      expect(letIn(host(`-A INPUT ${rule}`), 22)).toEqual(['10.0.0.0/8'])
    expect(letIn(host('-A INPUT -j ACCEPT -p tcp --dport 22'), 80)).toEqual([])
  })

  test('what a target is told is no condition, and what nobody knows is', () => {
    const lines = [
      '-A INPUT -j REJECT --reject-with tcp-reset -s 10.0.0.0/9',
      '-A INPUT -j ACCEPT -s 10.0.0.0/8',
    ]
    expect(letIn(host(...lines), 22)).toEqual(['10.128.0.0/9'])
    expect(doubtsOf(ask(host('-A INPUT -m limit -j ACCEPT --limit 3/min'), question(22)))).toEqual([
      "match 'limit' (line 4)",
    ])
  })
})

describe('connection tracking', () => {
  const raw = (...rules: string[]) => ['*raw', ':PREROUTING ACCEPT [0:0]', ...rules, 'COMMIT']
  const accept = (states: string) => filter(`-A INPUT -m conntrack --ctstate ${states} -j ACCEPT`)

  test.each(['CT --notrack', 'NOTRACK'])('%s makes packets that are not new', (target) => {
    const notrack = raw(`-A PREROUTING -s 10.0.0.0/8 -j ${target}`)
    expect(letIn(tables(...notrack, ...accept('UNTRACKED')), 22)).toEqual(['10.0.0.0/8'])
    expect(openTo(ask(tables(...notrack, ...accept('NEW')), question(22)), from('10.1.1.1')).is).toBe('false')
    expect(letIn(tables(...notrack, ...accept('NEW,UNTRACKED')), 22)).toEqual(['0.0.0.0/0'])
    expect(letIn(tables(...notrack, ...accept('INVALID')), 22)).toEqual([])
  })

  test('a packet that may be tracked is undecided only where that matters', () => {
    const perhaps = raw('-A PREROUTING -m set --match-set x src -j CT --notrack')
    const reasons = ["match 'set' (line 3)"]
    expect(onlyFrom(ask(tables(...perhaps, ...accept('NEW')), question(22)), from())).toEqual({
      is: 'undecided',
      reasons,
    })
    const both = filter(
      '-A INPUT -m state --state UNTRACKED -j ACCEPT',
      '-A INPUT -m state --state NEW -j ACCEPT',
    )
    expect(letIn(tables(...perhaps, ...both), 22)).toEqual(['0.0.0.0/0'])
  })

  test('other helpers of CT change nothing, and raw comes before any state', () => {
    expect(letIn(tables(...raw('-A PREROUTING -j CT --helper ftp'), ...accept('NEW')), 22)).toEqual([
      '0.0.0.0/0',
    ])
    const early = raw('-A PREROUTING -m conntrack --ctstate NEW -j DROP')
    expect(letIn(tables(...early, ...accept('NEW')), 22)).toEqual(['0.0.0.0/0'])
  })
})

describe('nat', () => {
  const nat = (...rules: string[]) => [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':N - [0:0]',
    ...rules,
    'COMMIT',
  ]

  test('a published port is undecided with the line of its rule, whatever INPUT says; other ports are decided', () => {
    const docker = nat(
      '-A PREROUTING -m addrtype --dst-type LOCAL -j N',
      '-A N ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    )
    const reasons = ["what becomes of packets after DNAT to '172.17.0.2:80' (line 6)"]
    for (const rule of ['-A INPUT -p tcp --dport 22 -j ACCEPT', '-A INPUT -j ACCEPT']) {
      const ruleset = tables(...docker, ...filter(rule))
      expect(onlyFrom(ask(ruleset, question(8080)), from('10.0.0.0/8'))).toEqual(
        rule.includes('22') ? { is: 'undecided', reasons } : { is: 'false' },
      )
      const outside = ask(ruleset, question(8080, 8080, 'tcp', { interface: 'eth0' }))
      expect(openTo(outside, from('8.8.8.8'))).toEqual({ is: 'undecided', reasons })
      expect(admissions(outside).map((o) => o.pointer)).toContain('/tables/0/chains/2/rules/0')
      expect(coversAll(ask(ruleset, question(22)), from('8.8.8.8'))).toEqual({ is: 'true' })
    }
  })

  test('what raw drops, or does not track, nat never translates', () => {
    const redirect = nat('-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080')
    const dropped = ['*raw', ':PREROUTING DROP [0:0]', 'COMMIT', ...redirect, ...filter('-A INPUT -j ACCEPT')]
    expect(letIn(tables(...dropped), 80)).toEqual([])
    const untracked = ['*raw', ':PREROUTING ACCEPT', '-A PREROUTING -j NOTRACK', 'COMMIT', ...redirect]
    expect(letIn(tables(...untracked, ...filter('-A INPUT -s 10.0.0.0/8 -j ACCEPT')), 80)).toEqual([
      '10.0.0.0/8',
    ])
  })

  test('rules that end nat, or translate the source, change nothing', () => {
    const ended = nat('-A PREROUTING -p tcp -j ACCEPT', '-A PREROUTING -j DNAT --to-destination 10.0.0.9')
    expect(letIn(tables(...ended, ...filter('-A INPUT -s 10.0.0.0/8 -j ACCEPT')), 80)).toEqual(['10.0.0.0/8'])
  })

  test('addresses of services are none of the host; node ports are', () => {
    const cluster =
      '-A N -d 10.96.0.10/32 -p tcp -m comment --comment "kube-system/dns cluster IP" --dport 53 -j KUBE-SVC-A'
    const node = '-A N -p tcp -m comment --comment "default/web" --dport 30080 -j KUBE-SVC-A'
    const proxy = nat(
      ':KUBE-SVC-A - [0:0]',
      '-A PREROUTING -j N',
      cluster,
      node,
      '-A KUBE-SVC-A -m statistic --mode random --probability 0.5 -j DNAT --to-destination 10.244.0.5:80',
      '-A KUBE-SVC-A -p tcp -j DNAT --to-destination 10.244.0.6:80',
    )
    const ruleset = tables(...proxy, ...filter('-A INPUT -s 10.0.0.0/8 -j ACCEPT'))
    expect(letIn(ruleset, 53)).toEqual(['10.0.0.0/8'])
    expect(openTo(ask(ruleset, question(30080)), from('8.8.8.8')).is).toBe('undecided')
    expect(letIn(ruleset, 30081)).toEqual(['10.0.0.0/8'])
  })

  test('where nothing turns packets away, it does not matter where they go', () => {
    const redirect = nat(
      '-A PREROUTING -p tcp -j DNAT --to-destination 172.17.0.2',
      '-A OUTPUT -j DNAT --to 10.0.0.9',
    )
    const open = (forward: string) =>
      tables(...redirect, '*filter', ':INPUT ACCEPT', `:FORWARD ${forward}`, ':OUTPUT ACCEPT', 'COMMIT')
    expect(letIn(open('ACCEPT'), 80)).toEqual(['0.0.0.0/0'])
    expect(letIn(open('ACCEPT'), 80, 80, 'tcp', { direction: 'outbound' })).toEqual(['0.0.0.0/0'])
    expect(doubtsOf(ask(open('DROP'), question(80)))).toEqual([
      "what becomes of packets after DNAT to '172.17.0.2' (line 5)",
    ])
  })

  test('to the other hosts nothing is translated that is meant for the host itself', () => {
    const docker = nat(
      '-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j N',
      '-A N -j DNAT --to 172.17.0.2',
    )
    const ruleset = tables(...docker, ...filter('-A OUTPUT -d 10.0.0.0/8 -j ACCEPT'))
    expect(letIn(ruleset, 80, 80, 'tcp', { direction: 'outbound' })).toEqual(['10.0.0.0/8'])
  })
})

describe('ICMP', () => {
  test.each([
    ['echo-request', 'icmp', '10.0.0.0/8'],
    ['255', 'icmp', '10.0.0.0/8'],
    ['any', 'icmp', '10.0.0.0/8'],
    ['host-prohibited', 'icmp', '10.0.0.0/8'],
    ['3/10', 'icmp', '10.0.0.0/8'],
  ])('--icmp-type %s', (type, protocol, expected) => {
    expect(
      letIn(host(`-A INPUT -s 10.0.0.0/8 -p icmp -m icmp --icmp-type ${type} -j ACCEPT`), 0, 0, protocol),
    ).toEqual([expected])
  })

  test('names of ICMPv6 types have numbers of their own', () => {
    const six = (type: string) =>
      tables(
        '# Generated by ip6tables-save',
        ...filter(`-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`),
      )
    for (const [name, number] of [
      ['echo-request', '128'],
      ['router-advertisement', '134'],
      ['neighbor-solicitation', '135'],
      ['no-route', '1/0'],
    ] as const)
      expect(six(name).inbound[0]?.rules[0]?.ports).toEqual(six(number).inbound[0]?.rules[0]?.ports)
    expect(doubtsOf(ask(six('host-unreachable'), question(0, 0, 'icmpv6')))).toEqual([
      "match 'icmp6' (line 5)",
    ])
  })

  test('a rule for all of ICMP covers all of IPv4', () => {
    const answer = ask(host('-A INPUT -p icmp -j ACCEPT'), { ...question(0), protocols: icmpProtocols })
    expect(coversAll(answer, from('0.0.0.0/0'))).toEqual({ is: 'true' })
  })
})

test('the security table comes last', () => {
  const security = ['*security', ':INPUT ACCEPT [0:0]', '-A INPUT -s 10.0.0.0/9 -j DROP', 'COMMIT']
  expect(letIn(tables(...filter('-A INPUT -s 10.0.0.0/8 -j ACCEPT'), ...security), 22)).toEqual([
    '10.128.0.0/9',
  ])
})

const rest = (...cidrs: string[]) => cidrs.map((cidr) => parseCidr(cidr) as AddressSet)

describe('tables', () => {
  test('what raw or mangle drops never comes to filter', () => {
    const text = [
      '*raw',
      ':PREROUTING ACCEPT [0:0]',
      '-A PREROUTING -s 10.9.0.0/16 -j DROP',
      'COMMIT',
      '*mangle',
      ':PREROUTING ACCEPT [0:0]',
      '-A PREROUTING -m mark --mark 0x1 -j ACCEPT',
      'COMMIT',
      '*filter',
      ':INPUT ACCEPT [0:0]',
      'COMMIT',
    ].join('\n')
    const answer = ask(iptables(save(text)), question(22))
    expect(openTo(answer, from('10.9.1.1')).is).toBe('false')
    expect(coversAll(answer, from('10.8.0.0/16'))).toEqual({ is: 'true' })
  })

  test.each([
    ['*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n', 'the export has no table filter'],
    ['*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n', 'the export has no chain INPUT'],
    ['*filter\n:INPUT ACCEPT [0:0]\n', 'table filter ends before its COMMIT'],
    ['', 'the export has no table filter'],
  ])('an export without the table decides nothing: %j', (text, reason) => {
    const answer = ask(iptables(save(text)), question(22))
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'undecided', reasons: [reason] })
  })

  test('a table by itself, and IPv6', () => {
    const six = save(
      '# Generated by ip6tables-save v1.8.7\n*filter\n:INPUT DROP [0:0]\n-A INPUT -s fd00::/8 -j ACCEPT\nCOMMIT\n',
    )
    expect(letIn(iptables(six), 22)).toEqual(['fd00::/8'])
    const table = save('*filter\n:INPUT DROP\n-A INPUT -s 10.0.0.0/8 -j ACCEPT\nCOMMIT').tables[0]
    const ruleset = iptables(table as NonNullable<typeof table>)
    expect(admissions(ask(ruleset, question(22))).map((o) => o.pointer)).toEqual(['/chains/0/rules/0'])
  })
})

test('no text makes the view throw', () => {
  const word = fc.constantFrom(
    '-s',
    '10.0.0.0/8',
    '!',
    '-p',
    'tcp',
    '--dport',
    '1:',
    '-m',
    'set',
    '-j',
    'ACCEPT',
    'C',
    '-g',
    '--ports',
    '-i',
    '+',
  )
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 7 }), { maxLength: 5 }), (rules) => {
      const lines = rules.map((words) => `-A INPUT ${words.join(' ')}`)
      const ruleset = host(':C - [0:0]', ...lines, '-A C -s 10.0.0.0/9 -g C')
      expect(['true', 'false', 'undecided']).toContain(
        onlyFrom(ask(ruleset, question(22)), from('10.0.0.0/8')).is,
      )
    }),
  )
})
