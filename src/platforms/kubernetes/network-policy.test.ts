import { describe, expect, test } from 'vitest'
import { admissions, admitted, admittedMembers, ask } from '../../runtime/firewall/answer.js'
import { parseCidr, toCidrs } from '../../runtime/firewall/cidr-set.js'
import { coversAll, openTo, openToEndpoint } from '../../runtime/firewall/coverage.js'
import type { Judgement } from '../../runtime/firewall/judgement.js'
import { selectorMatches } from '../../runtime/firewall/labels.js'
import { onlyFrom } from '../../runtime/firewall/only-from.js'
import { portRange } from '../../runtime/firewall/ports.js'
import { protocolNumber, protocolsOf } from '../../runtime/firewall/protocols.js'
import { addressPeers } from '../../runtime/firewall/ruleset.js'
import type { AddressSet, Direction, Ports, Ruleset } from '../../runtime/model/index.js'
import { networkPolicies, podNetworkPolicies, selectsPod } from './network-policy.js'
import { podEndpoint, podPeer } from './peer.js'

const at = (cidr: string) => addressPeers(parseCidr(cidr) as AddressSet)
const access = (ruleset: Ruleset, direction: Direction, first: number, last = first, protocol = 'tcp') =>
  ask(ruleset, {
    direction,
    protocols: protocolsOf(protocolNumber(protocol) as number),
    ports: portRange(first, last) as Ports,
  })
const policy = (name: string, spec: object, namespace = 'default') => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: {}, ...spec },
})
const pod = (labels: object, more: object = {}) => ({
  metadata: { name: 'p', namespace: 'default', labels },
  spec: {},
  ...more,
})

const blockApi = policy('block-9001', {
  policyTypes: ['Egress'],
  egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['70.0.0.0/16'] } }] }],
})
const allowApi = policy('allow-api', {
  policyTypes: ['Egress'],
  egress: [{ to: [{ ipBlock: { cidr: '70.0.0.0/16' } }], ports: [{ protocol: 'TCP', port: 6443 }] }],
})

describe('policies of a pod add up', () => {
  test('what none allows is closed', () => {
    const api = access(networkPolicies([blockApi]), 'outbound', 9001, 9022)
    expect(openTo(api, at('70.0.98.11'))).toEqual({ is: 'false' })
    expect(coversAll(api, at('70.0.0.0/8')).is).toBe('false')
    expect(coversAll(api, at('71.0.0.0/16'))).toEqual({ is: 'true' })
  })

  test('what any allows is open', () => {
    const both = networkPolicies([blockApi, allowApi])
    expect(coversAll(access(both, 'outbound', 6443), at('70.0.98.10'))).toEqual({ is: 'true' })
    expect(openTo(access(both, 'outbound', 9001, 9022), at('70.0.98.11'))).toEqual({ is: 'false' })
    expect(openTo(access(both, 'outbound', 6443, 6443, 'udp'), at('70.0.98.11'))).toEqual({ is: 'false' })
  })

  test('two halves without exception open the whole again', () => {
    const halves = policy('halves', {
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/1' } }, { ipBlock: { cidr: '128.0.0.0/1' } }] }],
    })
    expect(coversAll(access(networkPolicies([blockApi, halves]), 'outbound', 9001), at('0.0.0.0/0'))).toEqual(
      { is: 'true' },
    )
  })

  test('no policy closes nothing', () => {
    expect(coversAll(access(networkPolicies([]), 'inbound', 22), at('0.0.0.0/0'))).toEqual({ is: 'true' })
  })

  test('findings can point at the rule', () => {
    const answer = access(networkPolicies([blockApi, allowApi]), 'outbound', 6443)
    expect(admissions(answer)).toEqual([
      { item: (blockApi.spec as { egress?: unknown[] }).egress?.[0], pointer: '/spec/egress/0' },
      { item: (allowApi.spec as { egress?: unknown[] }).egress?.[0], pointer: '/spec/egress/0' },
    ])
  })
})

