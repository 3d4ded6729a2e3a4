import { describe, expect, test } from 'vitest'
import { compile, formatValue, isCelError } from '../runtime/cel/index.js'
import { firewallExtension } from '../runtime/firewall/functions.js'
import { platforms } from './index.js'
import { parseIptablesSave } from './linux/iptables-save.js'

const extension = firewallExtension(platforms)
const extensions = [extension]

function evaluate(expression: string, object: unknown = null, more: Record<string, unknown> = {}): unknown {
  const names = ['object', ...Object.keys(more)]
  const declarations = Object.fromEntries(names.map((name) => [name, 'dyn']))
  const compiled = compile(expression, { declarations, extensions })
  if ('problems' in compiled) throw new Error(compiled.problems.map((p) => p.message).join('\n'))
  const value = compiled.program.evaluate({ object, ...more })
  return isCelError(value) ? `error: ${value.message}` : value
}

describe('every example of the reference is true', () => {
  const examples = extension.functions.flatMap((f) =>
    f.examples.map(([expression, value]) => ({ expression, value })),
  )
  test.each(examples)('$expression', ({ expression, value }) => {
    const actual = evaluate(expression)
    expect(typeof actual === 'string' && actual.startsWith('error: ') ? actual : formatValue(actual)).toBe(
      value,
    )
  })

  test('every function has one', () => {
    expect(extension.functions.filter((f) => f.examples.length === 0)).toEqual([])
  })
})

const workers = {
  id: 'g-wrk',
  name: 'workers-sg',
  rules: [
    {
      direction: 'inbound',
      protocol: 'tcp',
      port_min: 30000,
      port_max: 31000,
      remote: { id: 'g-pag', name: 'pag-sg' },
    },
    {
      direction: 'inbound',
      protocol: 'tcp',
      port_min: 31001,
      port_max: 32767,
      remote: { id: 'g-pag', name: 'pag-sg' },
    },
    {
      direction: 'inbound',
      protocol: 'tcp',
      port_min: 32000,
      port_max: 40000,
      remote: { cidr_block: '10.0.0.0/8' },
    },
    {
      direction: 'inbound',
      protocol: 'udp',
      port_min: 53,
      port_max: 53,
      remote: { cidr_block: '0.0.0.0/0' },
    },
  ],
}
const nodePorts = "ruleset(object).inbound('tcp', 30000, 32767)"

describe('a policy on node ports', () => {
  test('finds the very rule of the export that lets others in', () => {
    const found = evaluate(`${nodePorts}.rulesBeyond([group('pag-sg')])`, workers) as unknown[]
    expect(found).toHaveLength(1)
    expect(found[0]).toBe(workers.rules[2])
  })

  test('sees the range covered by two rules', () => {
    expect(evaluate(`${nodePorts}.covers([group('g-pag')])`, workers)).toBe(true)
    expect(
      evaluate(`${nodePorts}.covers(group(peer))`, workers, { peer: { id: 'g-pag', name: 'other' } }),
    ).toBe(true)
    expect(evaluate(`${nodePorts}.onlyFrom([group('pag-sg'), '10.0.0.0/8'])`, workers)).toBe(true)
  })

  test('says in a message who else is let in', () => {
    expect(evaluate(`${nodePorts}.beyond([group('pag-sg')])`, workers)).toEqual(['10.0.0.0/8'])
    expect(evaluate(`${nodePorts}.peers()`, workers)).toEqual(['10.0.0.0/8', 'group pag-sg'])
  })

  test('asks several groups on one interface together', () => {
    const open = {
      id: 'g-open',
      name: 'open',
      rules: [{ direction: 'inbound', protocol: 'all', remote: { cidr_block: '0.0.0.0/0' } }],
    }
    const rules = evaluate(`${nodePorts}.rulesBeyond([group('pag-sg'), '10.0.0.0/8'])`, [
      workers,
      open,
    ]) as unknown[]
    expect(rules.map((rule) => rule === open.rules[0])).toEqual([true])
  })
})

