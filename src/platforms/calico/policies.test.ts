import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admissions, ask } from '../../runtime/firewall/answer.js'
import { noAddress, parseCidr } from '../../runtime/firewall/cidr-set.js'
import { coversAll, openTo } from '../../runtime/firewall/coverage.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { allPorts, portRange } from '../../runtime/firewall/ports.js'
import { protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Direction, Ports } from '../../runtime/model/index.js'
import { calicoPolicies, calicoSelects } from './policies.js'
import { lookupIn, parseSelector } from './selector.js'

const from = (cidr: string) => addressPeers(parseCidr(cidr) as AddressSet)
const access = (policies: unknown[], direction: Direction, first?: number, last = first, protocol = 'tcp') =>
  ask(calicoPolicies(policies), {
    direction,
    protocols: protocolsOf(protocolNumber(protocol) as number),
    ports: first === undefined ? allPorts : (portRange(first, last) as Ports),
  })
const v3 = (name: string, spec: object) => ({
  apiVersion: 'projectcalico.org/v3',
  kind: 'GlobalNetworkPolicy',
  metadata: { name },
  spec,
})
const v1 = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'policy', metadata: { name }, spec })

const denyNodePorts = v1('deny-kube-node-port-services', {
  preDNAT: true,
  selector: "ibm.role in { 'worker_public', 'master_public' }",
  ingress: [
    { action: 'deny', protocol: 'tcp', destination: { ports: ['30000:32767'] } },
    { action: 'deny', protocol: 'udp', destination: { ports: ['30000:32767'] } },
  ],
})

describe('pre-DNAT policies', () => {
  test('deny node ports, of TCP and UDP, and decide nothing else', () => {
    expect(onlyFrom(access([denyNodePorts], 'inbound', 30000, 32767), from('::1'))).toEqual({ is: 'true' })
    expect(onlyFrom(access([denyNodePorts], 'inbound', 30000, 32767, 'udp'), from('::1'))).toEqual({
      is: 'true',
    })
    expect(onlyFrom(access([denyNodePorts], 'inbound', 22), from('::1'))).toEqual({
      is: 'undecided',
      reasons: ['what policies that are not given decide'],
    })
    expect(onlyFrom(access([denyNodePorts], 'inbound', 30000, 32767, 'sctp'), from('::1')).is).toBe(
      'undecided',
    )
  })

  test('come before normal ones, whatever the order says', () => {
    const allowAll = v3('allow-all', { order: 1, ingress: [{ action: 'Allow' }] })
    expect(openTo(access([allowAll, denyNodePorts], 'inbound', 30000), from('8.8.8.8'))).toEqual({
      is: 'false',
    })
    expect(openTo(access([allowAll, denyNodePorts], 'inbound', 22), from('8.8.8.8'))).toEqual({ is: 'true' })
  })

  test('an earlier allow of their kind wins', () => {
    const allow = v1('allow-lb', {
      preDNAT: true,
      order: 10,
      ingress: [{ action: 'allow', source: { net: '10.0.0.0/8' } }],
    })
    const answer = access([denyNodePorts, allow], 'inbound', 30000)
    expect(onlyFrom(answer, from('10.0.0.0/8'))).toEqual({ is: 'true' })
    expect(coversAll(answer, from('10.0.0.0/8'))).toEqual({ is: 'true' })
  })

  test('do not exist in v3 without applyOnForward', () => {
    const ingress = [{ action: 'Deny', protocol: 'TCP', destination: { ports: ['30000:32767'] } }]
    const naive = v3('naive', { preDNAT: true, ingress })
    const right = v3('right', { preDNAT: true, applyOnForward: true, ingress })
    expect(onlyFrom(access([naive], 'inbound', 30000), from('::1'))).toEqual({
      is: 'undecided',
      reasons: [
        'Calico refuses preDNAT and doNotTrack without applyOnForward: true (policy naive)',
        'what policies that are not given decide',
      ],
    })
    expect(onlyFrom(access([right], 'inbound', 30000), from('::1'))).toEqual({ is: 'true' })
  })
})