describe('what a policy closes', () => {
  const closed = (spec: object, direction: Direction) =>
    toCidrs(admitted(access(networkPolicies([policy('p', spec)]), direction, 80)).may).length === 0

  test.each([
    ['no types, no rules: inbound', {}, true, false],
    ['no types, egress rules: both', { egress: [{ ports: [{ port: 1 }] }] }, true, true],
    ['no types, empty egress: inbound', { egress: [] }, true, false],
    ['empty types as no types', { policyTypes: [], ingress: [] }, true, false],
    ['Egress without rules', { policyTypes: ['Egress'] }, false, true],
    ['both without rules', { policyTypes: ['Ingress', 'Egress'] }, true, true],
    [
      'rules of a direction that is not among its types do not count',
      { policyTypes: ['Egress'], ingress: [] },
      false,
      true,
    ],
    ['an empty rule allows everything', { policyTypes: ['Ingress'], ingress: [{}] }, false, false],
    [
      'an empty list of peers is everyone',
      { policyTypes: ['Ingress'], ingress: [{ from: [], ports: [] }] },
      false,
      false,
    ],
  ])('%s', (_name, spec, inbound, outbound) => {
    expect([closed(spec, 'inbound'), closed(spec, 'outbound')]).toEqual([inbound, outbound])
  })
})

describe('ports', () => {
  const ingress = (...ports: object[]) => policy('p', { ingress: [{ ports }] })
  const open = (policy: unknown, port: number, protocol = 'tcp', ofPod?: unknown): Judgement =>
    openTo(access(networkPolicies([policy], ofPod), 'inbound', port, port, protocol), at('10.0.0.1'))

  test('TCP unless said otherwise, every port unless said otherwise', () => {
    expect(open(ingress({ port: 80 }), 80)).toEqual({ is: 'true' })
    expect(open(ingress({ port: 80 }), 80, 'udp')).toEqual({ is: 'false' })
    expect(open(ingress({ protocol: 'UDP' }), 53, 'udp')).toEqual({ is: 'true' })
    expect(open(ingress({ protocol: 'SCTP', port: 7777 }), 7777, 'sctp')).toEqual({ is: 'true' })
  })

  test('a range ends with endPort', () => {
    const range = ingress({ port: 9000, endPort: 9022 })
    expect([8999, 9000, 9022, 9023].map((port) => open(range, port).is)).toEqual([
      'false',
      'true',
      'true',
      'false',
    ])
  })

  test('a name is a port of the pod, and undecided without the pod', () => {
    const web = pod({}, { spec: { containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] } })
    expect(open(ingress({ port: 'http' }), 8080, 'tcp', web)).toEqual({ is: 'true' })
    expect(open(ingress({ port: 'http' }), 80, 'tcp', web)).toEqual({ is: 'false' })
    expect(open(ingress({ port: 'http', protocol: 'UDP' }), 8080, 'udp', web)).toEqual({ is: 'false' })
    expect(open(ingress({ port: 'http' }), 8080)).toEqual({
      is: 'undecided',
      reasons: ["the number of port 'http', which pods name (/spec/ingress/0)"],
    })
  })

  test.each([
    [{ port: 9022, endPort: 9000 }, "no port range: port '9022', endPort '9000' (/spec/ingress/0)"],
    [{ port: 99999 }, "no port: '99999' (/spec/ingress/0)"],
    [{ protocol: 'QUIC' }, "unknown protocol 'QUIC' (/spec/ingress/0)"],
  ])('what cannot be read leaves the answer open: %j', (port, reason) => {
    expect(open(ingress(port), 443)).toEqual({ is: 'undecided', reasons: [reason] })
  })
})