describe('iptables', () => {
  const { save } = parseIptablesSave(
    [
      '*filter',
      ':INPUT ACCEPT [0:0]',
      '-A INPUT -m set --match-set trusted src -p tcp --dport 22 -j ACCEPT',
      '-A INPUT -s 192.168.0.0/16 -p tcp --dport 22 -j ACCEPT',
      '-A INPUT -p tcp --dport 22 -j DROP',
      'COMMIT',
    ].join('\n'),
  )
  const rules = save.tables[0]?.chains[0]?.rules ?? []
  const ssh = "ruleset(object).inbound('tcp', 22)"

  test('an ipset is an error that names it, never a pass', () => {
    const message =
      "cannot decide who may open tcp 22 inbound in iptables: it depends on match 'set' (line 3)"
    expect(evaluate(`${ssh}.onlyFrom(['10.0.0.0/8', '192.168.0.0/16'])`, save)).toBe(`error: ${message}`)
    expect(evaluate(`${ssh}.rulesBeyond(['10.0.0.0/8', '192.168.0.0/16'])`, save)).toBe(`error: ${message}`)
    expect(evaluate(`${ssh}.openTo('8.8.8.8')`, save)).toBe(`error: ${message}`)
    expect(evaluate(`${ssh}.undecided()`, save)).toEqual(["match 'set' (line 3)"])
  })

  test('what is certain is told rule by rule', () => {
    expect(evaluate(`${ssh}.rules()`, save)).toEqual([rules[0], rules[1]])
    const judge = (index: number) =>
      evaluate(`${ssh}.ruleOnlyFrom(object.tables[0].chains[0].rules[${index}], ['10.0.0.0/8'])`, save)
    expect(judge(0)).toBe(
      "error: cannot decide who may open tcp 22 inbound in iptables: it depends on match 'set' (line 3)",
    )
    expect(judge(1)).toBe(false)
    expect(judge(2)).toBe(true)
  })

  test('where no rule decides, the chain does', () => {
    expect(evaluate("ruleset(object).inbound('tcp', 80).rules()", save)).toEqual([save.tables[0]?.chains[0]])
  })

  test('a table read alone keeps its address family', () => {
    const { save: ip6 } = parseIptablesSave(
      '# Generated by ip6tables-save v1.8.4\n*filter\n:INPUT DROP [0:0]\n-A INPUT -s 2001:db8::/32 -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    )
    const only = "inbound('tcp', 22).onlyFrom(['10.0.0.0/8'])"
    expect(evaluate(`ruleset(object).${only}`, ip6)).toBe(false)
    expect(evaluate(`ruleset(object.tables[0]).${only}`, ip6)).toBe(false)
  })

  test('one chain, one interface', () => {
    expect(evaluate("chainRuleset(object, 'FORWARD').inbound('tcp', 80).openTo('8.8.8.8')", save)).toBe(
      'error: cannot decide who may open tcp 80 inbound in iptables: it depends on the export has no chain FORWARD',
    )
    expect(evaluate(`${ssh}.onInterface('lo').covers('127.0.0.1')`, save)).toMatch(/^error: /)
  })
})

test('policies of a pod, by way of the inventory', () => {
  const pod = { metadata: { namespace: 'default', labels: { app: 'web' } } }
  const policy = (labels: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'default', name: 'p' },
    spec: { podSelector: { matchLabels: labels }, policyTypes: ['Egress'] },
  })
  const policies = [policy({ app: 'web' }), policy({ app: 'db' })]
  const open = "podRuleset(object, policies).outbound('tcp', 9001, 9022).openTo('70.0.98.11')"
  expect(evaluate(open, pod, { policies })).toBe(false)
  expect(evaluate(open, { ...pod, metadata: { namespace: 'default', labels: {} } }, { policies })).toBe(true)
  expect(evaluate('policies.filter(p, appliesTo(p, object))', pod, { policies })).toEqual([policies[0]])
})