describe('normal policies', () => {
  test('are ordered by order, then by name; what they leave over is denied', () => {
    const deny = v3('b', { order: 5, ingress: [{ action: 'Deny', source: { nets: ['10.0.0.0/9'] } }] })
    const allow = v3('a', { ingress: [{ action: 'Allow', source: { nets: ['10.0.0.0/8'] } }] })
    const answer = access([allow, deny], 'inbound', 22)
    expect(onlyFrom(answer, from('10.128.0.0/9'))).toEqual({ is: 'true' })
    expect(admissions(answer)).toEqual([
      { item: { action: 'Allow', source: { nets: ['10.0.0.0/8'] } }, pointer: '/spec/ingress/0' },
    ])
    const same = access(
      [v3('b', { ingress: [{ action: 'Allow' }] }), v3('a', { ingress: [{ action: 'Deny' }] })],
      'inbound',
      22,
    )
    expect(onlyFrom(same, from('::1'))).toEqual({ is: 'true' })
  })

  test('the types say which way they apply', () => {
    const outbound = v3('p', {
      egress: [{ action: 'Allow', destination: { nets: ['10.0.0.0/8'], ports: [443] } }],
    })
    expect(coversAll(access([outbound], 'outbound', 443), from('10.0.0.0/8'))).toEqual({ is: 'true' })
    expect(coversAll(access([outbound], 'outbound', 444), from('10.0.0.0/8'))).toEqual({ is: 'false' })
    expect(coversAll(access([outbound], 'inbound', 443), from('10.0.0.0/8')).is).toBe('undecided')
    const closed = v1('p', { types: ['ingress', 'egress'], ingress: [] })
    expect(openTo(access([closed], 'outbound', 443), from('10.0.0.0/8'))).toEqual({ is: 'false' })
  })

  test.each([
    [{ protocol: 'TCP', destination: { ports: [22, '80:90'] } }, 85, 'tcp', 'true'],
    [{ protocol: 'TCP', destination: { notPorts: [22] } }, 22, 'tcp', 'false'],
    [{ protocol: 'TCP', destination: { notPorts: [22] } }, 23, 'tcp', 'true'],
    [{ notProtocol: 'UDP' }, 22, 'tcp', 'true'],
    [{ protocol: 6 }, 22, 'tcp', 'true'],
    [{ source: { notNets: ['10.0.0.0/8'] } }, 22, 'tcp', 'false'],
    [{ source: { nets: ['10.0.0.0/8'], notNets: ['10.1.0.0/16'] } }, 22, 'tcp', 'true'],
    [{ ipVersion: 6 }, 22, 'tcp', 'false'],
    [{ protocol: 'ICMP', icmp: { type: 8 } }, 22, 'tcp', 'false'],
  ])('rule %j on port %i/%s from 10.0.0.0/16: %s', (match, port, protocol, expected) => {
    const policy = v3('p', { ingress: [{ action: 'Allow', ...match }] })
    expect(coversAll(access([policy], 'inbound', port, port, protocol), from('10.0.0.0/16')).is).toBe(
      expected,
    )
  })

  test('an ICMP type opens that type', () => {
    const policy = v3('p', { ingress: [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8 } }] })
    expect(openTo(access([policy], 'inbound', undefined, undefined, 'icmp'), from('8.8.8.8'))).toEqual({
      is: 'true',
    })
    expect(coversAll(access([policy], 'inbound', undefined, undefined, 'icmp'), from('8.8.8.8'))).toEqual({
      is: 'false',
    })
  })

  test('a selector is not an address', () => {
    const policy = v3('p', { ingress: [{ action: 'Allow', source: { selector: "role == 'frontend'" } }] })
    const answer = access([policy], 'inbound', 80)
    expect(onlyFrom(answer, from('0.0.0.0/1'))).toEqual({ is: 'false' })
    const asked = {
      kind: 'selector',
      key: '',
      names: ["role == 'frontend'"],
      label: '',
      addresses: noAddress,
    } as const
    expect(onlyFrom(answer, { addresses: noAddress, members: [asked] })).toEqual({ is: 'true' })
  })

  test.each([
    [{ source: { tag: 'x' } }, "tag 'x' (/spec/ingress/0 of p)"],
    [{ source: { notSelector: 'has(a)' } }, "notSelector 'has(a)' (/spec/ingress/0 of p)"],
    [{ source: { selector: 'a =' } }, "selector 'a =': unexpected = (/spec/ingress/0 of p)"],
    [{ source: { nets: ['x'] } }, 'nets \'["x"]\' (/spec/ingress/0 of p)'],
    [{ destination: { ports: ['http'] } }, 'ports \'["http"]\' (/spec/ingress/0 of p)'],
    [{ protocol: 'QUIC' }, "protocol 'QUIC' (/spec/ingress/0 of p)"],
    [{ action: 'allow' }, "unknown action 'allow' (/spec/ingress/0 of p)"],
    [{ action: 'Pass' }, 'what comes after Pass (/spec/ingress/0 of p)'],
    [{ http: { methods: ['GET'] } }, 'http (/spec/ingress/0 of p)'],
  ])('what the policy does not decide leaves the answer open: %j', (match, reason) => {
    const policy = v3('p', { ingress: [{ action: 'Allow', ...match }] })
    expect(onlyFrom(access([policy], 'inbound', 80), from('10.0.0.0/8'))).toEqual({
      is: 'undecided',
      reasons: [reason],
    })
  })
})