describe('peers', () => {
  const web = { matchLabels: { app: 'web' } }
  const ruleset = networkPolicies([
    policy('p', {
      ingress: [
        {
          from: [
            { podSelector: web },
            { namespaceSelector: { matchLabels: { team: 'ops' } }, podSelector: {} },
          ],
        },
      ],
    }),
  ])
  const answer = access(ruleset, 'inbound', 80)

  test('are selected by labels, in their namespace', () => {
    const opsNamespace = { metadata: { name: 'ops', labels: { team: 'ops' } } }
    const inOps = { metadata: { namespace: 'ops', labels: { app: 'x' } } }
    const judge = (...args: Parameters<typeof podEndpoint>) => openToEndpoint(answer, podEndpoint(...args)).is
    const defaultNamespace = { metadata: { name: 'default' } }
    expect(judge(pod({ app: 'web' }), defaultNamespace)).toBe('true')
    expect(judge(pod({ app: 'db' }), defaultNamespace)).toBe('false')
    expect(judge(inOps, opsNamespace)).toBe('true')
    expect(
      judge({ metadata: { namespace: 'other', labels: { app: 'web' } } }, { metadata: { name: 'other' } }),
    ).toBe('false')
    expect(judge(inOps)).toBe('undecided')
  })

  test('a namespace is selected by its name, too', () => {
    const named = networkPolicies([
      policy('p', {
        ingress: [
          { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } }] },
        ],
      }),
    ])
    const endpoint = podEndpoint({ metadata: { namespace: 'ops' } }, { metadata: { name: 'ops' } })
    expect(openToEndpoint(access(named, 'inbound', 80), endpoint)).toEqual({ is: 'true' })
  })

  test('a selector is not the addresses of its pods', () => {
    expect(onlyFrom(answer, at('0.0.0.0/0')).is).toBe('false')
    const named = admittedMembers(answer).map(({ member }) => member)
    expect(named.map((m) => m.label)).toEqual([
      'pods {"namespace":"default","podSelector":{"matchLabels":{"app":"web"}}}',
      'pods {"namespaceSelector":{"matchLabels":{"team":"ops"}},"podSelector":{}}',
    ])
    const asked = [podPeer(web, undefined), podPeer({}, { matchLabels: { team: 'ops' } })]
    expect(onlyFrom(answer, { ...at('8.8.8.8'), members: asked })).toEqual({ is: 'true' })
    expect(onlyFrom(answer, { ...at('8.8.8.8'), members: asked.slice(1) })).toEqual({ is: 'false' })
  })

  test.each([
    [{ ipBlock: { cidr: 'nonsense' } }, 'cannot read the ipBlock \'{"cidr":"nonsense"}\' (/spec/ingress/0)'],
    [
      { ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } },
      'cannot read the ipBlock \'{"cidr":"10.0.0.0/8","except":["x"]}\' (/spec/ingress/0)',
    ],
    [{}, "cannot read the peer '{}' (/spec/ingress/0)"],
  ])('that cannot be read leave the answer open: %j', (peer, reason) => {
    const broken = networkPolicies([policy('p', { ingress: [{ from: [peer] }] })])
    expect(onlyFrom(access(broken, 'inbound', 80), at('10.0.0.0/8'))).toEqual({
      is: 'undecided',
      reasons: [reason],
    })
  })
})

describe('which policies apply to a pod', () => {
  const kubeSystem = policy(
    'block-9001',
    {
      podSelector: {
        matchExpressions: [
          { key: 'name', operator: 'NotIn', values: ['scheduler'] },
          { key: 'tier', operator: 'NotIn', values: ['control-plane'] },
        ],
      },
      policyTypes: ['Egress'],
    },
    'kube-system',
  )
  const systemPod = (labels: object, more: object = {}) => ({
    metadata: { namespace: 'kube-system', labels },
    ...more,
  })

  test('NotIn selects a pod without the label', () => {
    expect(selectsPod(kubeSystem, systemPod({ 'k8s-app': 'kube-dns' }))).toBe(true)
    expect(selectsPod(kubeSystem, systemPod({ tier: 'control-plane' }))).toBe(false)
    expect(selectsPod(kubeSystem, pod({}))).toBe(false)
  })

  test('a pod that none selects is open, one that is selected is not', () => {
    const dns = podNetworkPolicies(systemPod({ 'k8s-app': 'kube-dns' }), [kubeSystem, blockApi])
    const scheduler = podNetworkPolicies(systemPod({ name: 'scheduler' }), [kubeSystem, blockApi])
    expect(openTo(access(dns, 'outbound', 9001), at('70.0.98.11')).is).toBe('false')
    expect(openTo(access(scheduler, 'outbound', 9001), at('70.0.98.11')).is).toBe('true')
  })

  test('a pod on the network of its host is out of their reach', () => {
    const host = systemPod({ 'k8s-app': 'agent' }, { spec: { hostNetwork: true } })
    expect(
      openTo(access(podNetworkPolicies(host, [kubeSystem]), 'outbound', 9001), at('70.0.98.11')).is,
    ).toBe('true')
  })

  test('a selector that cannot be read leaves everything open to doubt', () => {
    const odd = policy('odd', {
      podSelector: { matchExpressions: [{ key: 'a', operator: 'Like', values: ['x'] }] },
    })
    expect(openTo(access(podNetworkPolicies(pod({}), [odd]), 'inbound', 80), at('10.0.0.1'))).toEqual({
      is: 'undecided',
      reasons: ['whether NetworkPolicy odd selects the pod'],
    })
  })
})

test.each([
  [
    { matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] },
    { a: '1', b: '' },
    true,
  ],
  [{ matchLabels: { a: '1' } }, {}, false],
  [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] }, { a: '2' }, true],
  [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] }, {}, false],
  [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, { a: '1' }, false],
  [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, {}, true],
  [{ matchLabels: { toString: 'x' } }, {}, false],
  [{}, { a: '1' }, true],
  ['a=b', {}, undefined],
])('selector %j on %j: %s', (selector, labels, expected) => {
  expect(selectorMatches(selector, new Map(Object.entries(labels)))).toBe(expected)
})