describe('what ICMP and any protocol ask is the same of every kind of export', () => {
  const ibm = (protocol: string) => ({
    id: 'g',
    rules: [{ direction: 'inbound', protocol, remote: { cidr_block: '0.0.0.0/0' } }],
  })
  const acl = (protocol: string) => ({
    id: 'a',
    subnets: [],
    rules: [
      {
        name: 'r',
        direction: 'inbound',
        action: 'allow',
        protocol,
        source: '0.0.0.0/0',
        destination: '0.0.0.0/0',
      },
    ],
  })
  const tencent = (Protocol: string) => ({
    Ingress: [{ PolicyIndex: 0, Protocol, Port: 'ALL', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' }],
    Egress: [],
  })
  const host = (protocol: string) =>
    parseIptablesSave(`*filter\n:INPUT DROP\n-A INPUT -p ${protocol} -j ACCEPT\nCOMMIT`).save
  const plainRules = (protocol: string) => ({
    rules: [{ direction: 'inbound', action: 'allow', protocol, source: '0.0.0.0/0' }],
  })
  test.each<[string, unknown, unknown, boolean]>([
    ['IBM security group', ibm('icmp'), ibm('any'), true],
    ['IBM security group, before 2025-12-09', ibm('all'), ibm('all'), false],
    ['IBM network ACL', acl('icmp'), acl('any'), true],
    ['Tencent', tencent('ICMP'), tencent('ALL'), true],
    ['iptables', host('icmp'), host('all'), true],
    ['plain rules', plainRules('icmp'), plainRules('any'), true],
  ])('%s', (_, icmp, any, isAny) => {
    expect(evaluate("ruleset(object).inbound('icmp').covers('0.0.0.0/0')", icmp)).toBe(true)
    expect(evaluate("ruleset(object).inbound('any').covers('0.0.0.0/0')", any)).toBe(isAny)
    expect(evaluate("ruleset(object).inbound('any').openTo('0.0.0.0/0')", any)).toBe(true)
    expect(evaluate("ruleset(object).inbound('tcp').rulesForEveryoneBut([]).size()", icmp)).toBe(
      JSON.stringify(icmp).includes('"all"') ? 1 : 0,
    )
  })
})

describe('each kind of export is known by its shape', () => {
  test.each([
    ['security group', { id: 'r006', rules: [], targets: [] }],
    [
      'security group without identity',
      { rules: [{ direction: 'inbound', protocol: 'udp', remote: { address: '10.0.0.1' } }] },
    ],
    ['network ACL', { id: 'r006', rules: [], subnets: [] }],
    ['Tencent', { SecurityGroupPolicySet: { Version: '1', Ingress: [], Egress: [] } }],
    ['Tencent, raw', { Ingress: [], Egress: [] }],
    ['plain rules', { rules: [] }],
    ['NetworkPolicy', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: {} }],
    [
      'Calico, stored in Kubernetes',
      { apiVersion: 'crd.projectcalico.org/v1', kind: 'GlobalNetworkPolicy', spec: { types: ['Ingress'] } },
    ],
    ['Calico of 2017', { apiVersion: 'v1', kind: 'policy', spec: {} }],
  ])('%s: nobody may enter', (_name, data) => {
    expect(evaluate("ruleset(object).inbound('tcp', 22).onlyFrom([])", data)).toBe(true)
  })

  test.each([
    [{}, "no firewall rules that are known: '{}'"],
    [null, "no firewall rules in 'null'"],
    [[], 'an empty list has no ruleset: say what holds when there is none'],
    [[{ rules: [] }, { Ingress: [] }], 'not all elements of the list are of the kind firewall rules'],
    [[{ rules: [] }, { rules: [] }], 'firewall rules: several of them do not make one ruleset'],
    [
      { kind: 'additive', inbound: [], outbound: [], families: {} },
      'no firewall rules that are known: \'{"kind":"additive","inbound":[],"outbound":[],"families":{}}\'',
    ],
  ])('%j is none', (data, message) => {
    expect(evaluate("ruleset(object).inbound('tcp', 22).onlyFrom([])", data)).toBe(`error: ${message}`)
  })

  test('data of an export cannot pass for a ruleset', () => {
    expect(evaluate("object.inbound('tcp', 22)", { inbound: [], ruleset: {} })).toMatch(/^error: /)
  })
})

test.each([
  ["inbound('quic')", "unknown protocol 'quic': a name like tcp, a number, or any"],
  ["inbound('tcp', 23, 22)", 'no port range: 23 to 22; ports are 0 to 65535, the smaller first'],
  ["inbound('tcp', 70000)", 'no port range: 70000 to 70000; ports are 0 to 65535, the smaller first'],
  ["inbound('tcp').atAddress('x')", "'x' is no CIDR block and no address"],
  ["inbound('tcp').openTo(7)", '\'7\' is no CIDR block and no address; groups are written group("name")'],
  ["inbound('tcp').covers([])", 'the list of peers is empty: there is nobody to ask about'],
  ["inbound('tcp').openTo(group({}))", "no group: '{}' has no id and no name"],
  ["inbound('tcp').openTo(selector('a ='))", "no selector 'a =': unexpected ="],
  ["inbound('tcp').ruleOnlyFrom({}, [])", 'no rule of security group workers-sg: \'{"$entries":{}}\''],
])('%s is a mistake: %s', (call, message) => {
  expect(evaluate(`ruleset(object).${call}`, workers)).toBe(`error: ${message}`)
})

test('many questions cost budget instead of time', () => {
  const rules = Array.from({ length: 300 }, (_, i) => ({
    direction: 'inbound',
    protocol: 'tcp',
    port_min: i,
    port_max: i + 9,
    remote: { cidr_block: `10.${i % 250}.0.0/16` },
  }))
  const ports = Array.from({ length: 60000 }, (_, i) => i)
  expect(
    evaluate(
      "ports.all(p, ruleset(object).inbound('tcp', 0, p).onlyFrom(['10.0.0.0/8']))",
      { name: 'x', rules },
      { ports },
    ),
  ).toBe('error: the expression costs too much to evaluate: it loops over or builds too much data')
})

describe('an object where a word is expected is undecided, whatever methods it names', () => {
  const word = { toString: 1, valueOf: 1 }
  const rule = {
    direction: 'inbound',
    protocol: 'tcp',
    port_min: 22,
    port_max: 22,
    remote: { cidr_block: '0.0.0.0/0' },
  }
  const policy = { PolicyIndex: 0, Protocol: 'tcp', Port: '22', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' }
  const calico = { action: 'allow', protocol: 'tcp', destination: { ports: [22] } }
  const peer = { ports: [{ protocol: 'TCP', port: 22 }] }
  const v1 = { apiVersion: 'v1', kind: 'policy', metadata: { name: 'p' } }
  const networkPolicy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'n' } }
  test.each<[string, Record<string, unknown>, (of: unknown) => unknown]>([
    ['IBM', rule, (of) => ({ id: 'g', rules: [of] })],
    ['Tencent', policy, (of) => ({ Ingress: [of], Egress: [] })],
    ['Calico', calico, (of) => ({ ...v1, spec: { ingress: [of] } })],
    ['Kubernetes', peer, (of) => ({ ...networkPolicy, spec: { podSelector: {}, ingress: [of] } })],
  ])('%s', (_, whole, rulesetOf) => {
    const question = "ruleset(object).inbound('tcp', 22).onlyFrom([])"
    expect(evaluate(question, rulesetOf(whole))).toBe(false)
    const keys = Object.keys(whole).filter((key) => key !== 'PolicyIndex')
    for (const key of keys) {
      const answer = evaluate(question, rulesetOf({ ...whole, [key]: word }))
      if (answer !== false) expect(answer).toMatch(/^error: cannot decide/)
    }
  })
})