describe('selectors', () => {
  test.each([
    ["ibm.role in { 'worker_public', 'master_public' }", { 'ibm.role': 'worker_public' }, true],
    ["ibm.role in { 'worker_public' }", {}, false],
    ["ibm.role not in { 'worker_public' }", {}, true],
    ['a == "x" && b != "y"', { a: 'x' }, true],
    ["a == 'x' || b == 'y' && c == 'z'", { a: 'x' }, true],
    ["(a == 'x' || b == 'y') && c == 'z'", { a: 'x' }, false],
    ['!has(a)', {}, true],
    ['!!has(a)', {}, false],
    ['! ( has(a) && has(b) )', { a: '' }, true],
    ['all()', {}, true],
    ['', {}, true],
    ["a contains 'b' && a starts with 'a' && a ends with 'c'", { a: 'abc' }, true],
    ["in in {'in'}", { in: 'in' }, true],
    ['a in {}', { a: 'x' }, false],
    ["a == '(b'", { a: '(b' }, true],
    ["projectcalico.org/namespace == 'x'", { 'projectcalico.org/namespace': 'x' }, true],
    ["toString == 'x'", {}, false],
  ])('%s on %j: %s', (text, labels, expected) => {
    const selector = parseSelector(text)
    expect(typeof selector === 'function' && selector(lookupIn(new Map(Object.entries(labels))))).toBe(
      expected,
    )
  })

  test.each([
    ["a = 'x'", 'unexpected ='],
    ["a == 'x", 'a quote is not closed'],
    ['a == x', 'expected a string instead of x'],
    ["a like 'x'", 'unknown operator like'],
    ["(a == 'x'", 'expected ) at the end'],
    ["a == 'x' b", 'unexpected b'],
    ['some(a)', 'unknown function some()'],
    ["a in 'x'", 'expected { instead of x'],
    ['(', 'expected a label at the end'],
    ['('.repeat(100), 'too many parentheses'],
    ['a'.repeat(5000), 'a selector of more than 4096 characters'],
  ])('%s cannot be read', (text, reason) => {
    expect(parseSelector(text)).toEqual({ reason })
  })

  test('no text throws', () => {
    const part = fc.constantFrom(
      'a',
      '==',
      "'x'",
      '&&',
      '||',
      '!',
      '(',
      ')',
      '{',
      '}',
      ',',
      'in',
      'not',
      'has(',
      'all()',
      ' ',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join(' ')),
        ),
        (text) => {
          const selector = parseSelector(text)
          if (typeof selector === 'function')
            expect(typeof selector(lookupIn(new Map([['a', 'x']])))).toBe('boolean')
          else expect(selector.reason).not.toBe('')
        },
      ),
    )
  })

  test('a policy applies to the endpoints that its selector chooses', () => {
    expect(calicoSelects(denyNodePorts, { metadata: { labels: { 'ibm.role': 'worker_public' } } })).toBe(true)
    expect(calicoSelects(denyNodePorts, { metadata: { labels: { 'ibm.role': 'worker_private' } } })).toBe(
      false,
    )
    expect(calicoSelects(v3('p', { selector: 'a ==' }), {})).toBeUndefined()
    const namespaced = { kind: 'NetworkPolicy', metadata: { namespace: 'prod' }, spec: {} }
    expect(calicoSelects(namespaced, { metadata: { namespace: 'prod' } })).toBe(true)
    expect(calicoSelects(namespaced, { metadata: { namespace: 'test' } })).toBe(false)
  })
})
